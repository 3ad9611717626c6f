import { rowError } from '../formula-error.ts';
import {
  addMonths,
  civilOf,
  dayMs,
  daysIfReal,
  daysInMonth,
  daysOf,
  isoWeekday,
  modulo,
  readIsoDate,
} from '../../calendar.ts';
import { dateOf, datetimeOf, dayIn, readMoment } from '../convert.ts';
import { dayNames, formatDate, monthNames } from '../date-format.ts';
import { readDateAs } from '../date-read.ts';
import { inRange } from '../operators.ts';
import { isDate } from '../values.ts';
import type { DateValue, FormulaDate, FormulaValue } from '../values.ts';
import type { Zone } from '../../zone.ts';
import { define, defineInContext } from './function.ts';
import type { FunctionEntry } from './function.ts';

const date = { name: 'date', type: 'date' } as const;
const moment = { name: 'date', type: 'date or datetime' } as const;
const start = { name: 'start', type: 'date' } as const;
const end = { name: 'end', type: 'date' } as const;
const sameType = (types: readonly string[]): 'date' | 'datetime' | 'any' => {
  const [type] = types;
  if (type === 'text') return 'any';
  return type === 'date' || type === 'datetime' ? type : 'any';
};

export const dateFunctions: readonly FunctionEntry[] = [
  defineInContext(
    {
      name: 'TODAY',
      parameters: [],
      returns: 'date',
      help: 'The day on which the run began.',
      example: { formula: 'TODAY()', result: '2026-11-18' },
    },
    ({ nowMs, zone }) => {
      const today = day(dayIn({ kind: 'datetime', ms: nowMs }, zone));
      return () => today;
    },
  ),
  defineInContext(
    {
      name: 'NOW',
      parameters: [],
      returns: 'datetime',
      help: 'The moment at which the run began.',
      example: { formula: 'NOW()', result: '2026-11-18T10:00:00.000Z' },
    },
    ({ nowMs }) => {
      const now = { kind: 'datetime', ms: nowMs } as const;
      return () => now;
    },
  ),
  define(
    {
      name: 'DATE',
      parameters: [
        { name: 'year', type: 'number' },
        { name: 'month', type: 'number' },
        { name: 'day', type: 'number' },
      ],
      returns: 'date',
      help: 'The date of a year, month and day.',
      example: { formula: 'DATE(2026, 3, 1)', result: '2026-03-01' },
    },
    (year, month, dayOfMonth) => {
      const days = daysIfReal(Math.trunc(year), Math.trunc(month), Math.trunc(dayOfMonth));
      if (days === null) throw rowError('DATE', 'there is no such day');
      return day(days);
    },
  ),
  defineInContext(
    {
      name: 'DATEVALUE',
      aliases: ['TODATE', 'PARSEDATE'],
      parameters: [
        { name: 'value', type: 'any' },
        { name: 'format', type: 'text', optional: true },
      ],
      returns: 'date',
      help: 'The date in a text, written as 2026-03-01 or in the format that is given, or the day of a moment.',
      example: { formula: 'DATEVALUE("01/03/2026", "dd/MM/yyyy")', result: '2026-03-01' },
    },
    ({ zone }) =>
      (value, format) => {
        if (value === null || value === '') return null;
        if (isDate(value)) return dateOf(value, 'DATEVALUE', zone);
        if (typeof value !== 'string') throw rowError('DATEVALUE', 'this is neither a text nor a date');
        if (format === undefined) return dateOf(readWritten(value, zone), 'DATEVALUE', zone);
        const days = readDateAs(value.trim(), format);
        if (days === null) throw rowError('DATEVALUE', 'the text is no date of this format');
        return day(days);
      },
  ),
  defineInContext(
    {
      name: 'DATETIMEVALUE',
      aliases: ['TODATETIME'],
      parameters: [{ name: 'value', type: 'any' }],
      returns: 'datetime',
      help: 'The moment in a text such as 2026-03-01T09:30:00Z; without a zone, in the zone of the run.',
      example: { formula: 'DATETIMEVALUE("2026-03-01 09:30")', result: '2026-03-01T09:30:00.000Z' },
    },
    ({ zone }) =>
      (value) => {
        if (value === null || value === '') return null;
        if (isDate(value)) return datetimeOf(value, 'DATETIMEVALUE', zone);
        const read = typeof value === 'string' ? readMoment(value, zone) : null;
        if (read === null) throw rowError('DATETIMEVALUE', 'the text is not a date and time');
        return datetimeOf(read, 'DATETIMEVALUE', zone);
      },
  ),
  define(
    {
      name: 'YEAR',
      parameters: [date],
      returns: 'number',
      help: 'The year of a date.',
      example: { formula: 'YEAR("2026-03-01")', result: 2026 },
    },
    ({ days }) => civilOf(days).year,
  ),
  define(
    {
      name: 'QUARTER',
      parameters: [date],
      returns: 'number',
      help: 'The quarter of a date, 1 to 4.',
      example: { formula: 'QUARTER("2026-05-01")', result: 2 },
    },
    ({ days }) => Math.ceil(civilOf(days).month / 3),
  ),
  define(
    {
      name: 'MONTH',
      parameters: [date],
      returns: 'number',
      help: 'The month of a date, 1 to 12.',
      example: { formula: 'MONTH("2026-03-01")', result: 3 },
    },
    ({ days }) => civilOf(days).month,
  ),
  define(
    {
      name: 'MONTHNAME',
      parameters: [date],
      returns: 'text',
      help: 'The English name of the month.',
      example: { formula: 'MONTHNAME("2026-03-01")', result: 'March' },
    },
    ({ days }) => monthNames[civilOf(days).month - 1] ?? null,
  ),
  define(
    {
      name: 'ISOWEEK',
      aliases: ['WEEKNUM', 'ISOWEEKNUM', 'WEEK'],
      parameters: [date],
      returns: 'number',
      help: 'The number of the week in the year, by ISO 8601: weeks begin on Monday, and the first has the first Thursday.',
      example: { formula: 'ISOWEEK("2027-01-01")', result: 53 },
    },
    ({ days }) => {
      const thursday = days - isoWeekday(days) + 4;
      return Math.floor((thursday - daysOf(civilOf(thursday).year, 1, 1)) / 7) + 1;
    },
  ),
  define(
    {
      name: 'DAY',
      parameters: [date],
      returns: 'number',
      help: 'The day of the month, 1 to 31.',
      example: { formula: 'DAY("2026-03-09")', result: 9 },
    },
    ({ days }) => civilOf(days).day,
  ),
  define(
    {
      name: 'DAYOFYEAR',
      parameters: [date],
      returns: 'number',
      help: 'The day of the year, 1 to 366.',
      example: { formula: 'DAYOFYEAR("2026-02-01")', result: 32 },
    },
    ({ days }) => days - daysOf(civilOf(days).year, 1, 1) + 1,
  ),
  define(
    {
      name: 'WEEKDAY',
      parameters: [date, { name: 'kind', type: 'number', optional: true }],
      returns: 'number',
      help: 'The day of the week as in spreadsheets: 1 is Sunday, or Monday where the kind is 2.',
      example: { formula: 'WEEKDAY("2026-11-18", 2)', result: 3 },
    },
    ({ days }, kind = 1) => {
      const weekday = isoWeekday(days);
      if (kind === 1) return (weekday % 7) + 1;
      if (kind === 2) return weekday;
      if (kind === 3) return weekday - 1;
      throw rowError('WEEKDAY', 'the kind must be 1 (Sunday is 1), 2 (Monday is 1) or 3 (Monday is 0)');
    },
  ),
  define(
    {
      name: 'DAYNAME',
      aliases: ['WEEKDAYNAME'],
      parameters: [date],
      returns: 'text',
      help: 'The English name of the day of the week.',
      example: { formula: 'DAYNAME("2026-11-18")', result: 'Wednesday' },
    },
    ({ days }) => dayNames[isoWeekday(days) - 1] ?? null,
  ),
  define(
    {
      name: 'ISWEEKEND',
      parameters: [date],
      returns: 'boolean',
      help: 'Whether a date is a Saturday or a Sunday.',
      example: { formula: 'ISWEEKEND("2026-11-21")', result: true },
    },
    ({ days }) => isoWeekday(days) > 5,
  ),
  defineInContext(
    {
      name: 'HOUR',
      parameters: [{ name: 'time', type: 'datetime' }],
      returns: 'number',
      help: 'The hour of a moment, 0 to 23, in the zone of the run.',
      example: { formula: 'HOUR("2026-03-01T09:30:00Z")', result: 9 },
    },
    ({ zone }) =>
      ({ ms }) =>
        Math.floor(modulo(zone.clockOf(ms), dayMs) / 3_600_000),
  ),
  defineInContext(
    {
      name: 'MINUTE',
      parameters: [{ name: 'time', type: 'datetime' }],
      returns: 'number',
      help: 'The minute of a moment, 0 to 59.',
      example: { formula: 'MINUTE("2026-03-01T09:30:00Z")', result: 30 },
    },
    ({ zone }) =>
      ({ ms }) =>
        Math.floor(modulo(zone.clockOf(ms), 3_600_000) / 60_000),
  ),
  ...[
    { unit: 'DAY', scale: 1, by: addDays, example: ['"2026-11-18", 14', '2026-12-02'] },
    { unit: 'WEEK', scale: 7, by: addDays, example: ['"2026-11-18", -1', '2026-11-11'] },
    { unit: 'MONTH', scale: 1, by: addMonths, example: ['"2026-01-31", 1', '2026-02-28'] },
    { unit: 'YEAR', scale: 12, by: addMonths, example: ['"2024-02-29", 1', '2025-02-28'] },
  ].map(({ unit, scale, by, example: [given, result = ''] }) =>
    defineInContext(
      {
        name: `ADD${unit}S`,
        aliases: unit === 'MONTH' ? ['EDATE', 'ADDMONTH'] : [`ADD${unit}`],
        parameters: [moment, { name: `${unit.toLowerCase()}s`, type: 'number' }],
        returns: 'any',
        returnType: sameType,
        help: `A date so many ${unit.toLowerCase()}s later, or earlier where the number is negative${scale === 12 || by === addMonths ? '; a day that the month does not have is its last' : ''}.`,
        example: { formula: `ADD${unit}S(${given})`, result },
      },
      ({ zone }) =>
        (from, count) =>
          moved(from, `ADD${unit}S`, zone, (days) => by(days, Math.trunc(count) * scale)),
    ),
  ),
  define(
    {
      name: 'ADDHOURS',
      aliases: ['ADDHOUR'],
      parameters: [
        { name: 'time', type: 'datetime' },
        { name: 'hours', type: 'number' },
      ],
      returns: 'datetime',
      help: 'A moment so many hours later, or earlier where the number is negative.',
      example: { formula: 'ADDHOURS("2026-03-01T09:30:00Z", 20)', result: '2026-03-02T05:30:00.000Z' },
    },
    ({ ms }, hours) =>
      inRange({ kind: 'datetime', ms: ms + Math.round(hours * 3_600_000) } as const, 'ADDHOURS'),
  ),
  define(
    {
      name: 'ADDWORKDAYS',
      aliases: ['WORKDAY'],
      parameters: [date, { name: 'days', type: 'number' }],
      returns: 'date',
      help: 'A date so many working days (Monday to Friday) later, or earlier where the number is negative.',
      example: { formula: 'ADDWORKDAYS("2026-11-20", 1)', result: '2026-11-23' },
    },
    ({ days }, count) => inRange(day(addWorkdays(days, Math.trunc(count))), 'ADDWORKDAYS'),
  ),
  define(
    {
      name: 'DAYSBETWEEN',
      parameters: [start, end],
      returns: 'number',
      help: 'The number of days from one date to another, negative where the end is earlier.',
      example: { formula: 'DAYSBETWEEN("2026-11-08", "2026-11-18")', result: 10 },
    },
    (from, to) => to.days - from.days,
  ),
  define(
    {
      name: 'DAYS',
      parameters: [end, start],
      returns: 'number',
      help: 'As DAYSBETWEEN with the end first, as in spreadsheets.',
      example: { formula: 'DAYS(TODAY(), "2026-11-16")', result: 2 },
    },
    (to, from) => to.days - from.days,
  ),
  define(
    {
      name: 'WORKDAYSBETWEEN',
      aliases: ['NETWORKDAYS'],
      parameters: [start, end],
      returns: 'number',
      help: 'The number of working days (Monday to Friday) from one date to another, both included.',
      example: { formula: 'WORKDAYSBETWEEN("2026-11-16", "2026-11-22")', result: 5 },
    },
    (from, to) => (to.days >= from.days ? workdays(from.days, to.days) : 0 - workdays(to.days, from.days)),
  ),
  define(
    {
      name: 'MONTHSBETWEEN',
      parameters: [start, end],
      returns: 'number',
      help: 'The number of whole months from one date to another.',
      example: { formula: 'MONTHSBETWEEN("2026-01-31", "2026-03-30")', result: 1 },
    },
    (from, to) => monthsBetween(from.days, to.days),
  ),
  define(
    {
      name: 'YEARSBETWEEN',
      parameters: [start, end],
      returns: 'number',
      help: 'The number of whole years from one date to another.',
      example: { formula: 'YEARSBETWEEN("2020-06-01", "2026-05-31")', result: 5 },
    },
    (from, to) => yearsBetween(from.days, to.days),
  ),
  defineInContext(
    {
      name: 'AGE',
      parameters: [date],
      returns: 'number',
      help: 'The number of whole years from a date until today.',
      example: { formula: 'AGE("1990-11-19")', result: 35 },
    },
    ({ nowMs, zone }) => {
      const today = dayIn({ kind: 'datetime', ms: nowMs }, zone);
      return ({ days }) => yearsBetween(days, today);
    },
  ),
  define(
    {
      name: 'DATEDIF',
      aliases: ['DATEDIFF'],
      parameters: [
        start,
        end,
        {
          name: 'unit',
          type: 'text',
          oneOf: ['d', 'day', 'days', 'w', 'week', 'weeks', 'm', 'month', 'months', 'y', 'year', 'years'],
        },
      ],
      returns: 'number',
      help: 'The number of whole days, weeks, months or years ("d", "w", "m", "y") from one date to another.',
      example: { formula: 'DATEDIF("2026-01-01", "2026-11-18", "m")', result: 10 },
    },
    ({ days: from }, { days: to }, unit) => {
      switch (unit.charAt(0).toLowerCase()) {
        case 'd':
          return to - from;
        case 'w':
          return Math.trunc((to - from) / 7) + 0;
        case 'm':
          return monthsBetween(from, to);
        case 'y':
          return yearsBetween(from, to);
        default:
          throw rowError('DATEDIF', 'the unit must be "d", "w", "m" or "y"');
      }
    },
  ),
  define(
    {
      name: 'HOURSBETWEEN',
      parameters: [
        { name: 'start', type: 'datetime' },
        { name: 'end', type: 'datetime' },
      ],
      returns: 'number',
      help: 'The number of hours from one moment to another, with decimals.',
      example: { formula: 'HOURSBETWEEN("2026-03-01T09:00:00Z", "2026-03-01T10:30:00Z")', result: 1.5 },
    },
    (from, to) => (to.ms - from.ms) / 3_600_000,
  ),
  ...periodFunctions(),
  defineInContext(
    {
      name: 'FORMATDATE',
      aliases: ['DATEFORMAT'],
      parameters: [moment, { name: 'format', type: 'text' }],
      returns: 'text',
      help: 'A date as text by a format of yyyy, MM, MMM, dd, EEE, Q, HH, mm, ss and a.',
      example: { formula: 'FORMATDATE("2026-03-01", "d MMM yyyy")', result: '1 Mar 2026' },
    },
    ({ zone }) =>
      (value, format) =>
        formatDate(value, format, zone),
  ),
];

type Period = 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** STARTOFWEEK to ENDOFYEAR. */
function periodFunctions(): FunctionEntry[] {
  const periods = [
    { period: 'WEEK', start: '2026-11-16', end: '2026-11-22', note: ', which begins on Monday' },
    { period: 'MONTH', start: '2026-11-01', end: '2026-11-30', note: '' },
    { period: 'QUARTER', start: '2026-10-01', end: '2026-12-31', note: '' },
    { period: 'YEAR', start: '2026-01-01', end: '2026-12-31', note: '' },
  ] as const;
  return periods.flatMap(({ period, start: first, end: last, note }) => [
    define(
      {
        name: `STARTOF${period}`,
        parameters: [date],
        returns: 'date',
        help: `The first day of the ${period.toLowerCase()}${note}.`,
        example: { formula: `STARTOF${period}("2026-11-18")`, result: first },
      },
      ({ days }) => day(startOf[period](days)),
    ),
    define(
      {
        name: `ENDOF${period}`,
        aliases: period === 'MONTH' ? ['EOMONTH'] : [],
        parameters: [date, { name: `${period.toLowerCase()}s`, type: 'number', optional: true }],
        returns: 'date',
        help: `The last day of the ${period.toLowerCase()}${note}, or of the one so many ${period.toLowerCase()}s later.`,
        example: { formula: `ENDOF${period}("2026-11-18")`, result: last },
      },
      ({ days }, later = 0) => {
        const after = laterStart[period](startOf[period](days), Math.trunc(later) + 1);
        return inRange(day(after - 1), `ENDOF${period}`);
      },
    ),
  ]);
}

const day = (days: number): DateValue => ({ kind: 'date', days });

function addDays(days: number, count: number): number {
  return days + count;
}

/** A moment keeps its time on the clock of the zone. */
function moved(from: FormulaDate, name: string, zone: Zone, move: (days: number) => number): FormulaDate {
  if (from.kind === 'date') return inRange(day(move(from.days)), name);
  const clock = zone.clockOf(from.ms);
  const days = move(Math.floor(clock / dayMs));
  // Checked as a day first: a time zone's rules end where the calendar's numbers do.
  inRange(day(days), name);
  return inRange({ kind: 'datetime', ms: zone.utcOf(days * dayMs + modulo(clock, dayMs)) }, name);
}

/** Whole weeks at once, so that the cost does not grow with the count. */
function addWorkdays(days: number, count: number): number {
  const sign = Math.sign(count);
  let at = days;
  // From a weekend, counting begins at the working day before it (or after, backwards).
  while (isoWeekday(at) > 5) at -= sign === 0 ? 0 : sign;
  if (sign === 0) return days;
  const weeks = Math.trunc(count / 5);
  at += weeks * 7;
  for (let rest = Math.abs(count - weeks * 5); rest > 0;) {
    at += sign;
    if (isoWeekday(at) <= 5) rest -= 1;
  }
  return at;
}

/** Both included; `from` is not after `to`. */
function workdays(from: number, to: number): number {
  const weeks = Math.floor((to - from + 1) / 7);
  let count = weeks * 5;
  for (let at = from + weeks * 7; at <= to; at += 1) {
    if (isoWeekday(at) <= 5) count += 1;
  }
  return count;
}

/** Whole ones; 31 January to 28 February is one, for there is no 31 February. */
function monthsBetween(from: number, to: number): number {
  if (to < from) return 0 - monthsBetween(to, from);
  const a = civilOf(from);
  const b = civilOf(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const isLastDay = b.day === daysInMonth(b.year, b.month);
  return b.day >= a.day || isLastDay ? months : months - 1;
}

const yearsBetween = (from: number, to: number): number => Math.trunc(monthsBetween(from, to) / 12) + 0;

const startOf: Readonly<Record<Period, (days: number) => number>> = {
  WEEK: (days) => days - isoWeekday(days) + 1,
  MONTH: (days) => days - civilOf(days).day + 1,
  QUARTER: (days) => {
    const { year, month } = civilOf(days);
    return daysOf(year, month - ((month - 1) % 3), 1);
  },
  YEAR: (days) => daysOf(civilOf(days).year, 1, 1),
};

/** So many periods after one that begins on that day. */
const laterStart: Readonly<Record<Period, (firstDay: number, count: number) => number>> = {
  WEEK: (firstDay, count) => firstDay + 7 * count,
  MONTH: addMonths,
  QUARTER: (firstDay, count) => addMonths(firstDay, 3 * count),
  YEAR: (firstDay, count) => addMonths(firstDay, 12 * count),
};

/** ISO text, with or without a time. */
function readWritten(text: string, zone: Zone): FormulaValue & object {
  const days = readIsoDate(text.trim());
  const read = days === null ? readMoment(text, zone) : day(days);
  if (read === null) {
    throw rowError(
      'DATEVALUE',
      'the text is no date such as 2026-03-01; name its format as the second value',
    );
  }
  return read;
}
