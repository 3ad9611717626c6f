/** Decimal numbers as text, compared to their last digit: a double would take two of them for one. */

export function compareDecimals(a: string, b: string): number {
  const left = Number(a);
  const right = Number(b);
  // Rounding keeps the order, so two different doubles tell it.
  if (left !== right) return left < right ? -1 : 1;
  if (a === b) return 0;
  const [x, y] = [digitsOf(a), digitsOf(b)];
  if (x.sign !== y.sign) return x.sign - y.sign;
  const length = Math.max(x.fraction.length, y.fraction.length);
  const [m, n] = [
    BigInt(x.whole + x.fraction.padEnd(length, '0')),
    BigInt(y.whole + y.fraction.padEnd(length, '0')),
  ];
  if (m === n) return 0;
  return m < n ? -x.sign : x.sign;
}

interface Digits {
  readonly sign: number;
  readonly whole: string;
  readonly fraction: string;
}

/** Longest shift of a decimal point that is written out. */
const maxExponent = 400;

function digitsOf(text: string): Digits {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  const [, minus = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
  const shift = Math.max(-maxExponent, Math.min(maxExponent, Number(exponent)));
  const all = whole + fraction;
  const point = whole.length + shift;
  const isZero = /^0*$/.test(all);
  return {
    sign: isZero ? 0 : minus === '-' ? -1 : 1,
    whole: point <= 0 ? '0' : all.slice(0, point).padEnd(point, '0'),
    fraction: point <= 0 ? '0'.repeat(-point) + all : all.slice(point),
  };
}
