/** Decimals as text, so that amounts beyond a double's precision compare exactly. */

export interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  /** Power of ten of the first digit: 2 for 123.4, -1 for 0.5. */
  readonly exponent: number;
}

const form = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?\s*$/;

/** null where the text is no number. */
export function parseDecimal(text: string): Decimal | null {
  const parts = form.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
  const all = whole + fraction;
  if (all === '') return null;
  const zeros = leadingZeros(all);
  const digits = withoutTrailingZeros(all.slice(zeros));
  if (digits === '') return { sign: 0, digits: '', exponent: 0 };
  const exponent = whole.length - 1 - zeros + Number(power);
  return { sign: sign === '-' ? -1 : 1, digits, exponent };
}

/** Below zero where a < b, 0 where they are the same number, above zero where a > b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent);
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -a.sign : a.sign;
}

export function isWhole(decimal: Decimal): boolean {
  return decimal.digits.length <= decimal.exponent + 1;
}

/** Without an exponent, which not every query language reads: `1.5e3` is `1500`. */
export function plainDecimal({ sign, digits, exponent }: Decimal): string {
  const minus = sign < 0 ? '-' : '';
  if (digits === '') return '0';
  if (exponent < 0) return `${minus}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${minus}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function leadingZeros(digits: string): number {
  let count = 0;
  while (digits.charAt(count) === '0') count++;
  return count;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === '0') end--;
  return digits.slice(0, end);
}
