import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import type { Amount } from '../words/amounts.ts';
import { compare, joinAll, numberValue } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { range } from './read-times.ts';
import { connectiveOf, isRangeJoiner, isUnknown } from './segment-kind.ts';
import type { TimeOperator } from './time-condition.ts';

const timeUnits = new Set([
  'hours',
  'hour',
  'minutes',
  'days',
  'seconds',
  'percent',
  'units',
  'points',
  'people',
  'persons',
  'pieces',
  'times',
]);

export function numberRange(cursor: Cursor, of: KnownField): Filter | null {
  const amounts = range(cursor, ({ amount }) => amount);
  if (amounts === null) {
    cursor.at++;
    return null;
  }
  const [low, high] = amounts;
  const scaled = sameScale(low, high);
  return joinAll('and', [
    compare(of.path, '>=', numberValue(scaled)),
    compare(of.path, '<=', numberValue(high.digits)),
  ]);
}

export function amountFor(
  cursor: Cursor,
  of: KnownField,
  operator: TimeOperator,
  amount: Amount,
): Filter | null {
  if (
    operator === null &&
    isRangeJoiner(cursor.segment(1)) &&
    cursor.segment(2)?.amount !== null &&
    cursor.segment(2)?.amount !== undefined &&
    connectiveOf(cursor.segment(1) ?? null) === null
  ) {
    return numberRange(cursor, of);
  }
  cursor.at++;
  let order = amount.orMore ? '>=' : operator === 'within' ? '<=' : (operator ?? '=');
  const after = cursor.segment(0)?.grammar;
  if (after?.kind === 'compare-after') {
    order = after.operator;
    cursor.at++;
  }
  skipUnit(cursor, of);
  return compare(of.path, order, numberValue(amount.digits));
}

/** `500 kg` of `Weight (kg)`, `8 hours` of `First Response Hours`. */
function skipUnit(cursor: Cursor, of: KnownField): void {
  const segment = cursor.segment(0);
  const [token] = segment?.tokens ?? [];
  if (token === undefined || segment?.tokens.length !== 1) return;
  const label = of.field.label.toLowerCase();
  const isUnit =
    token.text.length > 1 &&
    new RegExp(`\\b${token.text.replace(/[^\p{L}\p{N}]/gu, '')}\\b`, 'u').test(label);
  const sameField = segment.fields.some((reading) => reading.of.path === of.path);
  if (isUnit || sameField || timeUnits.has(token.text)) cursor.at++;
}

/** A number before its field, or without one. */
export function bareAmount(cursor: Cursor, operator: TimeOperator): Filter | null {
  const segment = cursor.segment(0);
  const amount = segment?.amount;
  if (segment === undefined || amount === null || amount === undefined) return null;
  const isRange =
    operator === null &&
    isRangeJoiner(cursor.segment(1)) &&
    connectiveOf(cursor.segment(1) ?? null) === null &&
    cursor.segment(2)?.amount !== null &&
    cursor.segment(2)?.amount !== undefined;
  const start = cursor.at;
  const last = isRange ? 2 : 0;
  let offset = last + 1;
  const after = cursor.segment(offset)?.grammar?.kind === 'compare-after';
  if (after) offset++;
  const named = numberFieldAfter(cursor, offset);
  const of = named?.of ?? pendingNumber(cursor) ?? defaultAmount(cursor, amount, offset);
  if (of === null) {
    cursor.problems.push({ kind: 'no field', words: cursor.words(segment) });
    cursor.at = start + 1;
    return null;
  }
  const filter = isRange ? numberRange(cursor, of) : amountFor(cursor, of, operator, amount);
  if (named !== null) cursor.at = Math.max(cursor.at, named.end);
  return cursor.finish(filter);
}

export function numberFieldAfter(
  cursor: Cursor,
  offset: number,
): { readonly of: KnownField; readonly end: number } | null {
  for (let step = offset; step < offset + 3; step++) {
    const segment = cursor.segment(step);
    if (segment === undefined) return null;
    const found = segment.fields.find(
      ({ of, isScoped }) =>
        kindOfType[of.field.type] === 'number' && (!isScoped || of.parent === cursor.scope),
    );
    if (found !== undefined) return { of: found.of, end: cursor.at + step + 1 };
    const isSmall = segment.isFiller || segment.grammar?.kind === 'preposition';
    if (!isSmall || segment.fields.length > 0 || segment.values.length > 0) return null;
  }
  return null;
}

export function pendingNumber(cursor: Cursor): KnownField | null {
  const of = cursor.pending?.of;
  if (of === undefined || kindOfType[of.field.type] !== 'number') return null;
  cursor.pending = null;
  return of;
}

/** The one amount of money, or percentage, that the object has; only where nothing else can be meant. */
export function defaultAmount(cursor: Cursor, amount: Amount, offset: number): KnownField | null {
  const next = cursor.segment(offset);
  if (next !== undefined && (isUnknown(next) || next.isNoun || next.fields.length > 0)) {
    const goesOn = next.grammar !== null || !cursor.isEndAfter(offset + 1);
    if (isUnknown(next) || !goesOn) return null;
  }
  const wanted = amount.unit === 'percent' ? 'percent' : 'currency';
  const own = cursor.input.known.fields.filter(({ parent, field }) => parent === '' && field.type === wanted);
  const [only] = own;
  if (own.length === 1) return only ?? null;
  return wanted === 'currency' ? (cursor.input.matcher.fieldsNamed(['amount'])[0]?.of ?? null) : null;
}

/** `between 10 and 20k`: thousands both. */
export function sameScale(low: Amount, high: Amount): string {
  const [small, large] = [Number(low.digits), Number(high.digits)];
  return small < 1_000 &&
    large >= 1_000 &&
    large / small >= 500 &&
    high.digits.endsWith('000') &&
    !low.digits.includes('.') &&
    small > 0 &&
    small < large / 1_000
    ? `${low.digits}000`
    : low.digits;
}
