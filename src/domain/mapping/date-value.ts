import {
  datetimeText,
  dayMs,
  daysInMonth,
  firstDay,
  lastDay,
  readIsoDate,
  readIsoDatetime,
} from '../calendar.ts';
import type { Zone } from '../zone.ts';

/** Gives ISO text as the hub stores it (`2026-03-01`, `2026-03-01T09:30:00.000Z`), or null where it does not fit. */
export type ReadDate = (text: string) => string | null;

const dateLength = '2026-03-01'.length;
const datetimeLength = '2026-03-01T09:30:00.000Z'.length;

/**
 * ISO 8601 as connectors give it; a time without a zone is one of `zone`. What is already in the hub's form,
 * which is nearly all, is only looked through and given back.
 */
export function isoDateReader(zone: Zone): ReadDate {
  return (text) => {
    if (text.length === dateLength && isDate(text)) return text;
    if (text.length === datetimeLength && isDate(text) && isTime(text)) return text;
    const trimmed = text.trim();
    if (readIsoDate(trimmed) !== null) return trimmed;
    const read = readIsoDatetime(trimmed);
    if (read === null) return null;
    const { clockMs, offsetMs } = read;
    return storedMoment(offsetMs === null ? zone.utcOf(clockMs) : clockMs - offsetMs);
  };
}

/** null outside the years 1 to 9999, which is what ISO's four digits hold. */
export function storedMoment(utcMs: number): string | null {
  return utcMs >= firstDay * dayMs && utcMs < (lastDay + 1) * dayMs ? datetimeText(utcMs) : null;
}

const zero = 48;
const dash = 45;
const colon = 58;

function isDate(text: string): boolean {
  if (text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return false;
  const century = twoDigits(text, 0);
  const years = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (century < 0 || years < 0 || month < 1 || month > 12 || day < 1) return false;
  const year = century * 100 + years;
  return year > 0 && (day <= 28 || day <= daysInMonth(year, month));
}

function isTime(text: string): boolean {
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  return (
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === colon &&
    text.charCodeAt(16) === colon &&
    text.charCodeAt(19) === 46 &&
    text.charCodeAt(23) === 90 &&
    hours >= 0 &&
    hours < 24 &&
    minutes >= 0 &&
    minutes < 60 &&
    seconds >= 0 &&
    seconds < 60 &&
    twoDigits(text, 20) >= 0 &&
    isDigit(text.charCodeAt(22) - zero)
  );
}

/** The number of two digits, or -1 where they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero;
  const ones = text.charCodeAt(at + 1) - zero;
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones : -1;
}

const isDigit = (value: number): boolean => value >= 0 && value <= 9;
