import { dateOf, momentOf, numberOf, textOf } from './convert.ts';
import { isBlank, isDate, isList } from './values.ts';
import type { FormulaValue } from './values.ts';
import type { Zone } from '../zone.ts';

/** Texts compare without letter case, numbers to 15 digits; every missing value is the same. */
export function areEqual(a: FormulaValue, b: FormulaValue, zone: Zone): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return sameText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b) === 0;
  if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
  if (a === null || b === null) return false;
  if (isList(a) || isList(b)) return sameText(textOf(a), textOf(b));
  if (isDate(a) || isDate(b)) return order(a, b, '=', zone) === 0;
  return sameText(textOf(a), textOf(b));
}

export function sameText(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** -1, 0 or 1. */
export function order(
  a: Exclude<FormulaValue, null>,
  b: Exclude<FormulaValue, null>,
  who: string,
  zone: Zone,
): number {
  if (isDate(a) || isDate(b)) {
    const x = momentOf(a, who, zone);
    const y = momentOf(b, who, zone);
    // Against a day, a moment counts as the day it is in.
    if (x.kind === 'datetime' && y.kind === 'datetime') return Math.sign(x.ms - y.ms);
    return Math.sign(dateOf(x, who, zone).days - dateOf(y, who, zone).days);
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return compareNumbers(numberOf(a, who), numberOf(b, who));
}

/** To 15 digits: 1.1 * 1.1 is not larger than 1.21. */
export function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  // Whole numbers have no rounding noise.
  const near = Math.abs(a - b) <= Math.abs(a) * 1e-14 && !(Number.isInteger(a) && Number.isInteger(b));
  if (near && a.toPrecision(15) === b.toPrecision(15)) return 0;
  return a < b ? -1 : 1;
}

export function compareTexts(a: string, b: string): number {
  const x = a.toLowerCase();
  const y = b.toLowerCase();
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
