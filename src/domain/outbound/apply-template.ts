import { nextRowId } from '../draft-mapping.ts';
import type { DraftRow } from '../draft.ts';
import { RecordError } from '../errors.ts';
import type { HubAttribute, HubObject } from '../hub-object.ts';
import type { OutboundTarget } from '../job.ts';
import { matchField } from '../mapping/match-field.ts';
import type { MatchReason } from '../mapping/match-field.ts';
import { kindOfField } from '../mapping/value-kind.ts';
import type { SourceField, SourceObject, SourceSchema } from '../source-schema.ts';
import { openZone } from '../zone.ts';
import { castToField } from './cast.ts';
import { fitsField } from './field-fit.ts';
import { isId, matchFields } from './match-fields.ts';
import { parentObjectOf } from './parent.ts';
import { templateFor } from './templates.ts';

export interface TemplateInput {
  readonly object: HubObject;
  readonly attributes: readonly HubAttribute[];
  /** Of the hub object: `hubSchema`. */
  readonly hub: SourceSchema;
  /** As the CRM describes the object that is written. */
  readonly crm: SourceObject;
  /** Values that records of the hub have, by attribute: of those of `choiceAttributes`, as far as they were looked at. */
  readonly held: ReadonlyMap<string, readonly string[]>;
}

/** How records are usually found, and what usually leads to their account. */
export function usualTarget({ object, crm }: TemplateInput): OutboundTarget {
  const [match] = matchFields(crm);
  const template = templateFor(object.name, crm.name);
  const parent = (template?.parents ?? []).flatMap((name) => fieldNamed(crm, name) ?? []).find(canBeParent);
  return {
    object: crm.name,
    matchOn: match?.name ?? '',
    ...(parent === undefined ? {} : { parent: parent.name }),
  };
}

function canBeParent(field: SourceField): boolean {
  return field.createable && field.updateable && parentObjectOf(field) !== null;
}

/**
 * The rows of the usual template of a pair, and of what else goes together by its names; those that somebody has
 * decided on stay as they are.
 *
 * @param kept rows that are there already
 * @param parent field that is filled with the account's record, and by no row
 */
export function templateRows(
  input: TemplateInput,
  kept: readonly DraftRow[],
  parent: string | undefined,
): DraftRow[] {
  const { object, crm } = input;
  const rows: DraftRow[] = [...kept];
  const filled = new Set(
    [...kept.map(({ target }) => target), parent ?? ''].map((name) => name.toLowerCase()),
  );
  const sent = new Set(
    kept.flatMap(({ source }) => (source.kind === 'field' ? [source.path.toLowerCase()] : [])),
  );
  const add = (attribute: string, field: SourceField, confidence: number, words: string): void => {
    filled.add(field.name.toLowerCase());
    sent.add(attribute);
    const auto = { confidence, words };
    rows.push({ id: nextRowId(rows), source: { kind: 'field', path: attribute }, target: field.name, auto });
  };
  for (const { attribute, field } of usualPairs(input)) {
    if (sent.has(attribute) || filled.has(field.name.toLowerCase())) continue;
    add(attribute, field, 1, `Usual for ${object.nounPlural} that go to ${crm.name}.`);
  }
  for (const { attribute, field, confidence, reason } of namedAlike(input)) {
    if (sent.has(attribute) || filled.has(field.name.toLowerCase())) continue;
    add(attribute, field, confidence, sentences[reason]);
  }
  return rows;
}

/**
 * The attributes that may go to a picklist which takes no values but its own: whether it takes those that the hub has,
 * their names do not tell.
 */
export function choiceAttributes(input: Omit<TemplateInput, 'held'>): string[] {
  const byNames = { ...input, held: new Map<string, never>() };
  const pairs: readonly Pair[] = [...usualPairs(byNames), ...namedAlike(byNames)];
  return [...new Set(pairs.flatMap(({ attribute, field }) => (takesOnlyItsOwn(field) ? [attribute] : [])))];
}

interface Pair {
  readonly attribute: string;
  readonly field: SourceField;
}

/** Those of the template, of each attribute the best field first. */
function usualPairs(input: TemplateInput): Pair[] {
  const { object, crm } = input;
  const table = templateFor(object.name, crm.name)?.fields ?? [];
  return table.flatMap(([attribute, ...names]) =>
    names
      .flatMap((name) => fieldNamed(crm, name) ?? [])
      .filter((field) => canTake(field, attribute, input))
      .map((field) => ({ attribute, field })),
  );
}

interface Alike extends Pair {
  readonly confidence: number;
  readonly reason: MatchReason;
}

/** Pairs that go together by their names, the surest first. */
function namedAlike(input: TemplateInput): Alike[] {
  const { object, attributes, crm } = input;
  const pairs: Alike[] = [];
  for (const attribute of attributes) {
    // What tells records apart leads elsewhere in the CRM, but for a field that is there to hold it.
    for (const field of crm.fields) {
      if (attribute.isKey && !field.externalId) continue;
      if (!canTake(field, attribute.name, input)) continue;
      const match = matchField({ path: field.name, field }, attribute, object, crm);
      if (match !== null) pairs.push({ attribute: attribute.name, field, ...match });
    }
  }
  return pairs.sort((a, b) => b.confidence - a.confidence);
}

function canTake(field: SourceField, attribute: string, { hub, held }: TemplateInput): boolean {
  const found = hub.field(attribute);
  const kind = found.kind === 'found' ? kindOfField[found.field.type] : null;
  if (kind === null || fitsField[kind][field.type] !== 'fits') return false;
  // Text may say yes or no, and hardly ever does. What leads to another record there is filled by the parent, or by
  // somebody who knows that the ids are the CRM's.
  const isLikely = field.type === 'boolean' ? kind === 'boolean' : field.type !== 'reference' && !isId(field);
  // Dynamics has few words of its own for a state, which the statuses of the hub rarely are.
  if (stateFields.has(field.name)) return false;
  return isLikely && field.createable && field.updateable && takesValues(field, held.get(attribute) ?? []);
}

function takesOnlyItsOwn({ type, restrictedPicklist }: SourceField): boolean {
  return restrictedPicklist && (type === 'picklist' || type === 'multipicklist');
}

/** By the same cast as a run's: each value that a picklist does not take would reject its record. */
function takesValues(field: SourceField, values: readonly string[]): boolean {
  if (!takesOnlyItsOwn(field) || values.length === 0) return true;
  const cast = castToField({ field, from: 'the attribute', formats: [], zone: openZone('UTC') });
  return values.every((value) => {
    try {
      cast(value);
      return true;
    } catch (error) {
      if (error instanceof RecordError) return false;
      throw error;
    }
  });
}

const stateFields: ReadonlySet<string> = new Set(['statecode', 'statuscode']);

function fieldNamed({ fields }: SourceObject, lower: string): SourceField | undefined {
  return fields.find(({ name }) => name.toLowerCase() === lower);
}

const sentences: Readonly<Record<MatchReason, string>> = {
  'earlier job': 'Mapped like this in an earlier job.',
  'exact name': 'Attribute and field have the same name.',
  label: "The field's label is the attribute's name.",
  synonym: 'Attribute and field mean the same.',
  type: 'The field holds ids of the kind that the attribute has.',
  'similar name': 'The names are much alike: please look.',
};
