import { parseDecimal, plainDecimal } from '../filter/decimal.ts';

/**
 * Gives a number as JSON, or null where the text is none: a JSON number where a double holds it exactly as
 * written, otherwise the decimal as JSON text, so that no digit is lost.
 */
export type ReadNumber = (text: string) => string | null;

/** No amount is written longer; a double's largest has 309 digits. */
const maxNumberLength = 400;
/** Digits that every double keeps. */
const safeDigits = 15;

const plainForm = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** As most are written: what is read gives the same text, whatever number it is. */
const usualForm = /^(?:0|-?[1-9]\d*|-?(?:0|[1-9]\d*)\.\d*[1-9])$/;

/** Whether the text is a number in the plain form already, without an exponent, and with no zero too many. */
export function isUsualNumber(text: string): boolean {
  return text.length <= maxNumberLength && usualForm.test(text);
}

/** A number as CRMs write it: digits with a point and perhaps an exponent, and nothing between thousands. */
export function plainNumberJson(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > maxNumberLength || !plainForm.test(trimmed)) return null;
  return decimalJson(trimmed);
}

/** @param text a number in the plain form. */
export function decimalJson(text: string): string {
  const value = Number(text);
  if (value === 0) return '0';
  const short = String(value);
  if (text.length <= safeDigits && !/e/i.test(text)) return short;
  const decimal = parseDecimal(text);
  const held = parseDecimal(short);
  if (decimal === null) return short;
  const isHeld = held !== null && held.digits === decimal.digits && held.exponent === decimal.exponent;
  return isHeld ? short : `"${plainDecimal(decimal)}"`;
}
