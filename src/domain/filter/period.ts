/** Which days a relative period of the filter language covers. */
import { addMonths, civilOf, daysOf, isoWeekday } from '../calendar.ts';
import type { CountedDateLiteral, FilterValue, PlainDateLiteral } from './syntax.ts';

/** Days since 1970-01-01, half-open: [from, to). */
export interface Period {
  readonly from: number;
  readonly to: number;
}

type PeriodValue = Extract<FilterValue, { kind: 'date-literal' | 'counted-date-literal' }>;

/** @param today as the calendar on the wall shows it, in days since 1970-01-01. */
export function periodOf(value: PeriodValue, today: number): Period {
  if (value.kind === 'date-literal') return plainPeriods[value.name](today);
  const { name, count } = value;
  // LAST_N_DAYS is the one period that takes in the present: it ends with today.
  if (name === 'LAST_N_DAYS') return lastDays(count, today);
  const unit = unitOfCounted(name);
  if (name.endsWith('_AGO')) return units(unit, today, -count, 1);
  return name.startsWith('LAST') ? units(unit, today, -count, count) : units(unit, today, 1, count);
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const one =
  (unit: Unit, offset: number) =>
  (today: number): Period =>
    units(unit, today, offset, 1);

const plainPeriods: Readonly<Record<PlainDateLiteral, (today: number) => Period>> = {
  YESTERDAY: one('DAY', -1),
  TODAY: one('DAY', 0),
  TOMORROW: one('DAY', 1),
  LAST_WEEK: one('WEEK', -1),
  THIS_WEEK: one('WEEK', 0),
  NEXT_WEEK: one('WEEK', 1),
  LAST_MONTH: one('MONTH', -1),
  THIS_MONTH: one('MONTH', 0),
  NEXT_MONTH: one('MONTH', 1),
  LAST_QUARTER: one('QUARTER', -1),
  THIS_QUARTER: one('QUARTER', 0),
  NEXT_QUARTER: one('QUARTER', 1),
  LAST_YEAR: one('YEAR', -1),
  THIS_YEAR: one('YEAR', 0),
  NEXT_YEAR: one('YEAR', 1),
  LAST_90_DAYS: (today) => lastDays(90, today),
  NEXT_90_DAYS: (today) => units('DAY', today, 1, 90),
};

function lastDays(count: number, today: number): Period {
  return { from: today - count, to: today + 1 };
}

function unitOfCounted(name: CountedDateLiteral): Unit {
  if (name.includes('DAY')) return 'DAY';
  if (name.includes('WEEK')) return 'WEEK';
  if (name.includes('MONTH')) return 'MONTH';
  return name.includes('QUARTER') ? 'QUARTER' : 'YEAR';
}

/** So many whole units, beginning `offset` units from the one that `today` is in. */
function units(unit: Unit, today: number, offset: number, count: number): Period {
  return { from: startOf(unit, today, offset), to: startOf(unit, today, offset + count) };
}

function startOf(unit: Unit, today: number, offset: number): number {
  const { year, month } = civilOf(today);
  switch (unit) {
    case 'DAY':
      return today + offset;
    case 'WEEK':
      return today - (isoWeekday(today) - 1) + offset * 7;
    case 'MONTH':
      return addMonths(daysOf(year, month, 1), offset);
    case 'QUARTER':
      return addMonths(daysOf(year, month - ((month - 1) % 3), 1), offset * 3);
    case 'YEAR':
      break;
  }
  return daysOf(year + offset, 1, 1);
}
