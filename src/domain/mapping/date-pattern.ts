import type { Zone } from '../zone.ts';
import { DateCursor } from './date-cursor.ts';
import type { ReadDate } from './date-value.ts';

/**
 * Date patterns such as `dd/MM/yyyy HH:mm`, read strictly: the whole text must fit, letter for letter. Each is
 * made once into a list of steps that walk over the text, because a run reads millions of dates.
 */
export type DatePattern =
  | { readonly kind: 'pattern'; readonly steps: readonly Step[]; readonly hasTime: boolean }
  | { readonly kind: 'problem'; readonly problem: string };

const maxPatternLength = 60;
/** Longer texts are no dates. */
const maxDateLength = 80;

export function parseDatePattern(pattern: string): DatePattern {
  if (pattern.trim() === '') return problem('The date format is empty. Write one such as dd/MM/yyyy.');
  if (pattern.length > maxPatternLength) {
    return problem(`The date format is longer than ${maxPatternLength} characters.`);
  }
  const steps: Step[] = [];
  const parts = new Set<Part>();
  const wrong = new Set<string>();
  let isOpenEnded = false;
  for (const token of pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^]/g) ?? []) {
    const read = tokenOf(token);
    if (typeof read === 'string') {
      wrong.add(`${read}.`);
      isOpenEnded = false;
      continue;
    }
    const { part, width } = read;
    if (part !== null) {
      if (parts.has(part)) wrong.add(`It names the ${part} twice.`);
      parts.add(part);
    }
    // After a number of one or two digits more digits could belong to either.
    if (isOpenEnded && width !== undefined) {
      wrong.add('Put something between the numbers, or write two letters.');
    }
    isOpenEnded = width === 'open';
    steps.push(read.step);
  }
  if (wrong.size > 0) return problem(`The date format "${pattern}" cannot be read. ${[...wrong].join(' ')}`);
  const missing = missingPart(parts, /h/.test(pattern.replace(/'[^']*'/g, '')));
  if (missing !== null) return problem(`The date format "${pattern}" ${missing}`);
  return { kind: 'pattern', steps, hasTime: parts.has('hour') };
}

/** @param zone of times that name none. */
export function datePatternReader(
  { steps, hasTime }: { steps: readonly Step[]; hasTime: boolean },
  zone: Zone,
): ReadDate {
  const cursor = new DateCursor();
  return (text) => {
    if (text.length > maxDateLength) return null;
    cursor.start(text.trim());
    for (const step of steps) if (!step(cursor)) return null;
    return cursor.isAtEnd() ? cursor.result(hasTime, zone) : null;
  };
}

type Part =
  | 'year'
  | 'month'
  | 'day'
  | 'weekday'
  | 'hour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half of the day'
  | 'zone';
type Step = (cursor: DateCursor) => boolean;
interface Token {
  readonly part: Part | null;
  readonly step: Step;
  /** Of a number: whether its number of digits is fixed. */
  readonly width?: 'fixed' | 'open';
}

const problem = (text: string): DatePattern => ({ kind: 'problem', problem: text });

function missingPart(parts: ReadonlySet<Part>, isHalfDay: boolean): string | null {
  for (const part of ['year', 'month', 'day'] as const) {
    if (parts.has(part)) continue;
    const hint = part === 'month' && parts.has('minute') ? ' Months are MM; mm are minutes.' : '';
    return `names no ${part}.${hint}`;
  }
  const needs = (part: Part, other: Part): boolean => parts.has(part) && !parts.has(other);
  if (needs('minute', 'hour')) return 'names minutes (mm) but no hours. Months are MM.';
  if (needs('second', 'minute')) return 'names seconds but no minutes.';
  if (needs('fraction', 'second')) return 'names fractions but no seconds.';
  if (needs('zone', 'hour')) return 'names a zone but no time.';
  const hasHalf = parts.has('half of the day');
  if (isHalfDay && !hasHalf)
    return 'has hours of half a day (h) but no AM or PM (a). Hours from 0 to 23 are HH.';
  if (hasHalf && !isHalfDay) return 'has AM or PM (a), so its hours are h or hh.';
  return null;
}

const number = (
  part: Part,
  least: number,
  most: number,
  set: (cursor: DateCursor, value: number) => boolean,
): Token => ({
  part,
  width: least === most ? 'fixed' : 'open',
  step: (cursor) => {
    const value = cursor.number(least, most);
    return value >= 0 && set(cursor, value);
  },
});

const literal = (text: string): Token => ({ part: null, step: (cursor) => cursor.literal(text) });

const setYear = (cursor: DateCursor, value: number): boolean => ((cursor.year = value), true);
/** Two digits mean 1970 to 2069. */
const setShortYear = (cursor: DateCursor, value: number): boolean =>
  setYear(cursor, value + (value < 70 ? 2000 : 1900));
const setMonth = (cursor: DateCursor, value: number): boolean => ((cursor.month = value), true);
const setDay = (cursor: DateCursor, value: number): boolean => ((cursor.day = value), true);
const setHour = (cursor: DateCursor, value: number): boolean => ((cursor.hour = value), value < 24);
const setHalfHour = (cursor: DateCursor, value: number): boolean => (
  (cursor.hour = value % 12),
  value >= 1 && value <= 12
);
const setMinute = (cursor: DateCursor, value: number): boolean => ((cursor.minute = value), value < 60);
const setSecond = (cursor: DateCursor, value: number): boolean => ((cursor.second = value), value < 60);

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** English names; the short form is the first three letters, in any letter case. */
function name(
  part: Part,
  names: readonly string[],
  isShort: boolean,
  set: (cursor: DateCursor, index: number) => void,
): Token {
  const known = isShort ? names.map((name) => name.slice(0, 3)) : names;
  return {
    part,
    step: (cursor) => {
      const index = known.indexOf(cursor.word());
      set(cursor, index + 1);
      return index >= 0;
    },
  };
}

const setWeekday = (cursor: DateCursor, value: number): void => void (cursor.weekday = value);
const setMonthName = (cursor: DateCursor, value: number): void => void (cursor.month = value);
const zoneToken: Token = { part: 'zone', step: (cursor) => cursor.offset() };

const tokens: Readonly<Record<string, Token>> = {
  yyyy: number('year', 4, 4, setYear),
  yy: number('year', 2, 2, setShortYear),
  MMMM: name('month', months, false, setMonthName),
  MMM: name('month', months, true, setMonthName),
  MM: number('month', 2, 2, setMonth),
  M: number('month', 1, 2, setMonth),
  dd: number('day', 2, 2, setDay),
  d: number('day', 1, 2, setDay),
  EEEE: name('weekday', weekdays, false, setWeekday),
  EEE: name('weekday', weekdays, true, setWeekday),
  HH: number('hour', 2, 2, setHour),
  H: number('hour', 1, 2, setHour),
  hh: number('hour', 2, 2, setHalfHour),
  h: number('hour', 1, 2, setHalfHour),
  mm: number('minute', 2, 2, setMinute),
  m: number('minute', 1, 2, setMinute),
  ss: number('second', 2, 2, setSecond),
  s: number('second', 1, 2, setSecond),
  a: { part: 'half of the day', step: (cursor) => cursor.halfOfDay() },
  ...Object.fromEntries(['X', 'XX', 'XXX', 'Z', 'ZZ', 'ZZZ'].map((letters) => [letters, zoneToken])),
  T: literal('T'),
};

/** What people write from other habits, and what it is here. */
const hints: Readonly<Record<string, string>> = {
  Y: 'the year is yyyy',
  D: 'the day of the month is dd',
  u: 'the year is yyyy',
  e: 'a day of the week is EEE',
  z: 'zones are read as offsets from UTC, written XXX',
  V: 'zones are read as offsets from UTC, written XXX',
  O: 'zones are read as offsets from UTC, written XXX',
  y: 'the year is yyyy or yy',
  M: 'months are M, MM, MMM or MMMM',
  d: 'the day of the month is d or dd',
  k: 'hours are HH (0 to 23) or hh (1 to 12)',
  K: 'hours are HH (0 to 23) or hh (1 to 12)',
};

/** The token, or what is wrong with it. */
function tokenOf(text: string): Token | string {
  const known = Object.hasOwn(tokens, text) ? tokens[text] : undefined;
  if (known !== undefined) return known;
  if (/^S{1,9}$/.test(text)) return fraction(text.length);
  if (text === "''") return literal("'");
  if (text.length > 1 && text.startsWith("'")) return literal(text.slice(1, -1).replaceAll("''", "'"));
  if (text === "'") return 'A quote is opened and not closed';
  if (/\d/.test(text)) return 'Write a pattern of letters such as dd/MM/yyyy, not an example with digits';
  if (!/[A-Za-z]/.test(text)) return literal(text);
  const hint = hints[text.charAt(0)] ?? "letters that stand for themselves go in quotes, such as 'at'";
  return `"${text}" means nothing: ${hint}`;
}

function fraction(digits: number): Token {
  return number('fraction', digits, digits, (cursor, value) => {
    cursor.ms = Math.floor(value * 10 ** (3 - digits));
    return true;
  });
}
