import {
  civilOf,
  daysIfReal,
  daysInMonth,
  daysOf,
  isoWeekday,
  readIsoDate,
} from '../../../domain/calendar.ts';
import type { CountedDateLiteral, PlainDateLiteral } from '../../../domain/filter/syntax.ts';
import { numberOfWord } from './number-words.ts';
import { months, nearDays, sides, units, weekdayNumbers } from './calendar-words.ts';
import type { Side, TimeUnit } from './calendar-words.ts';
import { phraseAt } from './phrases.ts';
import type { Token } from './tokens.ts';

/** A time as it was said; some of it only the field can settle. */
export type Time =
  | { readonly kind: 'literal'; readonly name: PlainDateLiteral }
  | { readonly kind: 'counted'; readonly name: CountedDateLiteral; readonly count: number }
  /** Half-open days since 1970. */
  | { readonly kind: 'days'; readonly from: number; readonly to: number }
  /** A month, or a day of it, of a year that was not said. */
  | { readonly kind: 'month'; readonly month: number; readonly day: number | null }
  | { readonly kind: 'quarter'; readonly quarter: number }
  | { readonly kind: 'ago'; readonly unit: TimeUnit; readonly count: number }
  /** `45 days`: before or after now, by the words around it. */
  | { readonly kind: 'length'; readonly unit: TimeUnit; readonly count: number }
  /** 03/04/2026 is read in two ways. */
  | { readonly kind: 'unclear'; readonly text: string };

export interface TimeMatch {
  readonly time: Time;
  readonly length: number;
  /** A bare number may be a year, and is so only beside a date. */
  readonly isYear: boolean;
}

type Reader = (tokens: readonly Token[], at: number, today: number) => Omit<TimeMatch, 'isYear'> | null;

const maxCount = 9_999;

/** The time that begins at a token; null where there is none. */
export function timeAt(tokens: readonly Token[], at: number, today: number): TimeMatch | null {
  let best: Omit<TimeMatch, 'isYear'> | null = null;
  for (const read of readers) {
    const found = read(tokens, at, today);
    if (found !== null && (best === null || found.length > best.length)) best = found;
  }
  if (best !== null) return { ...best, isYear: false };
  const year = yearOf(tokens[at]);
  if (year === null) return null;
  return { time: wholeYear(year), length: 1, isYear: true };
}

const skipArticles = (tokens: readonly Token[], at: number): number =>
  [
    'the',
    'der',
    'die',
    'den',
    'dem',
    'das',
    'le',
    'la',
    'les',
    'el',
    'los',
    'las',
    'of',
    'im',
    'de',
    'del',
  ].includes(tokens[at]?.text ?? '')
    ? at + 1
    : at;

const near: Reader = (tokens, at) => {
  const found = phraseAt(tokens, at, nearDays);
  if (found === null) return null;
  const name = (['YESTERDAY', 'TODAY', 'TOMORROW'] as const)[found.meaning + 1] ?? 'TODAY';
  return { time: { kind: 'literal', name }, length: found.length };
};

/** `last 30 days`, `next quarter`, `this week`, `last Monday`. */
const sided: Reader = (tokens, at, today) => {
  let next = skipArticles(tokens, at);
  const side = phraseAt(tokens, next, sides);
  if (side === null) return null;
  next += side.length;
  if (tokens[next]?.text === 'full' || tokens[next]?.text === 'whole') next++;
  const count = countOf(tokens[next]);
  if (count !== null && tokens[next + 1]?.text === '-') next++;
  const unit = phraseAt(tokens, count === null ? next : next + 1, units);
  if (unit !== null) {
    const length = (count === null ? next : next + 1) + unit.length - at;
    return { time: sidedTime(side.meaning, unit.meaning, count), length };
  }
  const weekday = phraseAt(tokens, next, weekdayNumbers);
  if (weekday === null) return namedMonth(tokens, at, next, side.meaning, today);
  const day = weekdayDay(side.meaning, weekday.meaning, today);
  return { time: { kind: 'days', from: day, to: day + 1 }, length: next + weekday.length - at };
};

/** `last May`, `next January`. */
function namedMonth(
  tokens: readonly Token[],
  at: number,
  next: number,
  side: Side,
  today: number,
): Omit<TimeMatch, 'isYear'> | null {
  const month = phraseAt(tokens, next, months);
  if (month === null || tokens[next]?.text.length === 1) return null;
  const now = civilOf(today);
  const isPast = month.meaning < now.month;
  const years = { last: isPast ? 0 : -1, this: 0, next: month.meaning > now.month ? 0 : 1 };
  return { time: wholeMonth(now.year + years[side], month.meaning), length: next + month.length - at };
}

/** `30 derniers jours`, `el mes pasado`, `la semaine prochaine`. */
const sideAfter: Reader = (tokens, at) => {
  let next = skipArticles(tokens, at);
  const count = countOf(tokens[next]);
  if (count !== null) {
    const side = phraseAt(tokens, next + 1, sides);
    const unit = side === null ? null : phraseAt(tokens, next + 1 + side.length, units);
    if (side === null || unit === null) return null;
    const length = next + 1 + side.length + unit.length - at;
    return { time: sidedTime(side.meaning, unit.meaning, count), length };
  }
  const unit = phraseAt(tokens, next, units);
  if (unit === null) return null;
  next += unit.length;
  const side = phraseAt(tokens, next, sides);
  if (side === null || side.meaning === 'this') return null;
  // "the year last modified" is no time.
  if (['last', 'past', 'next', 'previous', 'following'].includes(tokens[next]?.text ?? '')) return null;
  return { time: sidedTime(side.meaning, unit.meaning, null), length: next + side.length - at };
};

const counted: Reader = (tokens, at) => {
  let next = at;
  const first = tokens[next];
  const isOne = ['a', 'an', 'one', 'ein', 'einem', 'einer', 'un', 'une', 'una'].includes(first?.text ?? '');
  const count = isOne ? 1 : countOf(first);
  if (count === null) return agoBefore(tokens, at, 0);
  next++;
  if (tokens[next]?.text === '-') next++;
  const unit = phraseAt(tokens, next, units);
  if (unit === null || (isOne && unit.meaning === 'DAY' && tokens[next]?.text === 'd')) return null;
  next += unit.length;
  if (tokens[next]?.text === 'ago' || tokens[next]?.text === 'back') {
    return { time: { kind: 'ago', unit: unit.meaning, count }, length: next + 1 - at };
  }
  if (isOne && !['a', 'an', 'one'].includes(first?.text ?? '')) return null;
  return { time: { kind: 'length', unit: unit.meaning, count }, length: next - at };
};

/** `vor 3 Tagen`, `il y a 3 jours`, `hace 3 dias`. */
const agoBefore: Reader = (tokens, at) => {
  const words = tokens.slice(at, at + 3).map(({ text }) => text);
  const before = words[0] === 'hace' ? 1 : words.join(' ') === 'il y a' ? 3 : 0;
  if (before === 0) return null;
  const count = countOf(tokens[at + before]);
  const unit = count === null ? null : phraseAt(tokens, at + before + 1, units);
  if (count === null || unit === null) return null;
  return { time: { kind: 'ago', unit: unit.meaning, count }, length: before + 1 + unit.length };
};

/** `Q3`, `Q3 2025`, `third quarter of 2025`. */
const quarter: Reader = (tokens, at) => {
  const first = tokens[at];
  const number = tokens[at + 1];
  let next = at + 2;
  let which: number | null = null;
  if (first?.text === 'q' && number?.isJoined === true && /^[1-4]$/.test(number.text))
    which = Number(number.text);
  else if (number?.text === 'quarter') which = ordinals.indexOf(first?.text ?? '') + 1 || null;
  if (which === null || which > 4) return null;
  if (tokens[next]?.text === 'of' || tokens[next]?.text === ',' || tokens[next]?.text === '/') next++;
  const year = yearOf(tokens[next]);
  if (year === null) return { time: { kind: 'quarter', quarter: which }, length: 2 };
  return { time: wholeQuarter(year, which), length: next + 1 - at };
};
const ordinals = ['first', 'second', 'third', 'fourth'];

/** `May 2024`, `1 May 2024`, `May 1st, 2024`, `the 3rd of June`. */
const named: Reader = (tokens, at) => {
  let next = tokens[at]?.text === 'the' ? at + 1 : at;
  let day = dayOf(tokens[next]);
  if (day !== null) {
    next++;
    next += ordinalLength(tokens[next]);
    if (tokens[next]?.text === 'of' || tokens[next]?.text === 'de' || tokens[next]?.text === '.') next++;
  } else if (next !== at) return null;
  const month = phraseAt(tokens, next, months);
  if (month === null) return null;
  next += month.length;
  if (day === null) {
    const after = dayOf(tokens[next]);
    if (after !== null) {
      day = after;
      next += 1 + ordinalLength(tokens[next + 1]);
    }
  }
  let yearAt = next;
  if ([',', 'of', 'de', '.'].includes(tokens[yearAt]?.text ?? '')) yearAt++;
  const year = yearOf(tokens[yearAt]);
  if (year === null) {
    // "may" is a verb more often than a month.
    if (day === null && tokens[at]?.text === 'may' && !tokens[at]?.isCapital) return null;
    if (day === null && tokens[at]?.text === 'mar') return null;
    return { time: { kind: 'month', month: month.meaning, day }, length: next - at };
  }
  const length = yearAt + 1 - at;
  if (day === null) return { time: wholeMonth(year, month.meaning), length };
  const days = daysIfReal(year, month.meaning, day);
  return days === null ? null : { time: { kind: 'days', from: days, to: days + 1 }, length };
};

const ordinalLength = (token: Token | undefined): number =>
  token?.isJoined === true && ['st', 'nd', 'rd', 'th'].includes(token.text) ? 1 : 0;

/** `2026-03-01`, `01.03.2026`, `31/12/2026`. */
const written: Reader = (tokens, at) => {
  const text = tokens[at]?.kind === 'number' ? (tokens[at]?.text ?? '') : '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  if (iso !== null) {
    const padded = `${iso[1]}-${(iso[2] ?? '').padStart(2, '0')}-${(iso[3] ?? '').padStart(2, '0')}`;
    return oneDay(readIsoDate(padded));
  }
  const parts = /^(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (parts === null) return null;
  const [first, second] = [Number(parts[1]), Number(parts[3])];
  const year = (parts[4] ?? '').length === 2 ? 2_000 + Number(parts[4]) : Number(parts[4]);
  // A dot is written where the day comes first; of a slash only a number above twelve tells.
  const isUnclear = parts[2] === '/' && first <= 12 && second <= 12 && first !== second;
  if (isUnclear) return { time: { kind: 'unclear', text }, length: 1 };
  const dayFirst = parts[2] === '.' || first > 12;
  return oneDay(dayFirst ? daysIfReal(year, second, first) : daysIfReal(year, first, second));
};

const oneDay = (day: number | null): Omit<TimeMatch, 'isYear'> | null =>
  day === null ? null : { time: { kind: 'days', from: day, to: day + 1 }, length: 1 };

const readers: readonly Reader[] = [near, sided, sideAfter, counted, quarter, named, written];

function sidedTime(side: Side, unit: TimeUnit, count: number | null): Time {
  if (count !== null && count > 0) {
    const name = `${side === 'next' ? 'NEXT' : 'LAST'}_N_${unit}S` as CountedDateLiteral;
    return { kind: 'counted', name, count };
  }
  if (unit === 'DAY') {
    const name = { last: 'YESTERDAY', this: 'TODAY', next: 'TOMORROW' } as const;
    return { kind: 'literal', name: name[side] };
  }
  const name = `${side.toUpperCase()}_${unit}` as PlainDateLiteral;
  return { kind: 'literal', name };
}

function weekdayDay(side: Side, weekday: number, today: number): number {
  const monday = today - isoWeekday(today) + 1;
  const day = monday + weekday - 1;
  if (side === 'this') return day;
  if (side === 'next') return day <= today ? day + 7 : day;
  return day >= today ? day - 7 : day;
}

export function wholeMonth(year: number, month: number): Time {
  const from = daysOf(year, month, 1);
  return { kind: 'days', from, to: from + daysInMonth(year, month) };
}

export function wholeQuarter(year: number, quarter: number): Time {
  const next = quarter === 4 ? daysOf(year + 1, 1, 1) : daysOf(year, quarter * 3 + 1, 1);
  return { kind: 'days', from: daysOf(year, quarter * 3 - 2, 1), to: next };
}

const wholeYear = (year: number): Time => ({
  kind: 'days',
  from: daysOf(year, 1, 1),
  to: daysOf(year + 1, 1, 1),
});

function yearOf(token: Token | undefined): number | null {
  return token?.kind === 'number' && /^(?:19|20)\d\d$/.test(token.text) ? Number(token.text) : null;
}

function dayOf(token: Token | undefined): number | null {
  if (token?.kind !== 'number' || !/^\d{1,2}$/.test(token.text)) return null;
  const day = Number(token.text);
  return day >= 1 && day <= 31 ? day : null;
}

function countOf(token: Token | undefined): number | null {
  if (token === undefined) return null;
  if (token.kind === 'number') {
    return /^\d{1,5}$/.test(token.text) && Number(token.text) <= maxCount ? Number(token.text) : null;
  }
  return numberOfWord(token.text);
}
