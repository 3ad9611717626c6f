/** What the dates of a filter stand for, on fields of days and on fields of moments; for every compiler. */
import { dayMs, readIsoDate, readIsoDatetime } from '../calendar.ts';
import type { Zone } from '../zone.ts';
import { periodOf, type Period } from './period.ts';
import type { FilterValue } from './syntax.ts';

/** What dates of a filter are counted from; the same clock always gives the same bounds. */
export interface FilterClock {
  readonly nowMs: number;
  /** That of the connection's user: where a day begins. */
  readonly zone: Zone;
  /** 1 = Monday to 7 = Sunday. Default Monday. */
  readonly firstWeekday?: number;
}

/** In milliseconds since 1970, half-open: [fromMs, toMs). */
export interface Moments {
  readonly fromMs: number;
  readonly toMs: number;
}

/** @param value a date or a relative period. */
export function daysOf(value: FilterValue, { nowMs, zone, firstWeekday }: FilterClock): Period {
  if (value.kind === 'date-literal' || value.kind === 'counted-date-literal') {
    return periodOf(value, Math.floor(zone.clockOf(nowMs) / dayMs), firstWeekday);
  }
  const day = value.kind === 'date' ? readIsoDate(value.text) : null;
  if (day === null) throw new Error(`A date was expected, not ${value.kind}`);
  return { from: day, to: day + 1 };
}

/**
 * A day of a field of moments is that day in the clock's zone, 23 or 25 hours long where the clock is changed. A
 * moment is its millisecond.
 */
export function momentsOf(value: FilterValue, clock: FilterClock): Moments {
  if (value.kind === 'datetime') {
    const read = readIsoDatetime(value.text);
    if (read === null) throw new Error('A datetime was expected');
    const fromMs = read.clockMs - (read.offsetMs ?? 0);
    return { fromMs, toMs: fromMs + 1 };
  }
  const { from, to } = daysOf(value, clock);
  // A day that daylight saving begins without its midnight begins when the clock goes on.
  const start = (day: number): number => clock.zone.utcAtOrAfter(day * dayMs);
  return { fromMs: start(from), toMs: start(to) };
}
