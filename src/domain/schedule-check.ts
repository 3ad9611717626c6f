import { readIsoDate } from './calendar.ts';
import { UserError } from './errors.ts';
import { excerpt } from './filter/filter-error.ts';
import { maxDisableAfter, usualDisableAfter, weekdays } from './job.ts';
import type { Cadence, Schedule } from './job.ts';
import { openZone } from './zone.ts';

export const maxMinutesBetweenRuns = 1_440;

/** The part of a schedule as it is written in YAML, what is wrong with it in a sentence, and how a file has it right. */
export interface ScheduleProblem {
  readonly part: 'timezone' | 'date' | 'at' | 'every' | 'minute' | 'on' | 'day' | 'disableAfter';
  readonly message: string;
  /** YAML. */
  readonly example?: string;
}

/** Everything that is wrong with a schedule. */
export function checkSchedule(schedule: Schedule): ScheduleProblem[] {
  return [...zoneProblems(schedule.timezone), ...cadenceProblems(schedule), ...failureProblems(schedule)];
}

function zoneProblems(timezone: string): ScheduleProblem[] {
  try {
    openZone(timezone);
    return [];
  } catch (error) {
    if (error instanceof UserError) return [{ part: 'timezone', message: error.message }];
    throw error;
  }
}

function failureProblems({ disableAfter = usualDisableAfter }: Schedule): ScheduleProblem[] {
  return numberProblems('disableAfter', disableAfter, {
    least: 0,
    most: maxDisableAfter,
    meaning: 'the number of failures in a row after which scheduling is disabled; 0 is never',
    example: String(usualDisableAfter),
  });
}

function cadenceProblems(cadence: Cadence): ScheduleProblem[] {
  switch (cadence.run) {
    case 'once':
      return onceProblems(cadence.date, cadence.at);
    case 'minutes':
      return numberProblems('every', cadence.every, {
        least: 1,
        most: maxMinutesBetweenRuns,
        meaning: 'the number of minutes between runs',
        example: '15',
      });
    case 'hourly':
      return numberProblems('minute', cadence.minute, {
        least: 0,
        most: 59,
        meaning: 'the minute of the hour',
        example: '5',
      });
    case 'daily':
    case 'workdays':
      return timeProblems(cadence.at);
    case 'weekly':
      return [...dayProblems(cadence.on), ...timeProblems(cadence.at)];
    case 'monthly':
      break;
  }
  const day = numberProblems('day', cadence.day, {
    least: 1,
    most: 31,
    meaning: 'the day of the month; 31 is the last day of every month',
    example: '1',
  });
  return [...day, ...timeProblems(cadence.at)];
}

function onceProblems(date: string | undefined, at: string | undefined): ScheduleProblem[] {
  if (date === undefined && at === undefined) return [];
  return [...dateProblems(date), ...(at === undefined ? [timeMissing] : timeProblems(at))];
}

const timeMissing: ScheduleProblem = {
  part: 'at',
  message: 'A run on a set date needs its time.',
  example: '"06:30"',
};

function dateProblems(date: string | undefined): ScheduleProblem[] {
  const example = '"2026-12-01"';
  if (date === undefined) return [{ part: 'date', message: 'A run at a set time needs its date.', example }];
  if (readIsoDate(date) !== null) return [];
  return [{ part: 'date', message: `"${excerpt(date)}" is not a day of the calendar.`, example }];
}

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly meaning: string;
  readonly example: string;
}

function numberProblems(
  part: 'every' | 'minute' | 'day' | 'disableAfter',
  value: number,
  { least, most, meaning, example }: Bounds,
): ScheduleProblem[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [{ part, message: `${value} is not a whole number from ${least} to ${most}: ${meaning}.`, example }];
}

function timeProblems(at: string): ScheduleProblem[] {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)) return [];
  const message =
    at === '' ? 'Choose a time of day.' : `"${excerpt(at)}" is not a time of day from 00:00 to 23:59.`;
  return [{ part: 'at', message, example: '"06:30"' }];
}

function dayProblems(on: readonly string[]): ScheduleProblem[] {
  const allowed: readonly string[] = weekdays;
  if (on.length === 0)
    return [{ part: 'on', message: 'A weekly run needs at least one day.', example: '[mon, thu]' }];
  return on
    .filter((day) => !allowed.includes(day))
    .map((day) => ({
      part: 'on',
      message: `"${excerpt(day)}" is not a day. Write one of ${allowed.join(', ')}.`,
    }));
}
