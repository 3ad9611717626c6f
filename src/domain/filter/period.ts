/** Which days a relative period of the filter language covers. */
import { addMonths, civilOf, daysOf, isoWeekday, modulo } from '../calendar.ts';
import type { CountedDateLiteral, FilterValue, PlainDateLiteral } from './syntax.ts';

/** Days since 1970-01-01, half-open: [from, to). */
export interface Period {
  readonly from: number;
  readonly to: number;
}

type PeriodValue = Extract<FilterValue, { kind: 'date-literal' | 'counted-date-literal' }>;

/**
 * @param today as the calendar on the wall shows it, in days since 1970-01-01.
 * @param firstWeekday the day that weeks begin with: 1 = Monday to 7 = Sunday.
 */
export function periodOf(value: PeriodValue, today: number, firstWeekday = 1): Period {
  const calendar = { today, firstWeekday };
  if (value.kind === 'date-literal') return plainPeriods[value.name](calendar);
  const { name, count } = value;
  // LAST_N_DAYS is the one period that takes in the present: it ends with today.
  if (name === 'LAST_N_DAYS') return lastDays(count, calendar);
  const unit = unitOfCounted(name);
  if (name.endsWith('_AGO')) return units(unit, calendar, -count, 1);
  return name.startsWith('LAST') ? units(unit, calendar, -count, count) : units(unit, calendar, 1, count);
}

interface Calendar {
  readonly today: number;
  readonly firstWeekday: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const one =
  (unit: Unit, offset: number) =>
  (calendar: Calendar): Period =>
    units(unit, calendar, offset, 1);

const plainPeriods: Readonly<Record<PlainDateLiteral, (calendar: Calendar) => Period>> = {
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
  LAST_90_DAYS: (calendar) => lastDays(90, calendar),
  NEXT_90_DAYS: (calendar) => units('DAY', calendar, 1, 90),
};

function lastDays(count: number, { today }: Calendar): Period {
  return { from: today - count, to: today + 1 };
}

function unitOfCounted(name: CountedDateLiteral): Unit {
  if (name.includes('DAY')) return 'DAY';
  if (name.includes('WEEK')) return 'WEEK';
  if (name.includes('MONTH')) return 'MONTH';
  return name.includes('QUARTER') ? 'QUARTER' : 'YEAR';
}

/** So many whole units, beginning `offset` units from the one that `today` is in. */
function units(unit: Unit, calendar: Calendar, offset: number, count: number): Period {
  return { from: startOf(unit, calendar, offset), to: startOf(unit, calendar, offset + count) };
}

function startOf(unit: Unit, { today, firstWeekday }: Calendar, offset: number): number {
  const { year, month } = civilOf(today);
  switch (unit) {
    case 'DAY':
      return today + offset;
    case 'WEEK':
      return today - modulo(isoWeekday(today) - firstWeekday, 7) + offset * 7;
    case 'MONTH':
      return addMonths(daysOf(year, month, 1), offset);
    case 'QUARTER':
      return addMonths(daysOf(year, month - ((month - 1) % 3), 1), offset * 3);
    case 'YEAR':
      break;
  }
  return daysOf(year + offset, 1, 1);
}
