import type { HubAttribute, HubObject, HubObjectName } from '../hub-object.ts';
import type { SourceField, SourceObject } from '../source-schema.ts';
import { isTypo, joined, wordsOf } from './name-words.ts';
import { commonConcepts, objectConcepts } from './synonyms.ts';
import type { Concept } from './synonyms.ts';
import { fits, kindOfField } from './value-kind.ts';

/** A field that the person has chosen. */
export interface ChosenField {
  /** In the CRM's own letter case. */
  readonly path: string;
  readonly field: SourceField;
}

export const matchReasons = [
  'earlier job',
  'exact name',
  'label',
  'synonym',
  'type',
  'similar name',
] as const;
export type MatchReason = (typeof matchReasons)[number];

export interface Match {
  readonly reason: MatchReason;
  /** 0 to 1. */
  readonly confidence: number;
}

/**
 * How well a field goes with an attribute, by name, label, synonyms and type; null where it does not.
 * Traps that this knows: an id is no name, a parent's label says nothing of its path, a yes or no about e-mail is
 * no e-mail, and `Email bounced reason` is no e-mail either.
 */
export function matchField(
  chosen: ChosenField,
  attribute: HubAttribute,
  object: HubObject,
  sourceObject: SourceObject,
): Match | null {
  const kind = kindOfField[chosen.field.type];
  const fit = kind === null ? 'mismatch' : fits[kind][attribute.type];
  if (fit === 'mismatch' || fit === 'several values') return null;
  // A number may be a date by a format, but never by its name alone.
  if (fit === 'with format' && kind === 'number') return null;
  const match = matchNames(chosen, attribute, object, sourceObject);
  if (match === null || !isLikely(chosen, attribute, match)) return null;
  return fit === 'with format' ? { ...match, confidence: match.confidence - formatPenalty } : match;
}

/** The key that the CRM's own record id goes to; null where the hub's record is not known by it. */
export const recordKeys: Readonly<Record<HubObjectName, string | null>> = {
  accounts: 'account_id',
  users: 'user_id',
  tasks: 'external_id',
  touchpoints: 'external_id',
  collections: 'collection_id',
  account_assignments: null,
};

/** Whether the field is the id of the record itself. */
export function isRecordKey({ path, field }: ChosenField, sourceObject: SourceObject): boolean {
  if (path.includes('.')) return false;
  const name = joined(path);
  if (name === 'id') return true;
  if (field.type !== 'id') return false;
  const object = sourceObject.name.toLowerCase();
  if (name === `${object}id` || name === 'activityid') return true;
  return sourceObject.fields.filter(({ type }) => type === 'id').length === 1;
}

const formatPenalty = 0.08;
/** Each place further back in a list of synonyms costs this much. */
const rankPenalty = 0.006;

function matchNames(
  chosen: ChosenField,
  attribute: HubAttribute,
  object: HubObject,
  sourceObject: SourceObject,
): Match | null {
  const { path, field } = chosen;
  if (isRecordKey(chosen, sourceObject)) {
    return recordKeys[object.name] === attribute.name ? { reason: 'type', confidence: 0.97 } : null;
  }
  const name = joined(path);
  const attributeName = joined(attribute.name);
  if (name === attributeName) return { reason: 'exact name', confidence: 0.96 };
  const synonyms = synonymsOf(attribute, object.name);
  const rank = synonyms.indexOf(name);
  if (rank >= 0) {
    const confidence = isVague(chosen, sourceObject)
      ? vagueConfidence
      : 0.95 - Math.min(rank, 30) * rankPenalty;
    return { reason: 'synonym', confidence };
  }
  // A parent's field is labelled as in the parent: Owner.Name as "Full Name".
  if (path.includes('.')) return null;
  const label = joined(field.label);
  if (label !== '' && (label === attributeName || label === joined(attribute.label))) {
    return { reason: 'label', confidence: 0.9 };
  }
  const labelRank = synonyms.indexOf(label);
  if (labelRank >= 0) return { reason: 'synonym', confidence: 0.87 - Math.min(labelRank, 30) * rankPenalty };
  if (leadsToAccount(chosen, attribute, object)) return { reason: 'type', confidence: 0.7 };
  return similarNames(chosen, attribute, object, sourceObject);
}

/** Of a hub attribute, whatever it is called: `job_title` has the synonyms of the object's title. Joined words. */
export function synonymsOf(attribute: HubAttribute, object: HubObjectName): readonly string[] {
  const names = [joined(attribute.name), joined(attribute.label)];
  const known = conceptIndex(object);
  for (const name of names) {
    const fields = known.get(name);
    if (fields !== undefined) return fields;
  }
  return [];
}

const indexes = new Map<HubObjectName, ReadonlyMap<string, readonly string[]>>();

/** The tables of synonyms.ts by joined attribute name; made once an object. */
function conceptIndex(object: HubObjectName): ReadonlyMap<string, readonly string[]> {
  let index = indexes.get(object);
  if (index === undefined) {
    index = indexOf([...objectConcepts[object], ...commonConcepts]);
    indexes.set(object, index);
  }
  return index;
}

function indexOf(concepts: readonly Concept[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, readonly string[]>();
  for (const { attributes, fields } of concepts) {
    const names = fields.map(joined);
    for (const attribute of attributes) {
      const key = joined(attribute);
      if (!index.has(key)) index.set(key, names);
    }
  }
  return index;
}

/** Below that of a reference which leads to accounts alone. */
const vagueConfidence = 0.6;

/** A lookup to several objects, beside a field of its own for where it leads to an account: it may hold any id. */
function isVague({ field }: ChosenField, { fields }: SourceObject): boolean {
  if (field.type !== 'reference' || field.relationship !== undefined) return false;
  return fields.some(({ name, relationship }) => {
    const objects = relationship?.objects ?? [];
    return name.startsWith(`${field.name}_`) && objects.length === 1 && objects[0] === 'account';
  });
}

function leadsToAccount({ field }: ChosenField, attribute: HubAttribute, object: HubObject): boolean {
  if (attribute.name !== 'account_id' || object.name === 'accounts') return false;
  const objects = field.relationship?.objects ?? [];
  return objects.length === 1 && objects[0]?.toLowerCase() === 'account';
}

/** An id is no name, and what is told in numbers or yes and no is no text unless it is called so. */
function isLikely({ path, field }: ChosenField, attribute: HubAttribute, { reason }: Match): boolean {
  if (field.type === 'id' || field.type === 'reference') {
    if (attribute.isKey || attribute.type === 'foreign key' || attribute.name.endsWith('_id')) return true;
    // Dynamics shows the owner by the name behind the id.
    return path === 'ownerid' || path === '_ownerid_value';
  }
  if (attribute.type !== 'text' || attribute.isKey) return true;
  const kind = kindOfField[field.type];
  if (kind === 'text' || kind === 'word') return true;
  return reason === 'exact name' || reason === 'label';
}

/** Words that may stand beside the attribute's own without changing what is meant. */
const fillers: ReadonlySet<string> = new Set(
  'the of our is hq headquarters current primary main official corporate global field value info name text data full'.split(
    ' ',
  ),
);
const nouns: Readonly<Record<HubObjectName, readonly string[]>> = {
  accounts: ['account', 'customer', 'client', 'company', 'organization', 'organisation'],
  users: ['contact', 'user', 'person', 'people', 'work', 'business'],
  tasks: ['task', 'activity', 'todo'],
  touchpoints: ['event', 'touchpoint', 'meeting', 'appointment', 'call', 'activity'],
  collections: ['record', 'collection'],
  account_assignments: ['team', 'member', 'assignment'],
};

function similarNames(
  { path, field }: ChosenField,
  attribute: HubAttribute,
  object: HubObject,
  sourceObject: SourceObject,
): Match | null {
  const attributeWords = wordsOf(attribute.name);
  const benign = new Set([...nouns[object.name], ...wordsOf(sourceObject.label), ...fillers]);
  for (const words of [wordsOf(path), wordsOf(field.label)]) {
    if (isTypo(words.join(''), attributeWords.join(''))) return { reason: 'similar name', confidence: 0.66 };
    if (words.length === 0) continue;
    const extra = words.filter((word) => !attributeWords.includes(word));
    const missing = attributeWords.filter((word) => !words.includes(word));
    if (words.length === extra.length) continue;
    // `name` alone is in many names; it has to be there as such or by a synonym.
    const isCommon = attributeWords.length === 1 && commonWords.has(attributeWords.join(''));
    if (missing.length === 0 && !isCommon && extra.every((word) => benign.has(word))) {
      return { reason: 'similar name', confidence: 0.7 };
    }
    const isDateWord = missing.length === 1 && missing[0] === 'date' && kindOfField[field.type] === 'date';
    if (isDateWord && extra.every((word) => benign.has(word)))
      return { reason: 'similar name', confidence: 0.64 };
  }
  return null;
}

const commonWords: ReadonlySet<string> = new Set(['name', 'type', 'owner', 'title', 'role', 'date']);
