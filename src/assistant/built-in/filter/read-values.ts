import type { ValueReading } from './readings.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { includes, isAmong } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { connectiveOf } from './segment-kind.ts';
import type { Segment } from './segments.ts';

/** Those of the object itself, or of the parent that is spoken of; a word of several values only where nothing else fits. */
export function valuesHere(cursor: Cursor, values: readonly ValueReading[]): readonly ValueReading[] {
  const own = values.filter(({ of }) => of.parent === cursor.scope);
  const pool = own.length > 0 ? own : values;
  const best = Math.max(...pool.map(({ strength }) => strength));
  return pool.filter(({ strength }) => strength >= best - 0.1);
}

export function valueList(cursor: Cursor, first: readonly ValueReading[]): Filter | null {
  const start = cursor.at;
  let candidates = first;
  const chosen: ValueReading[][] = [[...first]];
  let joiner: 'and' | 'or' = cursor.segment(-1)?.grammar?.kind === 'both' ? 'and' : 'or';
  cursor.at++;
  for (;;) {
    const next = listNext(cursor);
    if (next === null) break;
    const more = valuesHere(cursor, next.segment.values).filter(({ of }) =>
      candidates.some((each) => each.of.path === of.path),
    );
    if (more.length === 0) break;
    candidates = candidates.filter((each) => more.some(({ of }) => of.path === each.of.path));
    chosen.push([...more]);
    if (next.joiner === 'and') joiner = 'and';
    cursor.at = next.index + 1;
  }
  const words = cursor.wordsBetween(start, cursor.at);
  const of = fieldOfValues(cursor, candidates, words);
  if (of === null) return cursor.finish(null);
  const values = [
    ...new Set(chosen.flatMap((readings) => readings.find((each) => each.of.path === of.path)?.values ?? [])),
  ];
  const shared = sharedLabel(chosen, of);
  if (shared !== null) {
    cursor.problems.push({ kind: 'shared label', words: shared, field: of });
    return cursor.finish(null);
  }
  if (of.parent !== '') cursor.scope = of.parent;
  const isAll = joiner === 'and' && chosen.length > 1;
  const isList = of.field.type === 'multipicklist';
  return cursor.finish(isList ? includes(of.path, values, isAll) : isAmong(of.path, values));
}

/** The next value of a list, where "and", "or" or a comma stands before it. */
function listNext(cursor: Cursor): {
  readonly segment: Segment;
  readonly index: number;
  readonly joiner: 'and' | 'or';
} | null {
  let offset = 0;
  let joiner: 'and' | 'or' | null = null;
  for (; offset < 4; offset++) {
    const segment = cursor.segment(offset);
    if (segment === undefined) return null;
    const connective = connectiveOf(segment);
    if (connective !== null) joiner = connective === 'and' ? 'and' : (joiner ?? 'or');
    else if (segment.tokens[0]?.text === 'nor' || segment.grammar?.kind === 'both') joiner ??= 'or';
    else if (segment.values.length > 0 && joiner !== null)
      return { segment, index: cursor.at + offset, joiner };
    else if (!(segment.isFiller && segment.values.length === 0) && !isPlainPreposition(segment)) return null;
  }
  return null;
}

function isPlainPreposition(segment: Segment): boolean {
  return (
    segment.grammar?.kind === 'preposition' && segment.fields.length === 0 && segment.values.length === 0
  );
}

/** The field that the values are of; one named beside them settles it. */
function fieldOfValues(
  cursor: Cursor,
  candidates: readonly ValueReading[],
  words: string,
): KnownField | null {
  if (cursor.pending !== null) {
    const { of } = cursor.pending;
    const ofPending = candidates.find((each) => each.of.path === of.path);
    if (ofPending !== undefined) {
      cursor.pending = null;
      return ofPending.of;
    }
  }
  let offset = 0;
  while (
    cursor.segment(offset)?.isFiller === true &&
    cursor.segment(offset)?.fields.length === 0 &&
    offset < 2
  )
    offset++;
  const beside = cursor.segment(offset);
  if (beside !== undefined && beside.fields.length > 0 && connectiveOf(beside) === null) {
    const named = candidates.find(({ of }) => beside.fields.some((field) => field.of.path === of.path));
    if (named !== undefined) {
      cursor.at += offset + 1;
      return named.of;
    }
    const parent = candidates.find(({ of }) =>
      beside.fields.some((field) => field.of.field.relationship?.name === of.parent),
    );
    if (parent !== undefined && parent.of.parent !== '') cursor.at += offset + 1;
  }
  const paths = [...new Map(candidates.map((each) => [each.of.path, each.of])).values()];
  const [only] = paths;
  if (only === undefined || paths.length === 1) return only ?? null;
  const own = paths.filter(({ parent }) => parent === '');
  const [ownOnly] = own;
  if (own.length === 1 && ownOnly !== undefined) return ownOnly;
  const best = Math.max(...candidates.map(({ strength }) => strength));
  const strongest = candidates.filter(({ strength }) => strength > best - 0.02);
  const [first] = strongest;
  if (first !== undefined && new Set(strongest.map(({ of }) => of.path)).size === 1) return first.of;
  cursor.problems.push({ kind: 'ambiguous', words, choices: paths });
  return null;
}

/** Where one of the words is the label of two values; null where each is that of one. */
function sharedLabel(chosen: readonly (readonly ValueReading[])[], of: KnownField): string | null {
  for (const readings of chosen) {
    const values = new Set(
      readings.filter((each) => each.of.path === of.path).flatMap(({ values }) => values),
    );
    const labels = of.field.picklistValues.filter(({ value }) => values.has(value)).map(({ label }) => label);
    const twice = labels.find((label, at) => labels.indexOf(label) !== at);
    if (twice !== undefined) return twice;
  }
  return null;
}
