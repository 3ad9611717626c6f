import { civilOf, daysInMonth, dayMs, isoWeekday, modulo, readIsoDate } from './calendar.ts';
import { weekdays } from './job.ts';
import type { Cadence, Schedule } from './job.ts';
import { openZone } from './zone.ts';
import type { Zone } from './zone.ts';

/**
 * When a schedule fires next, strictly after a moment; null where it never does (again).
 *
 * - Times are those of the wall clock in the schedule's zone. One that a change of the clock skips fires when the
 *   gap ends, one that it repeats fires the first time only.
 * - `hourly` fires in every real hour: whenever the clock shows its minute.
 * - `minutes` fires whenever the clock's minutes are a multiple of a number that divides 60; other numbers count
 *   elapsed minutes from each midnight.
 * - `monthly` on a day that the month does not have means its last.
 *
 * @throws UserError where the time zone is unknown.
 */
export function nextRun(schedule: Schedule, after: Date): Date | null {
  if (!schedule.enabled || Number.isNaN(after.getTime())) return null;
  const ms = nextMoment(schedule, after.getTime(), openZone(schedule.timezone));
  return ms === null ? null : new Date(ms);
}

export const maxNextRuns = 10;

/** The next firings in order, at most ten; fewer where there are no more. */
export function nextRuns(schedule: Schedule, after: Date, count: number): Date[] {
  const runs: Date[] = [];
  let last: Date | null = after;
  while (runs.length < Math.min(count, maxNextRuns)) {
    last = nextRun(schedule, last);
    if (last === null) break;
    runs.push(last);
  }
  return runs;
}

/**
 * Whether a scheduled run should be a full sync: the last one began before the current day, ISO week or month in
 * the schedule's zone, or there was none.
 *
 * @throws UserError where the time zone is unknown.
 */
export function isFullSyncDue(schedule: Schedule, lastFullAt: Date | null, now: Date): boolean {
  if (schedule.fullSync === 'never') return false;
  if (lastFullAt === null) return true;
  const zone = openZone(schedule.timezone);
  const today = dayOf(now.getTime(), zone);
  return dayOf(lastFullAt.getTime(), zone) < startsOfPeriod[schedule.fullSync](today);
}

const startsOfPeriod = {
  daily: (day: number): number => day,
  weekly: (day: number): number => day - isoWeekday(day) + 1,
  monthly: (day: number): number => day - civilOf(day).day + 1,
} as const;

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** A monthly job fires at least once in two months; the rest is room for a gap at the end. */
const maxDaysAhead = 70;

const dayOf = (utcMs: number, zone: Zone): number => Math.floor(zone.clockOf(utcMs) / dayMs);

function nextMoment(cadence: Cadence, afterMs: number, zone: Zone): number | null {
  switch (cadence.run) {
    case 'once': {
      const day = cadence.date === undefined ? null : readIsoDate(cadence.date);
      if (day === null || cadence.at === undefined) return null;
      const ms = zone.utcAtOrAfter(day * dayMs + timeMs(cadence.at));
      return ms > afterMs ? ms : null;
    }
    case 'minutes':
      return 60 % cadence.every === 0
        ? nextMinute(afterMs, zone, (minute) => minute % cadence.every === 0)
        : nextFromMidnight(afterMs, zone, cadence.every * minuteMs);
    case 'hourly':
      return nextMinute(afterMs, zone, (minute) => minute === cadence.minute);
    case 'daily':
      return nextOnDay(afterMs, zone, cadence.at, () => true);
    case 'workdays':
      return nextOnDay(afterMs, zone, cadence.at, (day) => isoWeekday(day) <= 5);
    case 'weekly':
      return nextOnDay(afterMs, zone, cadence.at, (day) => {
        const weekday = weekdays[isoWeekday(day) - 1];
        return weekday !== undefined && cadence.on.includes(weekday);
      });
    case 'monthly':
      break;
  }
  return nextOnDay(afterMs, zone, cadence.at, (day) => {
    const { year, month, day: dayOfMonth } = civilOf(day);
    return dayOfMonth === Math.min(cadence.day, daysInMonth(year, month));
  });
}

/** `06:30` as milliseconds since midnight. */
const timeMs = (at: string): number => Number(at.slice(0, 2)) * hourMs + Number(at.slice(3, 5)) * minuteMs;

function nextOnDay(afterMs: number, zone: Zone, at: string, isDue: (day: number) => boolean): number | null {
  // Yesterday's time may still be ahead, where a gap in the clock moved it over midnight.
  const firstDay = dayOf(afterMs, zone) - 1;
  for (let day = firstDay; day <= firstDay + maxDaysAhead; day += 1) {
    if (!isDue(day)) continue;
    const ms = zone.utcAtOrAfter(day * dayMs + timeMs(at));
    if (ms > afterMs) return ms;
  }
  return null;
}

/** The next moment at which the clock shows such a minute of the hour. */
function nextMinute(afterMs: number, zone: Zone, isDue: (minute: number) => boolean): number | null {
  const first = (Math.floor(afterMs / minuteMs) + 1) * minuteMs;
  // Two hours: the clock's half-hour changes can put one off by half an hour.
  for (let ms = first; ms < first + 2 * hourMs; ms += minuteMs) {
    if (isDue(modulo(Math.floor(zone.clockOf(ms) / minuteMs), 60))) return ms;
  }
  return null;
}

/** Midnight, or what the clock shows first on that day, and every so many real minutes from then on. */
function nextFromMidnight(afterMs: number, zone: Zone, everyMs: number): number | null {
  const today = dayOf(afterMs, zone);
  for (let day = today - 1; day <= today + 2; day += 1) {
    const start = zone.utcAtOrAfter(day * dayMs);
    const end = zone.utcAtOrAfter((day + 1) * dayMs);
    if (start > afterMs) return start;
    const elapsed = (Math.floor((afterMs - start) / everyMs) + 1) * everyMs;
    // In a day's 25th hour only what leaves a whole interval until midnight: every 12 hours stays twice a day.
    const isInTime = elapsed < dayMs || start + elapsed + everyMs <= end;
    if (start + elapsed < end && isInTime) return start + elapsed;
  }
  return null;
}
