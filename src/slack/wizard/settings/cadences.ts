/** How often a job runs, as it is entered: each cadence has inputs of its own. */
import type { KnownBlock } from '@slack/types';
import type { Cadence, Weekday } from '../../../domain/job.ts';
import { weekdays } from '../../../domain/job.ts';
import { maxMinutesBetweenRuns } from '../../../domain/schedule-check.ts';
import { input } from '../../blocks/index.ts';
import type { Choice } from '../../blocks/index.ts';
import { checkboxes, datePicker, numberInput, timePicker } from '../../blocks/inputs.ts';
import type { InputValues } from '../../feature.ts';
import { blockId, enteredList, enteredText } from '../entered.ts';

export type CadenceName = Cadence['run'];

/** In the order on screen, as they are read there. */
export const cadenceTitles: Readonly<Record<CadenceName, string>> = {
  once: 'One time',
  minutes: 'By minutes',
  hourly: 'Hourly',
  daily: 'Daily',
  workdays: 'Workdays (M - F)',
  weekly: 'Weekly',
  monthly: 'Monthly',
};
export const cadenceNames = Object.keys(cadenceTitles) as readonly CadenceName[];

/** What is entered for any of the cadences, so that a change of mind and back finds it again. */
export interface CadenceParts {
  readonly date: string;
  readonly onceAt: string;
  readonly every: string;
  readonly minute: string;
  readonly at: string;
  /** Days with commas between them. */
  readonly on: string;
  readonly day: string;
}

const usualParts: CadenceParts = {
  date: '',
  onceAt: '',
  every: '15',
  minute: '0',
  at: '06:30',
  on: 'mon',
  day: '1',
};
export const partNames = Object.keys(usualParts) as readonly (keyof CadenceParts)[];

/** Where both the cadence and what was entered know a part, what was entered counts. */
export function partsOf(cadence: Cadence, entered: Readonly<Record<string, string>>): CadenceParts {
  const parts = { ...usualParts, ...knownParts(cadence) };
  for (const name of partNames) parts[name] = entered[name] ?? parts[name];
  return parts;
}

function knownParts(cadence: Cadence): Partial<CadenceParts> {
  switch (cadence.run) {
    case 'once':
      return { date: cadence.date ?? '', onceAt: cadence.at ?? '' };
    case 'minutes':
      return { every: String(cadence.every) };
    case 'hourly':
      return { minute: String(cadence.minute) };
    case 'daily':
    case 'workdays':
      return { at: cadence.at };
    case 'weekly':
      return { on: cadence.on.join(','), at: cadence.at };
    case 'monthly':
      break;
  }
  return { day: String(cadence.day), at: cadence.at };
}

/** The cadence that is entered; not judged: a number that is none becomes 0, which no cadence takes. */
export function cadenceOf(run: CadenceName, parts: CadenceParts): Cadence {
  const { date, onceAt, every, minute, at, on, day } = parts;
  switch (run) {
    case 'once':
      return {
        run,
        ...(date === '' ? {} : { date }),
        ...(onceAt === '' ? {} : { at: onceAt }),
      };
    case 'minutes':
      return { run, every: wholeNumber(every) ?? 0 };
    case 'hourly':
      return { run, minute: wholeNumber(minute) ?? -1 };
    case 'daily':
    case 'workdays':
      return { run, at };
    case 'weekly':
      return { run, on: daysOf(on), at };
    case 'monthly':
      break;
  }
  return { run, day: wholeNumber(day) ?? 0, at };
}

export const wholeNumber = (text: string): number | null => (/^-?\d{1,6}$/.test(text) ? Number(text) : null);

function daysOf(text: string): readonly Weekday[] {
  const days = text.split(',');
  return weekdays.filter((day) => days.includes(day));
}

/** The parts that the modal has inputs for. */
export function readParts(values: InputValues): Partial<CadenceParts> {
  const entries = partNames.flatMap((name) => {
    const text = name === 'on' ? enteredList(values, 'on')?.join(',') : enteredText(values, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(entries);
}

const dayChoices: readonly Choice[] = [
  { text: 'Monday', value: 'mon' },
  { text: 'Tuesday', value: 'tue' },
  { text: 'Wednesday', value: 'wed' },
  { text: 'Thursday', value: 'thu' },
  { text: 'Friday', value: 'fri' },
  { text: 'Saturday', value: 'sat' },
  { text: 'Sunday', value: 'sun' },
];

/** The inputs of one cadence. Each tells at once, so that the next runs can be shown. */
export function cadenceInputs(run: CadenceName, parts: CadenceParts, actionId: string): KnownBlock[] {
  const dispatches = true;
  const at = input('Time', timePicker(actionId, timeOf(parts.at)), { blockId: blockId('at'), dispatches });
  switch (run) {
    case 'once':
      return [
        input('Date', datePicker(actionId, dateOf(parts.date)), {
          blockId: blockId('date'),
          dispatches,
          optional: true,
          hint: 'Without a date and a time it runs only when somebody starts it.',
        }),
        input('Time', timePicker(actionId, timeOf(parts.onceAt)), {
          blockId: blockId('onceAt'),
          dispatches,
          optional: true,
        }),
      ];
    case 'minutes':
      return [
        input(
          'Minutes between runs',
          numberInput(actionId, { value: parts.every, min: 1, max: maxMinutesBetweenRuns }),
          { blockId: blockId('every'), dispatches },
        ),
      ];
    case 'hourly':
      return [
        input('Minute of the hour', numberInput(actionId, { value: parts.minute, min: 0, max: 59 }), {
          blockId: blockId('minute'),
          dispatches,
        }),
      ];
    case 'daily':
    case 'workdays':
      return [at];
    case 'weekly':
      return [
        input('Days', checkboxes(actionId, { choices: dayChoices, chosen: daysOf(parts.on) }), {
          blockId: blockId('on'),
          dispatches,
        }),
        at,
      ];
    case 'monthly':
      break;
  }
  return [
    input('Day of the month', numberInput(actionId, { value: parts.day, min: 1, max: 31 }), {
      blockId: blockId('day'),
      dispatches,
      hint: 'In a shorter month it is its last day.',
    }),
    at,
  ];
}

const timeOf = (text: string): string | undefined =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : undefined;
const dateOf = (text: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined);
