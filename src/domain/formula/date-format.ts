import { rowError } from './formula-error.ts';
import { civilOf, dayMs, isoWeekday, modulo, pad } from '../calendar.ts';
import type { FormulaDate } from './values.ts';
import type { Zone } from '../zone.ts';

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
export const dayNames = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

type Part = (clock: Clock) => string;

/** Patterns of one run are few; the bound is for those that are computed from rows. */
const maxPatterns = 200;
const maxPatternLength = 100;
const patterns = new Map<string, readonly Part[]>();

/**
 * By a pattern as in spreadsheets or as in CRMs, `dd/mm/yyyy` or `dd/MM/yyyy HH:mm`: letter case does not count,
 * and m means minutes where it follows hours or stands before seconds. A moment is shown in the zone.
 *
 * @throws RecordError where the pattern has unknown letters.
 */
export function formatDate(value: FormulaDate, pattern: string, zone: Zone): string {
  let parts = patterns.get(pattern);
  if (parts === undefined) {
    parts = readPattern(pattern);
    if (patterns.size >= maxPatterns) patterns.clear();
    patterns.set(pattern, parts);
  }
  const clock = clockOf(value, zone);
  let text = '';
  for (const part of parts) text += part(clock);
  return text;
}

function clockOf(value: FormulaDate, zone: Zone): Clock {
  const ms = value.kind === 'date' ? value.days * dayMs : zone.clockOf(value.ms);
  const days = Math.floor(ms / dayMs);
  const rest = modulo(ms, dayMs);
  const { year, month, day } = civilOf(days);
  return {
    year,
    month,
    day,
    weekday: isoWeekday(days),
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1_000) % 60,
    millisecond: Math.floor(rest) % 1_000,
  };
}

const tokens = /"[^"]*"|'[^']*'|am\/pm|a\/p|([a-z])\1*|[^a-z"']+|["']/gi;

function readPattern(pattern: string): Part[] {
  if (pattern.length > maxPatternLength) {
    throw rowError('FORMATDATE', `the format has more than ${maxPatternLength} characters`);
  }
  const found = pattern.match(tokens) ?? [];
  const letters = found.map((token) => (/^[a-z]/i.test(token) ? token.charAt(0).toLowerCase() : ''));
  const fields = letters.flatMap((letter, index) => (letter === '' ? [] : [index]));
  return found.map((token, index) => {
    if (letters[index] === '') {
      const text = /^(["']).*\1$/s.test(token) && token.length > 1 ? token.slice(1, -1) : token;
      return () => text;
    }
    const place = fields.indexOf(index);
    const before = letters[fields[place - 1] ?? -1];
    const after = letters[fields[place + 1] ?? -1];
    const isMinute = letters[index] === 'm' && token.length < 3 && (before === 'h' || after === 's');
    return partOf(token, isMinute, letters.includes('a'));
  });
}

function partOf(token: string, isMinute: boolean, isTwelveHours: boolean): Part {
  const letter = token.charAt(0).toLowerCase();
  const { length } = token;
  if (isMinute) return ({ minute }) => pad(minute, length);
  switch (letter) {
    case 'y':
      return ({ year }) => (length === 2 ? pad(year % 100, 2) : pad(year, 4));
    case 'm':
    case 'l':
      return ({ month }) => monthText(month, length);
    case 'd':
      return ({ day, weekday }) => (length < 3 ? pad(day, length) : dayText(weekday, length));
    case 'e':
    case 'c':
      return ({ weekday }) => (length < 3 ? String(weekday) : dayText(weekday, length));
    case 'q':
      return ({ month }) => String(Math.ceil(month / 3));
    case 'h':
      return ({ hour }) => pad(isTwelveHours ? modulo(hour - 1, 12) + 1 : hour, length);
    case 's':
      // luxon and CRMs write milliseconds as SSS, which no number of seconds needs.
      return length === 3 ? ({ millisecond }) => pad(millisecond, 3) : ({ second }) => pad(second, length);
    case 'a':
      return ({ hour }) => (hour < 12 ? 'AM' : 'PM');
    case 't':
      return () => 'T';
    default:
      throw rowError(
        'FORMATDATE',
        'the format may have y, M, d, E, Q, H, m, s and a, such as "dd/MM/yyyy HH:mm"; other letters stand in quotes',
      );
  }
}

function monthText(month: number, length: number): string {
  if (length < 3) return pad(month, length);
  const name = monthNames[month - 1] ?? '';
  return length === 3 ? name.slice(0, 3) : name;
}

function dayText(weekday: number, length: number): string {
  const name = dayNames[weekday - 1] ?? '';
  return length === 3 ? name.slice(0, 3) : name;
}
