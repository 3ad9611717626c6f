/** Times as they are said, as conditions on a field of days or moments. */
import { addMonths, civilOf, dateText, daysIfReal, daysInMonth, daysOf } from '../../../domain/calendar.ts';
import type { ComparisonOperator, Filter, FilterValue } from '../../../domain/filter/syntax.ts';
import type { TimeUnit } from '../words/calendar-words.ts';
import { wholeMonth, wholeQuarter, type Time } from '../words/times.ts';
import { compare, dateValue, joinAll } from './condition.ts';
import type { KnownField } from './known-fields.ts';

const span = { start: 0, end: 0 };

/** What a time is compared by; null where only the time stands there: in it. */
export type TimeOperator = ComparisonOperator | 'within' | null;

/** null where the time cannot be told for certain. */
export function timeCondition(
  of: KnownField,
  operator: TimeOperator,
  time: Time,
  today: number,
): Filter | null {
  const { path } = of;
  const settled = settle(time, of, operator, today);
  switch (settled.kind) {
    case 'unclear':
    case 'month':
    case 'quarter':
      return null;
    case 'literal':
      return compare(path, orderOf(operator), { ...settled, kind: 'date-literal', span });
    case 'counted':
      return compare(path, orderOf(operator), { ...settled, kind: 'counted-date-literal', span });
    case 'ago':
      return agoCondition(path, operator, settled, today);
    case 'length':
      return lengthCondition(of, operator, settled, today);
    case 'days':
      break;
  }
  return daysCondition(path, orderOf(operator), settled.from, settled.to);
}

/** Two times as one range, both ends included. */
export function betweenTimes(of: KnownField, from: Time, to: Time, today: number): Filter | null {
  const first = settle(from, of, null, today);
  let last = settle(to, of, null, today);
  // Between November and February: the end comes after the beginning.
  if (first.kind === 'days' && last.kind === 'days' && last.from < first.from && to.kind === 'month') {
    last = { ...last, from: addMonths(last.from, 12), to: addMonths(last.to, 12) };
  }
  const low = timeCondition(of, '>=', first, today);
  const high = timeCondition(of, '<=', last, today);
  return low === null || high === null ? null : joinAll('and', [low, high]);
}

const orderOf = (operator: TimeOperator): ComparisonOperator =>
  operator === null || operator === 'within' ? '=' : operator;

function daysCondition(path: string, operator: ComparisonOperator, from: number, to: number): Filter | null {
  const first = dateValue(dateText(from));
  const last = dateValue(dateText(to - 1));
  switch (operator) {
    case '<':
    case '>=':
      return compare(path, operator, first);
    case '>':
    case '<=':
      return compare(path, operator, last);
    case '=':
    case '!=':
      break;
  }
  if (to - from === 1) return compare(path, operator, first);
  const inside = joinAll('and', [compare(path, '>=', first), compare(path, '<=', last)]);
  if (operator === '=') return inside;
  return joinAll('or', [compare(path, '<', first), compare(path, '>', last), nothing(path)]);
}

const nothing = (path: string): Filter => compare(path, '=', { kind: 'null', span });

type Span = Extract<Time, { kind: 'ago' | 'length' }>;

/** `more than 30 days ago` is before that day. */
function agoCondition(path: string, operator: TimeOperator, { unit, count }: Span, today: number): Filter {
  const turned = { '>': '<', '>=': '<=', '<': '>', '<=': '>=', '=': '=', '!=': '!=' } as const;
  const order = turned[orderOf(operator)];
  if (unit === 'DAY') return compare(path, order, counted('N_DAYS_AGO', count));
  if (order === '=' || order === '!=') return compare(path, order, counted(`N_${unit}S_AGO`, count));
  return compare(path, order, dateValue(dateText(before(today, unit, count))));
}

function counted(
  name: Extract<FilterValue, { kind: 'counted-date-literal' }>['name'],
  count: number,
): FilterValue {
  return { kind: 'counted-date-literal', name, count, span };
}

/** `within 45 days`, `older than 30 days`. */
function lengthCondition(of: KnownField, operator: TimeOperator, span: Span, today: number): Filter | null {
  const { unit, count } = span;
  const isAhead = tendencyOf(of) === 'future';
  if (operator === null || operator === 'within' || operator === '=') {
    return compare(of.path, '=', counted(isAhead ? `NEXT_N_${unit}S` : `LAST_N_${unit}S`, count));
  }
  if (!isAhead)
    return agoCondition(of.path, operator === '<' ? '>' : operator === '>' ? '<' : operator, span, today);
  const edge = dateValue(dateText(before(today, unit, -count)));
  return compare(of.path, operator, edge);
}

function before(today: number, unit: TimeUnit, count: number): number {
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 } as const;
  if (unit === 'DAY') return today - count;
  return unit === 'WEEK' ? today - count * 7 : addMonths(today, -count * months[unit]);
}

/** Months and quarters of a year that was not said: the one that the field's times are near to. */
function settle(time: Time, of: KnownField, operator: TimeOperator, today: number): Time {
  if (time.kind !== 'month' && time.kind !== 'quarter') return time;
  const now = civilOf(today);
  const month = time.kind === 'month' ? time.month : time.quarter * 3 - 2;
  const lastMonth = time.kind === 'month' ? time.month : time.quarter * 3;
  const day = time.kind === 'month' ? time.day : null;
  const tendency = tendencyOf(of);
  let { year } = now;
  const isLater = month > now.month || (month === now.month && day !== null && day > now.day);
  const isEarlier = lastMonth < now.month || (lastMonth === now.month && day !== null && day < now.day);
  if (tendency === 'past' && isLater) year -= 1;
  if (tendency === 'future' && isEarlier && operator !== '>=' && operator !== '>') year += 1;
  if (time.kind === 'quarter') return wholeQuarter(year, time.quarter);
  if (day === null) return wholeMonth(year, month);
  const days = daysIfReal(year, month, day) ?? daysOf(year, month, daysInMonth(year, month));
  return { kind: 'days', from: days, to: days + 1 };
}

const futureNames =
  /renew|end|expir|due|deadline|eta\b|eta_|resolveby|resolve by|expected|next|est\.|estimated|target|scheduled|planned|close ?date/i;
const pastNames =
  /creat|modif|updat|last|birth|login|closed|actual|donat|deliver|audit|visit|sent|paid|received|opened|since|start|order/i;

/** Whether the times of a field are rather ahead or behind, as its names tell. */
export function tendencyOf({ field }: KnownField): 'past' | 'future' | null {
  const names = `${field.label} ${field.name}`;
  if (/\blast|actual/i.test(field.label)) return 'past';
  if (futureNames.test(names)) return 'future';
  return pastNames.test(names) ? 'past' : null;
}
