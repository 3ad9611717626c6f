/** Numbers are compared by their digits. A double is asked first: only where it cannot tell are digits read. */
import { compareDecimals, parseDecimal, type Decimal } from './decimal.ts';

type NumberTest = (value: string) => boolean;

interface Wanted {
  /** Nearest double. Rounding keeps the order: of two numbers with different doubles the doubles tell which is less. */
  readonly double: number;
  readonly decimal: Decimal;
}

/** @param digits each a number of the filter language. */
export function compileNumberEquality(digits: readonly string[]): NumberTest {
  const wanted = new Map<number, Decimal[]>();
  for (const { double, decimal } of digits.map(wantedOf)) {
    const known = wanted.get(double) ?? [];
    wanted.set(double, [...known, decimal]);
  }
  return (value) => {
    const candidates = wanted.get(Number(value));
    if (candidates === undefined) return false;
    const decimal = parseDecimal(value);
    return decimal !== null && candidates.some((each) => compareDecimals(decimal, each) === 0);
  };
}

/** A value that is no number is neither less nor more than one. */
export function compileNumberOrder(operator: '<' | '<=' | '>' | '>=', digits: string): NumberTest {
  const { double, decimal } = wantedOf(digits);
  const isLess = operator === '<' || operator === '<=';
  const takesEqual = operator === '<=' || operator === '>=';
  return (value) => {
    const own = Number(value);
    if (own < double) return isLess;
    if (own > double) return !isLess;
    const exact = parseDecimal(value);
    if (exact === null) return false;
    const order = compareDecimals(exact, decimal);
    return order === 0 ? takesEqual : order < 0 === isLess;
  };
}

function wantedOf(digits: string): Wanted {
  const decimal = parseDecimal(digits);
  if (decimal === null) throw new Error('A number was expected');
  return { double: Number(digits), decimal };
}
