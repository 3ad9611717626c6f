/** Conditions on numbers, by their digits. */
import { parseDecimal, plainDecimal } from '../../domain/filter/decimal.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';
import type { FilterCompilation, SelectField } from './compile-filter.ts';
import type { OrderOperator } from './dialect.ts';
import type { Truth } from './truth.ts';

type Field = Pick<SelectField, 'name'>;
type Compilation = Pick<FilterCompilation, 'dialect' | 'binds'>;

export function numberAmong(
  { name }: Field,
  values: readonly FilterValue[],
  { dialect, binds }: Compilation,
): Truth {
  return dialect.numberAmong(name, [...new Set(values.map(digitsOf))], binds);
}

export function numberOrder(
  { name }: Field,
  operator: OrderOperator,
  value: FilterValue,
  { dialect, binds }: Compilation,
): Truth {
  return dialect.numberOrder(name, operator, digitsOf(value), binds);
}

function digitsOf(value: FilterValue): string {
  const decimal = value.kind === 'number' ? parseDecimal(value.text) : null;
  if (decimal === null) throw new Error(`A number was expected, not ${value.kind}`);
  return plainDecimal(decimal);
}
