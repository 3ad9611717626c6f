/** The ranges of time that query functions name, in the user's time zone. */
import { DateTime } from 'luxon';
import type { DateTimeUnit } from 'luxon';

export interface Calendar {
  readonly nowMs: number;
  /** IANA name of the user's zone. */
  readonly timeZone: string;
  /** The day that weeks begin with, a setting of the organization: 0 is Sunday. */
  readonly weekStartDayCode: 0 | 1;
}

/** From the first moment on, up to and without the second; null is open. */
export interface DateRange {
  readonly start: DateTime | null;
  readonly end: DateTime | null;
}

type Unit = 'day' | 'week' | 'month' | 'year';

const namedRanges: Readonly<Record<string, readonly [unit: Unit, from: number, to: number]>> = {
  Yesterday: ['day', -1, 0],
  Today: ['day', 0, 1],
  Tomorrow: ['day', 1, 2],
  Last7Days: ['day', -7, 1],
  Next7Days: ['day', 0, 8],
  LastWeek: ['week', -1, 0],
  ThisWeek: ['week', 0, 1],
  NextWeek: ['week', 1, 2],
  LastMonth: ['month', -1, 0],
  ThisMonth: ['month', 0, 1],
  NextMonth: ['month', 1, 2],
  LastYear: ['year', -1, 0],
  ThisYear: ['year', 0, 1],
  NextYear: ['year', 1, 2],
};

/** @returns null where the function names no such range. */
export function namedRange(name: string, calendar: Calendar): DateRange | null {
  const range = namedRanges[name];
  if (range === undefined) return null;
  const [unit, from, to] = range;
  const start = startOf(unit, calendar);
  const at = (count: number): DateTime => start.plus({ [`${unit}s`]: count }).startOf('day');
  return { start: at(from), end: at(to) };
}

/**
 * `LastX…` begins with a whole day (or hour) and ends now; `NextX…` begins now and ends with one; `OlderThanX…`
 * ends so long ago.
 *
 * @returns null where the function names no such range.
 */
export function countedRange(name: string, count: number, calendar: Calendar): DateRange | null {
  const match = /^(Last|Next|OlderThan)X(Minutes|Hours|Days|Weeks|Months|Years)$/.exec(name);
  if (match === null) return null;
  const [, direction = '', span = ''] = match;
  const unit = span.toLowerCase();
  const whole: DateTimeUnit = unit === 'minutes' ? 'minute' : unit === 'hours' ? 'hour' : 'day';
  const now = nowOf(calendar);
  // A moment that is now lies in both.
  const soon = now.plus({ milliseconds: 1 });
  if (direction === 'OlderThan') return { start: null, end: now.minus({ [unit]: count }) };
  if (direction === 'Last') return { start: now.minus({ [unit]: count }).startOf(whole), end: soon };
  return {
    start: now,
    end: now
      .plus({ [unit]: count })
      .endOf(whole)
      .plus({ milliseconds: 1 }),
  };
}

/** The day that a text names, as the user's. @returns null where it is no date. */
export function dayRange(text: string, { timeZone }: Calendar): DateRange | null {
  const day = DateTime.fromISO(text, { zone: timeZone });
  if (!day.isValid) return null;
  const start = day.startOf('day');
  return { start, end: start.plus({ days: 1 }) };
}

function nowOf({ nowMs, timeZone }: Calendar): DateTime {
  return DateTime.fromMillis(nowMs, { zone: timeZone });
}

const isoSunday = 7;

function startOf(unit: Unit, calendar: Calendar): DateTime {
  const now = nowOf(calendar);
  if (unit !== 'week') return now.startOf(unit);
  const firstDay = calendar.weekStartDayCode === 0 ? isoSunday : calendar.weekStartDayCode;
  return now.startOf('day').minus({ days: (now.weekday - firstDay + 7) % 7 });
}
