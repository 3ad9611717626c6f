import { readIsoDate } from './calendar.ts';
import { UserError } from './errors.ts';
import { excerpt } from './filter/filter-error.ts';
import { weekdays } from './job.ts';
import type { Cadence, Schedule } from './job.ts';
import { openZone } from './zone.ts';

export const maxMinutesBetweenRuns = 1_440;

/**
 * What is wrong with a schedule, one sentence each with an example; empty where nothing is. Begins with the name
 * of the part as it is written in YAML.
 */
export function checkSchedule(schedule: Schedule): string[] {
  return [...zoneProblems(schedule.timezone), ...cadenceProblems(schedule)];
}

function zoneProblems(timezone: string): string[] {
  try {
    openZone(timezone);
    return [];
  } catch (error) {
    if (error instanceof UserError) return [`timezone: ${error.message}`];
    throw error;
  }
}

function cadenceProblems(cadence: Cadence): string[] {
  switch (cadence.run) {
    case 'once':
      return onceProblems(cadence.date, cadence.at);
    case 'minutes':
      return numberProblems(
        'every',
        cadence.every,
        1,
        maxMinutesBetweenRuns,
        'the number of minutes between runs, for example 15',
      );
    case 'hourly':
      return numberProblems('minute', cadence.minute, 0, 59, 'the minute of the hour, for example 5');
    case 'daily':
    case 'workdays':
      return timeProblems(cadence.at);
    case 'weekly':
      return [...dayProblems(cadence.on), ...timeProblems(cadence.at)];
    case 'monthly':
      break;
  }
  const meaning = 'the day of the month, for example 1; 31 is the last day of every month';
  return [...numberProblems('day', cadence.day, 1, 31, meaning), ...timeProblems(cadence.at)];
}

function onceProblems(date: string | undefined, at: string | undefined): string[] {
  if (date === undefined && at === undefined) return [];
  const problems: string[] = [];
  if (date === undefined)
    problems.push('date: a run at a set time needs its date, for example "2026-12-01".');
  else if (readIsoDate(date) === null) {
    problems.push(`date: "${excerpt(date)}" is not a day of the calendar. Write it as "2026-12-01".`);
  }
  if (at === undefined) problems.push('at: a run on a set date needs its time, for example "06:30".');
  else problems.push(...timeProblems(at));
  return problems;
}

function numberProblems(name: string, value: number, least: number, most: number, meaning: string): string[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [`${name}: ${value} is not a whole number from ${least} to ${most}. It is ${meaning}.`];
}

function timeProblems(at: string): string[] {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(at)) return [];
  return [
    `at: "${excerpt(at)}" is not a time of day. Write hours and minutes as "06:30", from "00:00" to "23:59".`,
  ];
}

function dayProblems(on: readonly string[]): string[] {
  const allowed: readonly string[] = weekdays;
  if (on.length === 0) return ['on: a weekly run needs at least one day, for example [mon, thu].'];
  return on
    .filter((day) => !allowed.includes(day))
    .map((day) => `on: "${excerpt(day)}" is not a day. Write one of ${allowed.join(', ')}.`);
}
