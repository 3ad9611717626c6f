import { daysInMonth } from '../calendar.ts';

/**
 * Values that stand in ASCII as the hub keeps them, recognised where their bytes lie: nearly all that a CRM sends.
 * What is not recognised here may still be a value, and is read as text.
 */
export type FitsPlain = (bytes: Uint8Array, start: number, length: number) => boolean;

const dateLength = '2026-03-01'.length;
const datetimeLength = '2026-03-01T09:30:00.000Z'.length;

/** `2026-03-01` or `2026-03-01T09:30:00.000Z`, of a day and an hour that exist. */
export const isPlainDate: FitsPlain = (bytes, start, length) =>
  (length === dateLength && isDate(bytes, start)) ||
  (length === datetimeLength && isDate(bytes, start) && isTime(bytes, start));

/** Digits that every double keeps. */
const safeDigits = 15;

/**
 * Up to 15 digits, of which the first is no zero and the last decimal neither: a double holds it exactly, and its text
 * is JSON as it stands.
 */
export const isPlainNumber: FitsPlain = (bytes, start, length) => {
  const end = start + length;
  const first = bytes[start] === minus ? start + 1 : start;
  if (first === end || end - first > safeDigits) return false;
  let pointAt = -1;
  for (let at = first; at < end; at += 1) {
    if (bytes[at] === point && pointAt < 0) pointAt = at;
    else if (!isDigit(digitAt(bytes, at))) return false;
  }
  const last = bytes[end - 1];
  if (pointAt >= 0 && (pointAt === first || last === point || last === zero)) return false;
  // A leading zero is only right before the point, and minus zero is zero.
  return bytes[first] !== zero || pointAt === first + 1 || length === 1;
};

const zero = 48;
const point = 46;
const minus = 45;
const colon = 58;
const letterT = 84;
const letterZ = 90;

function isDate(bytes: Uint8Array, start: number): boolean {
  if (bytes[start + 4] !== minus || bytes[start + 7] !== minus) return false;
  const century = twoDigits(bytes, start);
  const years = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (century < 0 || years < 0 || month < 1 || month > 12 || day < 1) return false;
  const year = century * 100 + years;
  return year > 0 && (day <= 28 || day <= daysInMonth(year, month));
}

function isTime(bytes: Uint8Array, start: number): boolean {
  return (
    bytes[start + 10] === letterT &&
    isBelow(24, twoDigits(bytes, start + 11)) &&
    bytes[start + 13] === colon &&
    isBelow(60, twoDigits(bytes, start + 14)) &&
    bytes[start + 16] === colon &&
    isBelow(60, twoDigits(bytes, start + 17)) &&
    bytes[start + 19] === point &&
    twoDigits(bytes, start + 20) >= 0 &&
    isDigit(digitAt(bytes, start + 22)) &&
    bytes[start + 23] === letterZ
  );
}

const isBelow = (limit: number, value: number): boolean => value >= 0 && value < limit;

/** The number of two digits, or -1 where they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = digitAt(bytes, at);
  const ones = digitAt(bytes, at + 1);
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones : -1;
}

const digitAt = (bytes: Uint8Array, at: number): number => (bytes[at] as number) - zero;
const isDigit = (value: number): boolean => value >= 0 && value <= 9;
