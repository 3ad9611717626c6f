import { wordsOf } from '../../../domain/mapping/name-words.ts';
import { fold, stem } from '../words/fold.ts';
import type { SourceField, SourceObject, SourceSchema } from '../../../domain/source-schema.ts';
import { maxAllValues, maxFields, maxNameWords, maxParentFields, maxValues } from '../limits.ts';
import { nounsOf } from '../vocabulary/objects.ts';
import { nameOf, nameOfWords, synonymsOfName, synonymStrength, type Name } from './names.ts';

/** A field that words may mean. */
export interface KnownField {
  readonly path: string;
  readonly field: SourceField;
  /** `Owner` of `Owner.Name`; empty for the object's own. */
  readonly parent: string;
  readonly names: readonly Name[];
  /** Of a parent's field: its names without the parent, which count where the parent was named before. */
  readonly scopedNames: readonly Name[];
  /** The label says "not": `Do Not Call`. */
  readonly isNegative: boolean;
}

export interface KnownValue {
  readonly of: KnownField;
  /** As the filter writes it. */
  readonly value: string;
  readonly label: string;
  readonly name: Name;
}

/** All of a schema that words are held against. */
export interface Known {
  readonly schema: SourceSchema;
  readonly fields: readonly KnownField[];
  readonly values: readonly KnownValue[];
  readonly byPath: ReadonlyMap<string, KnownField>;
  /** By the path in small letters. */
  readonly byCode: ReadonlyMap<string, KnownField>;
  /** Folded words for records of the object. */
  readonly nouns: ReadonlySet<string>;
  /** Folded words for records of parents, by the parent's path. */
  readonly parentNouns: ReadonlyMap<string, readonly string[]>;
}

const cache = new WeakMap<SourceSchema, Known>();

export function knownOf(schema: SourceSchema): Known {
  let known = cache.get(schema);
  if (known === undefined) {
    known = readSchema(schema);
    cache.set(schema, known);
  }
  return known;
}

function readSchema(schema: SourceSchema): Known {
  const own = usable(schema.object).slice(0, maxFields);
  const nouns = new Set(nounsOf(nounWordsOf(schema.object)).flatMap((word) => [word, `${word}s`]));
  const fields = own.map((field) => ownField(field, nouns));
  const parentNouns = new Map<string, string[]>();
  for (const parentField of own) {
    const { relationship } = parentField;
    const parent = relationship === undefined ? undefined : schema.parent(relationship.name);
    if (relationship === undefined || parent === undefined) continue;
    for (const noun of nounsOf(nounWordsOf(parent))) {
      if (nouns.has(noun)) continue;
      parentNouns.set(noun, [...(parentNouns.get(noun) ?? []), relationship.name]);
    }
    for (const field of usable(parent).slice(0, maxParentFields)) {
      if (fields.length < maxFields) fields.push(parentsField(field, parentField, relationship.name, parent));
    }
  }
  return {
    schema,
    fields,
    values: allValues(fields),
    byPath: new Map(fields.map((known) => [known.path, known])),
    byCode: new Map(fields.map((known) => [known.path.toLowerCase(), known])),
    nouns,
    parentNouns,
  };
}

function usable(object: SourceObject): SourceField[] {
  return object.fields.filter(
    ({ type, filterable }) => type !== 'compound' && type !== 'binary' && filterable,
  );
}

export function nounWordsOf({ name, label, labelPlural }: SourceObject): string[] {
  const words = [name, label, labelPlural].flatMap((text) => wordsOf(text));
  return [...new Set(words.flatMap((word) => [word, word.replace(/(?<=\p{L}{3})s$/u, '')]))];
}

function ownField(field: SourceField, noun: ReadonlySet<string>): KnownField {
  const base = { path: field.name, field, parent: '', scopedNames: [], isNegative: isNegative(field) };
  return { ...base, names: namesOf(field, noun) };
}

function namesOf(field: SourceField, noun: ReadonlySet<string>): Name[] {
  const { name, label, relationship } = field;
  const isReference = relationship !== undefined;
  const texts = [label, name, ...(isReference ? [relationship.name] : [])];
  const names = texts.map((text) => nameOf(isReference ? text.replace(/(?<=\S)\s?id$/i, '') : text, noun, 1));
  const also = isReference ? [] : [...synonymsOfName(label), ...synonymsOfName(name)];
  return distinct([...names, ...also.map((text) => nameOfWords(text.split(' '), noun, synonymStrength))]);
}

function parentsField(
  field: SourceField,
  parentField: SourceField,
  relationship: string,
  parent: SourceObject,
): KnownField {
  const noun = new Set(nounWordsOf(parent));
  const scopedNames = namesOf(field, noun);
  const plainNames = scopedNames.filter(({ strength }) => strength === 1);
  const leads = distinct(
    [relationship, parentField.label.replace(/\s?id$/i, '')].map((text) => nameOf(text, new Set(), 1)),
  );
  const names = leads.flatMap((lead) =>
    plainNames.map(({ words, stems, weights, strength }) => ({
      words: [...lead.words, ...words],
      stems: [...lead.stems, ...stems],
      weights: [...lead.weights.map(() => 1), ...weights],
      strength: strength * 0.98,
      lead: lead.stems.length,
    })),
  );
  const path = `${relationship}.${field.name}`;
  return { path, field, parent: relationship, names, scopedNames, isNegative: isNegative(field) };
}

function distinct(names: readonly (Name | null)[]): Name[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const key = name?.stems.join(' ');
    if (name === null || key === undefined || seen.has(key) || name.stems.length > maxNameWords * 2)
      return [];
    seen.add(key);
    return [name];
  });
}

const isNegative = ({ label, type }: SourceField): boolean =>
  type === 'boolean' && /\b(?:not|no)\b/i.test(label);

/** Of fields with few values first: what has thousands is seldom spoken of by its values. */
function allValues(fields: readonly KnownField[]): KnownValue[] {
  const ordered = fields.toSorted((a, b) => a.field.picklistValues.length - b.field.picklistValues.length);
  const within = new Set<KnownField>();
  let count = 0;
  for (const of of ordered) {
    count += Math.min(of.field.picklistValues.length, maxValues);
    if (count > maxAllValues) break;
    within.add(of);
  }
  return fields.filter((of) => within.has(of)).flatMap(valuesOf);
}

function valuesOf(of: KnownField): KnownValue[] {
  const { field } = of;
  if (field.type === 'boolean') return [];
  return field.picklistValues.slice(0, maxValues).flatMap(({ value, label }) => {
    // Codes are no words: who writes 3 means a number.
    const hasOneName = value === label || /^-?\d+$/.test(value);
    const names = distinct([nameOfValue(label), ...(hasOneName ? [] : [nameOfValue(value)])]);
    return names.map((name) => ({ of, value, label, name }));
  });
}

/** Every word of a value counts, save what only joins them. */
function nameOfValue(text: string): Name | null {
  const words = fold(text.replace(/([\p{Ll}])(\p{Lu})/gu, '$1$2'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  const joins = new Set(['of', 'the', 'and', 'a', 'to', 'in', 'for']);
  return {
    words,
    stems: words.map(stem),
    weights: words.map((word) => (joins.has(word) ? 0.2 : 1)),
    strength: 1,
    lead: 0,
  };
}
