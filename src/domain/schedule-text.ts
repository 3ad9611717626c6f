import type { Cadence, Schedule, Weekday } from './job.ts';
import { weekdays } from './job.ts';

/** When a schedule fires, as a sentence without a full stop: "Every day at 06:30 (Europe/Berlin)". */
export function describeSchedule(schedule: Schedule): string {
  return describeCadence(schedule, `(${schedule.timezone})`);
}

function describeCadence(cadence: Cadence, zone: string): string {
  switch (cadence.run) {
    case 'once':
      return cadence.date === undefined || cadence.at === undefined
        ? 'Only when it is started by hand'
        : `Once on ${cadence.date} at ${cadence.at} ${zone}`;
    case 'minutes':
      return describeMinutes(cadence.every, zone);
    case 'hourly':
      return cadence.minute === 0
        ? 'Every hour on the hour'
        : `Every hour at ${cadence.minute} ${cadence.minute === 1 ? 'minute' : 'minutes'} past`;
    case 'daily':
      return `Every day at ${cadence.at} ${zone}`;
    case 'workdays':
      return `Every workday (Monday to Friday) at ${cadence.at} ${zone}`;
    case 'weekly':
      return `Every ${describeDays(cadence.on)} at ${cadence.at} ${zone}`;
    case 'monthly':
      break;
  }
  return `On ${describeDayOfMonth(cadence.day)} at ${cadence.at} ${zone}`;
}

function describeMinutes(every: number, zone: string): string {
  if (every === 1) return 'Every minute';
  if (60 % every === 0) return `Every ${every} minutes`;
  if (every === 1_440) return `Every day at midnight ${zone}`;
  const interval = every % 60 === 0 ? `${every / 60} hours` : `${every} minutes`;
  return `Every ${interval}, counted from midnight ${zone}`;
}

const weekdayNames: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** In the order of the week, whatever the order in which they were chosen. */
function describeDays(on: readonly Weekday[]): string {
  const names = weekdays.filter((day) => on.includes(day)).map((day) => weekdayNames[day]);
  if (names.length === weekdays.length) return 'day';
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function describeDayOfMonth(day: number): string {
  if (day >= 31) return 'the last day of every month';
  const ordinal = `the ${day}${ordinalEnding(day)} of every month`;
  return day > 28 ? `${ordinal} (the last day where it is shorter)` : ordinal;
}

function ordinalEnding(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return { 1: 'st', 2: 'nd', 3: 'rd' }[day % 10] ?? 'th';
}
