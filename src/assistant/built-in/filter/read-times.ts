import { civilOf, daysIfReal } from '../../../domain/calendar.ts';
import { wholeMonth } from '../words/times.ts';
import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { placeFields } from '../vocabulary/field-words.ts';
import type { TimeMatch } from '../words/times.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { isRangeJoiner, isTime } from './segment-kind.ts';
import type { Segment } from './segments.ts';
import { betweenTimes, timeCondition } from './time-condition.ts';
import type { TimeOperator } from './time-condition.ts';

export function timeFor(
  cursor: Cursor,
  of: KnownField,
  operator: TimeOperator,
  time: TimeMatch,
): Filter | null {
  const next = cursor.segment(1);
  const low = cursor.segment(0);
  if (
    operator === null &&
    next?.tokens[0]?.text === 'to' &&
    cursor.segment(2)?.time !== null &&
    cursor.segment(2)?.time !== undefined
  ) {
    return timeRange(cursor, of);
  }
  cursor.at++;
  let order = operator;
  const after = cursor.segment(0)?.grammar;
  if (after?.kind === 'compare-after') {
    order = after.operator;
    cursor.at++;
  }
  if (time.time.kind === 'unclear') {
    cursor.problems.push({ kind: 'unclear date', text: time.time.text });
    return null;
  }
  const filter = timeCondition(of, order, time.time, cursor.input.today);
  if (filter === null && low !== undefined)
    cursor.problems.push({ kind: 'no field', words: cursor.words(low) });
  return filter;
}

/** `between a and b`, `from a to b`, `a to b`. */
export function range<Item>(
  cursor: Cursor,
  read: (segment: Segment) => Item | null,
): readonly [Item, Item] | null {
  const start = cursor.at;
  const found: Item[] = [];
  for (let steps = 0; steps < 8 && found.length < 2; steps++) {
    const segment = cursor.segment(0);
    if (segment === undefined) break;
    const item = read(segment);
    if (item !== null) found.push(item);
    else if (found.length === 1 && !isRangeJoiner(segment)) break;
    cursor.at++;
  }
  const [low, high] = found;
  if (low !== undefined && high !== undefined) return [low, high];
  cursor.at = start;
  return null;
}

export function rangeFollows(cursor: Cursor): boolean {
  const first = cursor.nextMeaningful(1);
  return first !== undefined && (first.time !== null || first.amount !== null);
}

export function timeRange(cursor: Cursor, of: KnownField): Filter | null {
  const times = range(cursor, ({ time }) => time);
  if (times === null) {
    cursor.at++;
    return null;
  }
  const [from, to] = times;
  const unclear = [from, to].find(({ time }) => time.kind === 'unclear')?.time;
  if (unclear?.kind === 'unclear') cursor.problems.push({ kind: 'unclear date', text: unclear.text });
  // "between January and March 2025": the year is said once.
  const filter = betweenTimes(of, borrowedYear(from, to), to.time, cursor.input.today);
  if (filter === null && unclear === undefined)
    cursor.problems.push({ kind: 'no field', words: of.field.label });
  return filter;
}

export function bareTime(cursor: Cursor, operator: TimeOperator): Filter | null {
  const time = cursor.segment(0)?.time;
  if (time === null || time === undefined) return null;
  if (cursor.pending !== null && operator !== null && kindOfType[cursor.pending.of.field.type] === 'number') {
    cursor.problems.push({ kind: 'open', words: cursor.pending.words, field: cursor.pending.of });
    cursor.at++;
    return null;
  }
  const of = fieldForTime(cursor);
  if (of === null) {
    cursor.problems.push({ kind: 'no field', words: cursor.words(cursor.segment(0)) });
    cursor.at++;
    return null;
  }
  return cursor.finish(timeFor(cursor, of, operator, time));
}

export function fieldForTime(cursor: Cursor): KnownField | null {
  const pending = cursor.pending?.of;
  if (pending !== undefined && isTime(pending.field.type)) {
    cursor.pending = null;
    return pending;
  }
  const following = cursor.segment(1)?.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped);
  if (following !== undefined && cursor.isEndAfter(2)) return following.of;
  const created = cursor.input.matcher.fieldsNamed(placeFields.created)[0]?.of ?? null;
  if (cursor.isNew) {
    cursor.isNew = false;
    return created;
  }
  if (cursor.dateHint !== null) return cursor.dateHint;
  return ownDate(cursor) ?? created;
}

/** `Donation Date` of a donation. */
function ownDate(cursor: Cursor): KnownField | null {
  const { fields, schema } = cursor.input.known;
  const label = schema.object.label.toLowerCase();
  return (
    fields.find(
      ({ parent, field }) =>
        parent === '' && isTime(field.type) && field.label.toLowerCase() === `${label} date`,
    ) ?? null
  );
}

export function elapsedOf(cursor: Cursor, of: KnownField, operator: '<' | '>'): Filter | null {
  return cursor.finish(timeCondition(of, operator, { kind: 'literal', name: 'TODAY' }, cursor.input.today));
}

function borrowedYear({ time }: TimeMatch, to: TimeMatch): TimeMatch['time'] {
  if (time.kind !== 'month' || to.time.kind !== 'days') return time;
  const last = civilOf(to.time.from);
  const year = time.month > last.month ? last.year - 1 : last.year;
  if (time.day === null) return wholeMonth(year, time.month);
  const day = daysIfReal(year, time.month, time.day);
  return day === null ? time : { kind: 'days', from: day, to: day + 1 };
}
