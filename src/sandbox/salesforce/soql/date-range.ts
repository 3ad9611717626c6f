/** SOQL's relative dates as ranges of days in the user's time zone. */
import { DateTime } from 'luxon';
import type { DateTimeUnit, DurationLikeObject } from 'luxon';

export interface CalendarSettings {
  readonly nowMs: number;
  /** IANA name of the user's zone. */
  readonly timeZone: string;
  /** The day that weeks begin with, by the user's locale: 7 is Sunday (en_US), 1 Monday. */
  readonly firstDayOfWeek: 1 | 7;
}

/** From the first moment on, up to and without the second. */
export interface DateRange {
  readonly start: DateTime;
  readonly end: DateTime;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

const namedRanges: Readonly<Record<string, readonly [unit: Unit, from: number, to: number]>> = {
  YESTERDAY: ['day', -1, 0],
  TODAY: ['day', 0, 1],
  TOMORROW: ['day', 1, 2],
  LAST_WEEK: ['week', -1, 0],
  THIS_WEEK: ['week', 0, 1],
  NEXT_WEEK: ['week', 1, 2],
  LAST_MONTH: ['month', -1, 0],
  THIS_MONTH: ['month', 0, 1],
  NEXT_MONTH: ['month', 1, 2],
  LAST_90_DAYS: ['day', -90, 1],
  NEXT_90_DAYS: ['day', 1, 91],
  LAST_QUARTER: ['quarter', -1, 0],
  THIS_QUARTER: ['quarter', 0, 1],
  NEXT_QUARTER: ['quarter', 1, 2],
  LAST_YEAR: ['year', -1, 0],
  THIS_YEAR: ['year', 0, 1],
  NEXT_YEAR: ['year', 1, 2],
};

/** Days include today going back, and leave it out going forward; longer units leave the current one out. */
const countedRanges: Readonly<
  Record<string, (unit: Unit, count: number) => readonly [from: number, to: number]>
> = {
  LAST_N: (unit, count) => (unit === 'day' ? [-count, 1] : [-count, 0]),
  NEXT_N: (_, count) => [1, count + 1],
  N_AGO: (_, count) => [-count, -count + 1],
};

/** @returns null where it is no relative date. The fiscal year is the calendar's. */
export function dateRange(literal: string, calendar: CalendarSettings): DateRange | null {
  const name = literal.toUpperCase().replace('FISCAL_', '');
  const named = namedRanges[name];
  if (named !== undefined) return rangeOf(calendar, ...named);
  const counted = /^(?:(LAST|NEXT)_N_([A-Z]+)S|N_([A-Z]+)S_AGO):(\d+)$/.exec(name);
  if (counted === null) return null;
  const [, direction, span, ago, digits] = counted;
  const unit = (span ?? ago ?? '').toLowerCase();
  if (!isUnit(unit)) return null;
  const bounds = countedRanges[direction === undefined ? 'N_AGO' : `${direction}_N`];
  return bounds === undefined ? null : rangeOf(calendar, unit, ...bounds(unit, Number(digits)));
}

function isUnit(unit: string): unit is Unit {
  return ['day', 'week', 'month', 'quarter', 'year'].includes(unit);
}

function rangeOf(calendar: CalendarSettings, unit: Unit, from: number, to: number): DateRange {
  const start = startOf(unit, calendar);
  const after = (count: number): DateTime =>
    start.plus({ [`${unit}s`]: count } satisfies DurationLikeObject).startOf('day');
  return { start: after(from), end: after(to) };
}

function startOf(unit: Unit, { nowMs, timeZone, firstDayOfWeek }: CalendarSettings): DateTime {
  const now = DateTime.fromMillis(nowMs, { zone: timeZone });
  if (unit !== 'week') return now.startOf(unit satisfies DateTimeUnit);
  const daysIntoWeek = (now.weekday - firstDayOfWeek + 7) % 7;
  return now.startOf('day').minus({ days: daysIntoWeek });
}
