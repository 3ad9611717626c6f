import { textCondition } from './read-texts.ts';
import type { TimeOperator } from './time-condition.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import type { Cursor } from './cursor.ts';
import { valueFor } from './read-comparison.ts';
import { unknown } from './read-loose.ts';
import { bareAmount, defaultAmounts, numberFieldAfter, pendingNumber, rangeOf } from './read-numbers.ts';
import { bareTime, elapsedOf, fieldForTime, range, timeRange } from './read-times.ts';
import { isTime } from './segment-kind.ts';
import type { Segment } from './segments.ts';

const dueFields = [
  'due date',
  'due on',
  'resolve by',
  'renewal date',
  'end date',
  'close date',
  'deadline',
  'expiry date',
];
const timeCompare = new Set([
  'since',
  'before',
  'after',
  'seit',
  'vor',
  'nach',
  'depuis',
  'avant',
  'until',
  'desde',
  'prior',
  'until',
  'apres',
]);

export function compared(cursor: Cursor, operator: '<' | '<=' | '>' | '>=' | '='): Filter | null {
  cursor.at++;
  let order: TimeOperator = operator;
  const segment = cursor.nextMeaningful(0);
  while (cursor.segment(0) !== undefined && cursor.segment(0) !== segment) cursor.at++;
  if (segment === undefined) return null;
  if (segment.time?.isYear === false) return bareTime(cursor, order);
  if (
    segment.time?.isYear === true &&
    (cursor.pending === null || isTime(cursor.pending.of.field.type)) &&
    operator !== '='
  ) {
    const before = cursor.segment(-1)?.tokens[0]?.text ?? '';
    if (timeCompare.has(before)) return bareTime(cursor, order);
  }
  if (segment.amount !== null) {
    if (operator === '=') order = '=';
    return bareAmount(cursor, order);
  }
  if (cursor.pending !== null && operator === '=') {
    const { of } = cursor.pending;
    cursor.pending = null;
    const filter = valueFor(cursor, of, segment, '=', true, false);
    if (filter !== undefined) return filter;
  }
  return null;
}

export function older(cursor: Cursor, operator: '<' | '>'): Filter | null {
  cursor.at++;
  if (cursor.segment(0)?.time === null || cursor.segment(0)?.time === undefined) return null;
  if (cursor.pending === null || !isTime(cursor.pending.of.field.type)) cursor.isNew = true;
  return bareTime(cursor, operator);
}

export function between(cursor: Cursor): Filter | null {
  const first = cursor.nextMeaningful(1);
  if (first?.amount !== null && first?.amount !== undefined && first.time?.isYear !== true) {
    const start = cursor.at;
    const amounts = range(cursor, ({ amount }) => amount);
    if (amounts === null) return unknown(cursor);
    const [, high] = amounts;
    const named = numberFieldAfter(cursor, 0, high);
    const meant = named?.of ?? pendingNumber(cursor, high);
    const candidates = meant === null ? defaultAmounts(cursor, high, 0) : [meant];
    const [of] = candidates;
    if (of === undefined || candidates.length > 1) {
      const words = cursor.wordsBetween(start, cursor.at);
      cursor.problems.push({ kind: 'no field', words, choices: candidates });
      return null;
    }
    if (named !== null) cursor.at = named.end;
    return cursor.finish(rangeOf(cursor, of, amounts));
  }
  if (first?.time === null || first?.time === undefined) return unknown(cursor);
  const of = fieldForTime(cursor);
  return of === null ? unknown(cursor) : cursor.finish(timeRange(cursor, of));
}

export function elapsed(cursor: Cursor, segment: Segment, operator: '<' | '>'): Filter | null | undefined {
  const named = segment.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped)?.of;
  if (named !== undefined && cursor.timeIsNext()) return undefined;
  cursor.at++;
  const pending =
    cursor.pending !== null && isTime(cursor.pending.of.field.type) ? cursor.pending.of : undefined;
  if (pending !== undefined) cursor.pending = null;
  const next = cursor.segment(0)?.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped)?.of;
  // "overdue: resolve by is in the past" says it twice.
  if (cursor.segment(0)?.tokens[0]?.text === ':') return null;
  if (pending === undefined && named === undefined && next !== undefined) {
    cursor.at++;
    return elapsedOf(cursor, next, operator);
  }
  const of = pending ?? named ?? cursor.input.matcher.fieldsNamed(dueFields)[0]?.of;
  if (of === undefined) {
    cursor.problems.push({ kind: 'no field', words: cursor.words(segment) });
    return null;
  }
  return elapsedOf(cursor, of, operator);
}

/** `contains bank` after a field that was named before. */
export function pendingText(
  cursor: Cursor,
  operator: 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH',
): Filter | null {
  const of = cursor.pending?.of ?? null;
  if (of === null) return unknown(cursor);
  cursor.pending = null;
  cursor.at++;
  return cursor.finish(textCondition(cursor, of, operator));
}
