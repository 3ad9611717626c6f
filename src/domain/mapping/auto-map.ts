import type { AttributeType, HubAttribute, HubObject } from '../hub-object.ts';
import { maxAttributeNameLength } from '../hub-object.ts';
import type { MappingEntry } from '../job.ts';
import type { SourceFieldType, SourceObject, SourceSchema } from '../source-schema.ts';
import { attributeNameOf } from './attribute-name.ts';
import { isRecordKey, matchField } from './match-field.ts';
import type { ChosenField, Match, MatchReason } from './match-field.ts';
import { joined } from './name-words.ts';
import { systemFieldPattern, systemFields } from './synonyms.ts';
import { fits, kindOfField } from './value-kind.ts';

export type SuggestionReason =
  | MatchReason
  /** A new attribute, because no existing one fits. */
  | 'new attribute'
  | 'system field'
  /** Compound fields and files. */
  | 'unreadable'
  /** An id of another record that says nothing by itself. */
  | 'bare id'
  /** What it would fill is filled better by another field. */
  | 'taken'
  | 'unknown field';

export interface AutoMapSuggestion {
  /** In the CRM's own letter case where the field is known. */
  readonly path: string;
  /** Name of the attribute, there already or new; null = skip. */
  readonly target: string | null;
  readonly isNew: boolean;
  /** Of the attribute; undefined where the field is skipped. */
  readonly type?: AttributeType;
  /** 0 to 1. */
  readonly confidence: number;
  readonly reason: SuggestionReason;
  /** The reason as a sentence. */
  readonly words: string;
}

export interface AutoMapInput {
  readonly object: HubObject;
  /** What the object has now. */
  readonly attributes: readonly HubAttribute[];
  readonly sourceObject: SourceObject;
  /** Paths that the person has chosen. */
  readonly fields: readonly string[];
  readonly schema: SourceSchema;
  /** Mappings of other jobs from the same source object to the same hub object. */
  readonly earlier?: readonly (readonly MappingEntry[])[];
  /** Names of attributes that are filled already. */
  readonly taken?: readonly string[];
}

/**
 * One suggestion a field: fields of keys first, in the order of the keys, then the others in theirs. Each attribute
 * gets at most one field, the one that goes with it best.
 */
export function autoMap(input: AutoMapInput): AutoMapSuggestion[] {
  const { object, schema } = input;
  const known: ChosenField[] = [];
  const suggestions: AutoMapSuggestion[] = [];
  for (const path of new Set(input.fields)) {
    const found = schema.field(path);
    if (found.kind === 'found') known.push(found);
    else suggestions.push(skipped(path, 'unknown field'));
  }
  const assigned = assign(candidatesOf(known, input), input.taken);
  const names = new NewNames(input, assigned);
  for (const chosen of known) {
    const pair = assigned.get(chosen);
    suggestions.push(pair === undefined ? leftOver(chosen, input, assigned, names) : suggestionOf(pair));
  }
  const place = ({ target }: AutoMapSuggestion): number => {
    const key = target === null ? -1 : object.keys.indexOf(target);
    return key < 0 ? object.keys.length : key;
  };
  return suggestions.sort((a, b) => place(a) - place(b));
}

/**
 * The mapping entries of suggestions, and a constant for a collection's type: all records of one CRM object are one
 * collection, named after it.
 */
export function entriesOf(
  suggestions: readonly AutoMapSuggestion[],
  object: HubObject,
  sourceObject: SourceObject,
): MappingEntry[] {
  const entries = suggestions.flatMap(({ path, target, isNew, type }): MappingEntry[] => {
    if (target === null) return [];
    return [{ source: { kind: 'field', path }, target, ...(isNew && type !== undefined ? { type } : {}) }];
  });
  const needsType =
    object.keys.includes('collection_type') && !entries.some(({ target }) => target === 'collection_type');
  if (!needsType) return entries;
  return [{ source: { kind: 'constant', value: sourceObject.name }, target: 'collection_type' }, ...entries];
}

interface Candidate extends Match {
  readonly chosen: ChosenField;
  readonly attribute: Pick<HubAttribute, 'name' | 'type'>;
  readonly isNew: boolean;
}
type Assigned = ReadonlyMap<ChosenField, Candidate>;

function candidatesOf(known: readonly ChosenField[], input: AutoMapInput): Candidate[] {
  const { object, attributes, sourceObject } = input;
  const candidates: Candidate[] = [];
  for (const chosen of known) {
    candidates.push(...earlierCandidates(chosen, input));
    for (const attribute of attributes) {
      const match = matchField(chosen, attribute, object, sourceObject);
      if (match !== null) candidates.push({ ...match, chosen, attribute, isNew: false });
    }
  }
  return candidates;
}

/** What people have mapped this field to before is the best hint of all; the most frequent counts. */
function earlierCandidates(chosen: ChosenField, { earlier = [], attributes }: AutoMapInput): Candidate[] {
  const kind = kindOfField[chosen.field.type];
  if (kind === null) return [];
  const path = chosen.path.toLowerCase();
  const counts = new Map<string, { entry: MappingEntry; count: number }>();
  for (const entry of earlier.flat()) {
    if (entry.source.kind !== 'field' || entry.source.path.toLowerCase() !== path) continue;
    counts.set(entry.target, { entry, count: (counts.get(entry.target)?.count ?? 0) + 1 });
  }
  const most = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  if (most === undefined) return [];
  const { target, type } = most.entry;
  const attribute = attributes.find(({ name }) => name === target);
  const found = attribute ?? (type === undefined ? undefined : { name: target, type });
  if (found === undefined || fits[kind][found.type] === 'mismatch') return [];
  return [
    { chosen, attribute: found, isNew: attribute === undefined, reason: 'earlier job', confidence: 0.99 },
  ];
}

/** Best pairs first; a field or an attribute that is taken is out. */
function assign(candidates: readonly Candidate[], filled: readonly string[] = []): Assigned {
  const assigned = new Map<ChosenField, Candidate>();
  const taken = new Set<string>(filled);
  const standardFirst = ({ chosen }: Candidate): number => (isCustom(chosen) ? 1 : 0);
  const ordered = [...candidates].sort(
    (a, b) => b.confidence - a.confidence || standardFirst(a) - standardFirst(b),
  );
  for (const candidate of ordered) {
    const { chosen, attribute } = candidate;
    if (assigned.has(chosen) || taken.has(attribute.name) || isSecondPerson(attribute.name, taken)) continue;
    assigned.set(chosen, candidate);
    taken.add(attribute.name);
  }
  return assigned;
}

/** An account assignment names its person by e-mail or by name: the name is only needed without an e-mail. */
function isSecondPerson(name: string, taken: ReadonlySet<string>): boolean {
  return name === 'user_name' && taken.has('user_email');
}

const isCustom = ({ path, field }: ChosenField): boolean =>
  field.custom || /__[cr](?:\.|$)/i.test(path) || /^(?:new|cr[0-9a-f]{3,5})_/.test(path);

function leftOver(
  chosen: ChosenField,
  input: AutoMapInput,
  assigned: Assigned,
  names: NewNames,
): AutoMapSuggestion {
  const { path, field } = chosen;
  if (kindOfField[field.type] === null) return skipped(path, 'unreadable');
  if (isSystemField(path)) return skipped(path, 'system field');
  if (isRecordKey(chosen, input.sourceObject)) return skipped(path, 'bare id');
  if ((field.type === 'reference' || field.type === 'id') && !isCustom(chosen))
    return skipped(path, 'bare id');
  if (namesPersonAgain(chosen, input, assigned)) return skipped(path, 'taken');
  const type = newAttributeTypes[field.type];
  const target = names.take(chosen);
  if (type === null || target === null) return skipped(path, 'unreadable');
  return {
    path,
    target,
    isNew: true,
    type,
    confidence: 0.5,
    reason: 'new attribute',
    words: sentences['new attribute'],
  };
}

function namesPersonAgain(
  chosen: ChosenField,
  { object, sourceObject }: AutoMapInput,
  assigned: Assigned,
): boolean {
  if (object.name !== 'account_assignments') return false;
  const hasEmail = [...assigned.values()].some(({ attribute }) => attribute.name === 'user_email');
  const userName = object.attributes.find(({ name }) => name === 'user_name');
  return hasEmail && userName !== undefined && matchField(chosen, userName, object, sourceObject) !== null;
}

const systemNames: ReadonlySet<string> = new Set(systemFields.map(joined));

/** Of the record or of a parent. */
export function isSystemField(path: string): boolean {
  const last = path.split('.').at(-1) ?? '';
  const name = joined(last);
  // Dynamics keeps every amount a second time in the organisation's currency.
  return systemNames.has(name) || systemFieldPattern.test(name) || /[a-z0-9]_base$/.test(last);
}

function suggestionOf({ chosen, attribute, isNew, confidence, reason }: Candidate): AutoMapSuggestion {
  const { name, type } = attribute;
  return { path: chosen.path, target: name, isNew, type, confidence, reason, words: sentences[reason] };
}

function skipped(path: string, reason: SuggestionReason): AutoMapSuggestion {
  const confidence = reason === 'bare id' || reason === 'taken' ? 0.6 : 0.95;
  return { path, target: null, isNew: false, confidence, reason, words: sentences[reason] };
}

const sentences: Readonly<Record<SuggestionReason, string>> = {
  'earlier job': 'Mapped like this in an earlier job.',
  'exact name': 'Field and attribute have the same name.',
  label: "The field's label is the attribute's name.",
  synonym: 'Field and attribute mean the same.',
  type: 'The field is the id that this key needs.',
  'similar name': 'The names are much alike: please look.',
  'new attribute': 'No attribute fits, so a new one is proposed.',
  'system field': 'A field of the CRM for its own use: skipped.',
  unreadable: 'It cannot be read as one value: skipped.',
  'bare id': 'An id that says nothing by itself: skipped.',
  taken: 'Another field fills the same attribute: skipped.',
  'unknown field': 'The CRM has no such field: skipped.',
};

/** Of a new attribute that a field of this type fills; null where it cannot be read as one value. */
export const newAttributeTypes: Readonly<Record<SourceFieldType, AttributeType | null>> = {
  id: 'text',
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  picklist: 'text',
  multipicklist: 'list',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'currency',
  percent: 'number',
  date: 'date',
  datetime: 'date',
  time: 'text',
  reference: 'foreign key',
  compound: null,
  binary: null,
};

const maxNameTries = 1_000;

/** Names of new attributes, each given once. */
class NewNames {
  private readonly taken: Set<string>;

  constructor({ attributes, taken = [] }: AutoMapInput, assigned: Assigned) {
    this.taken = new Set([
      ...taken,
      ...attributes.map(({ name }) => name),
      ...[...assigned.values()].map(({ attribute }) => attribute.name),
    ]);
  }

  /** By the label, or where that is taken by the API name. A parent's field needs the parent in its name. */
  take({ path, field }: ChosenField): string | null {
    const apiName = attributeNameOf(path.replace(/__[cr](?=\.|$)/gi, '').replaceAll('.', '_'));
    const names = path.includes('.') ? [apiName] : [attributeNameOf(field.label), apiName];
    const usable = names.filter((name) => name !== '');
    const free = usable.find((name) => !this.taken.has(name)) ?? this.numbered(usable[0] ?? 'field');
    if (free !== null) this.taken.add(free);
    return free;
  }

  private numbered(name: string): string | null {
    for (let count = 2; count < maxNameTries; count++) {
      const ending = `_${count}`;
      const tried = `${name.slice(0, maxAttributeNameLength - ending.length)}${ending}`;
      if (!this.taken.has(tried)) return tried;
    }
    return null;
  }
}
