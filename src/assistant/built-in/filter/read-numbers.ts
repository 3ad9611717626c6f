import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import type { Amount } from '../words/amounts.ts';
import { compare, joinAll, numberValue } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { range } from './read-times.ts';
import { connectiveOf, isRangeJoiner, isTime, isUnknown } from './segment-kind.ts';
import type { Segment } from './segments.ts';
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
  return rangeOf(cursor, of, amounts);
}

/** Both ends included. */
export function rangeOf(
  cursor: Cursor,
  of: KnownField,
  [low, high]: readonly [Amount, Amount],
): Filter | null {
  if (!takesAmount(of, high)) return outOfRange(cursor, of, high);
  return joinAll('and', [
    compare(of.path, '>=', numberValue(sameScale(low, high))),
    compare(of.path, '<=', numberValue(high.digits)),
  ]);
}

function outOfRange(cursor: Cursor, of: KnownField, { digits }: Amount): null {
  cursor.problems.push({ kind: 'out of range', words: digits, field: of });
  return null;
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
  if (!takesAmount(of, amount)) return outOfRange(cursor, of, amount);
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
  const named = numberFieldAfter(cursor, offset, amount);
  const meant = named?.of ?? pendingNumber(cursor, amount);
  const candidates = meant === null ? defaultAmounts(cursor, amount, offset) : [meant];
  const [of] = candidates;
  if (of === undefined || candidates.length > 1) {
    cursor.problems.push({ kind: 'no field', words: cursor.words(segment), choices: candidates });
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
  amount: Amount,
): { readonly of: KnownField; readonly end: number } | null {
  for (let step = offset; step < offset + 3; step++) {
    const segment = cursor.segment(step);
    if (segment === undefined) return null;
    // "over 100k closing this quarter": the word is the time's, whatever number has it in its name.
    if (isOfTime(cursor, segment, step)) return null;
    const found = segment.fields.find(
      ({ of, isScoped }) =>
        kindOfType[of.field.type] === 'number' &&
        (!isScoped || of.parent === cursor.scope) &&
        takesAmount(of, amount),
    );
    if (found !== undefined) return { of: found.of, end: cursor.at + step + 1 };
    const isSmall = segment.isFiller || segment.grammar?.kind === 'preposition';
    if (!isSmall || segment.fields.length > 0 || segment.values.length > 0) return null;
  }
  return null;
}

function isOfTime(cursor: Cursor, { fields }: Segment, offset: number): boolean {
  if (!fields.some(({ of }) => isTime(of.field.type))) return false;
  const next = cursor.nextMeaningful(offset + 1);
  return next?.time !== null && next?.time !== undefined;
}

export function pendingNumber(cursor: Cursor, amount: Amount): KnownField | null {
  const of = cursor.pending?.of;
  if (of === undefined || kindOfType[of.field.type] !== 'number' || !takesAmount(of, amount)) return null;
  cursor.pending = null;
  return of;
}

/** The amounts of money, or percentages, that the object has, where nothing else can be meant; one of them is sure. */
export function defaultAmounts(cursor: Cursor, amount: Amount, offset: number): readonly KnownField[] {
  const next = cursor.segment(offset);
  if (next !== undefined && (isUnknown(next) || next.isNoun || next.fields.length > 0)) {
    const goesOn = next.grammar !== null || !cursor.isEndAfter(offset + 1);
    if (isUnknown(next) || !goesOn) return [];
  }
  const wanted = amount.unit === 'percent' ? 'percent' : 'currency';
  const own = cursor.input.known.fields.filter(({ parent, field }) => parent === '' && field.type === wanted);
  const plain = wanted === 'currency' ? cursor.input.matcher.fieldsNamed(['amount'])[0]?.of : undefined;
  return own.length > 1 && plain !== undefined ? [plain] : own;
}

/**
 * Whether a field can hold such an amount: a share is a number up to a hundred unless it is written with its sign, and
 * money is none; of anything else nothing is known.
 */
export function takesAmount({ field }: KnownField, { digits, unit }: Amount): boolean {
  if (field.type !== 'percent') return unit !== 'percent' || field.type !== 'currency';
  return unit === 'percent' || (unit === null && Math.abs(Number(digits)) <= maxShare);
}

const maxShare = 100;

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
