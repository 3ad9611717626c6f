/** Past these places a double has no digits left to round. */
const maxPlaces = 20;

/** Half away from zero, of the decimal digits as they are shown: 1.005 becomes 1.01. */
export function roundTo(value: number, places: number): number {
  return scaled(value, places, (digits) => Math.floor(digits + 0.5));
}

/** Away from zero. */
export function roundUpTo(value: number, places: number): number {
  return scaled(value, places, Math.ceil);
}

/** Towards zero. */
export function roundDownTo(value: number, places: number): number {
  return scaled(value, places, Math.floor);
}

/**
 * The product with the power of ten is first brought to the 15 digits that a spreadsheet counts with: 1.005 * 100
 * is 100.49999999999999 in binary, and 100.5 as everyone reads it. Far from a half or a whole it cannot matter.
 */
function scaled(value: number, places: number, round: (digits: number) => number): number {
  const whole = Math.max(-maxPlaces, Math.min(maxPlaces, Math.trunc(places)));
  const size = Math.abs(value);
  const factor = 10 ** Math.abs(whole);
  const digits = whole < 0 ? size / factor : size * factor;
  if (digits >= 1e15) return value;
  const isClear = Math.abs(digits - Math.round(digits * 2) / 2) > digits * 1e-12 + 1e-12;
  const rounded = round(isClear ? digits : Number(digits.toPrecision(15)));
  const result = whole < 0 ? rounded * factor : rounded / factor;
  return value < 0 ? 0 - result : result;
}
