/**
 * Days of the calendar as numbers (days since 1970-01-01, Gregorian before and after), so that a row's date
 * costs a few divisions instead of an object of a date library. Time zones are in zone.ts.
 */

export const dayMs = 86_400_000;
/** 0001-01-01 and 9999-12-31: what ISO's four digits and every database hold. */
export const firstDay = -719_162;
export const lastDay = 2_932_896;

export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** The algorithm of Howard Hinnant's days_from_civil; a month outside 1–12 must be brought in range before. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilOf(days: number): Civil {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function daysInMonth(year: number, month: number): number {
  if (month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false)) return 29;
  return monthLengths[month - 1] ?? 31;
}

/** The same day of another month; a day that it does not have becomes its last. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = civilOf(days);
  const count = year * 12 + (month - 1) + months;
  const toYear = Math.floor(count / 12);
  const toMonth = count - toYear * 12 + 1;
  return daysOf(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** 1 = Monday to 7 = Sunday. 1970-01-01 was a Thursday. */
export const isoWeekday = (days: number): number => modulo(days + 3, 7) + 1;

export const modulo = (value: number, by: number): number => value - Math.floor(value / by) * by;

export function dateText(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export function datetimeText(ms: number): string {
  const days = Math.floor(ms / dayMs);
  const rest = ms - days * dayMs;
  const hours = Math.floor(rest / 3_600_000);
  const minutes = Math.floor(rest / 60_000) % 60;
  const seconds = Math.floor(rest / 1_000) % 60;
  return `${dateText(days)}T${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(rest % 1_000, 3)}Z`;
}

export const pad = (value: number, length: number): string => String(value).padStart(length, '0');

const isoDate = /^\d{4}-\d\d-\d\d$/;
const isoDateLength = 10;
const isoDatetime =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d:?[0-5]\d)?$/i;
/** No clock on earth is further from UTC; ISO 8601 texts beyond are mistakes. */
const maxOffsetMs = 18 * 3_600_000;

/** `2026-03-01` as days, or null where it is no such date. */
export function readIsoDate(text: string): number | null {
  if (text.length !== isoDateLength || !isoDate.test(text)) return null;
  return daysIfReal(digitsIn(text, 0, 4), digitsIn(text, 5, 7), digitsIn(text, 8, isoDateLength));
}

/** Every date of every row is read: no texts are made for it. */
function digitsIn(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - zero;
  return value;
}

const zero = 48;

export function daysIfReal(year: number, month: number, day: number): number | null {
  if (year < 1 || year > 9_999 || month < 1 || month > 12) return null;
  return day < 1 || day > daysInMonth(year, month) ? null : daysOf(year, month, day);
}

export interface ReadDatetime {
  /** As if the clock showed UTC. */
  readonly clockMs: number;
  /** Milliseconds that the clock is ahead of UTC, or null where the text names no zone. */
  readonly offsetMs: number | null;
}

/** `2026-03-01T09:30:00.000Z`, `2026-03-01 09:30`, `…+0100`; null where it is no such time. */
export function readIsoDatetime(text: string): ReadDatetime | null {
  const match = isoDatetime.exec(text);
  if (match === null) return null;
  const days = readIsoDate(match[1] ?? '');
  const hours = Number(match[2]);
  const minutes = Number(match[3]);
  const seconds = Number(match[4] ?? 0);
  if (days === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  const offsetMs = offsetOf(match[6]);
  if (offsetMs !== null && Math.abs(offsetMs) > maxOffsetMs) return null;
  const ms = Number((match[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const clockMs = days * dayMs + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + ms;
  return { clockMs, offsetMs };
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
