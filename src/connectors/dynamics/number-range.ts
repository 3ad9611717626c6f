import { compareDecimals, parseDecimal } from '../../domain/filter/decimal.ts';

/** The largest number that Dataverse can compare with a column of the type, negative ones alike. */
const largest: Readonly<Record<string, string>> = {
  IntegerType: '2147483647',
  BigIntType: '9223372036854775807',
};
/** OData's decimals have 96 bits. */
const largestDecimal = '79228162514264337593543950335';

/** Where a number lies that no query can name, and no record has; null where it can. */
export function beyondColumn(type: string, digits: string): 'above' | 'below' | null {
  const number = parseDecimal(digits);
  const limit = parseDecimal(largest[type] ?? largestDecimal);
  if (number === null || limit === null || number.sign === 0) return null;
  if (compareDecimals({ ...number, sign: 1 }, limit) <= 0) return null;
  return number.sign < 0 ? 'below' : 'above';
}
