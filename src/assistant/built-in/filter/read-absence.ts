import type { Filter } from '../../../domain/filter/syntax.ts';
import { maxConditions } from '../limits.ts';
import { isNull, joinAll } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { unknown } from './read-loose.ts';
import { named, plainestOf } from './read-names.ts';
import { connectiveOf, isTime } from './segment-kind.ts';
import type { Segment } from './segments.ts';

/** `no website or phone`, `missing both a and b`, `no partners`. */
export function without(cursor: Cursor): Filter | null {
  cursor.at++;
  const missing: Filter[] = [];
  let joiner: 'and' | 'or' = 'and';
  for (let count = 0; count < maxConditions; count++) {
    while (
      cursor.segment(0)?.grammar?.kind === 'both' ||
      (cursor.segment(0)?.isFiller === true && cursor.segment(0)?.fields.length === 0)
    )
      cursor.at++;
    const segment = cursor.segment(0);
    if (segment === undefined) break;
    const field = segment.fields
      .filter(({ isScoped, of }) => !isScoped || of.parent === cursor.scope)
      .toSorted((a, b) => b.strength - a.strength)[0];
    const valueStrength = Math.max(0, ...segment.values.map(({ strength }) => strength));
    if (field === undefined || valueStrength > field.strength || field.of.field.type === 'boolean') {
      if (count === 0) {
        cursor.isNegated = !cursor.isNegated;
        return afterNo(cursor, segment);
      }
      break;
    }
    if (isTime(field.of.field.type) && cursor.timeIsNext()) {
      cursor.isNegated = !cursor.isNegated;
      return named(cursor, segment);
    }
    missing.push(isNull(plainestOf(cursor, segment.fields, field).path, true));
    cursor.at++;
    if (
      cursor.segment(0)?.tokens[0]?.text === 'recorded' ||
      cursor.segment(0)?.grammar?.kind === 'filled' ||
      cursor.segment(0)?.grammar?.kind === 'empty'
    )
      cursor.at++;
    const connective = cursor.segment(0) === undefined ? null : connectiveOf(cursor.segment(0) ?? null);
    if (connective === null || !cursor.isBareFieldNext(1)) break;
    if (connective === 'or') joiner = 'and';
    cursor.at++;
  }
  cursor.wants = false;
  return cursor.finish(joinAll(joiner, missing));
}

function afterNo(cursor: Cursor, segment: Segment): Filter | null {
  if (segment.values.length > 0 || segment.fields.length > 0) return named(cursor, segment);
  if (segment.parents.length > 0) {
    const [parent = ''] = segment.parents;
    const reference = cursor.input.known.fields.find(
      ({ parent: of, field }) => of === '' && field.relationship?.name === parent,
    );
    cursor.at++;
    if (reference !== undefined) {
      const filter = isNull(reference.path, false);
      return cursor.finish(filter);
    }
    return null;
  }
  return unknown(cursor);
}

/** `empty department`: before its field; after it, the field has taken it. */
export function emptyBefore(cursor: Cursor): Filter | null {
  cursor.at++;
  if (cursor.pending !== null) {
    const { of } = cursor.pending;
    cursor.pending = null;
    return cursor.finish(isNull(of.path, true));
  }
  cursor.at--;
  return without(cursor);
}

export function never(cursor: Cursor): Filter | null {
  cursor.at++;
  const segment = cursor.nextMeaningful(0);
  const field = segment?.fields.find(({ of }) => isTime(of.field.type)) ?? segment?.fields[0];
  if (segment === undefined || field === undefined) return unknown(cursor);
  while (cursor.segment(0) !== segment) cursor.at++;
  cursor.at++;
  return cursor.finish(isNull(field.of.path, true));
}
