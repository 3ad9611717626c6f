import type { FilterValue } from '../../domain/filter/syntax.ts';
import { swappedUnless } from './field-test.ts';
import type { FieldTest, Outcomes } from './field-test.ts';

/** `=`, `!=`, IN and NOT IN are one question: is the value among these? */
export function equality(
  values: readonly FilterValue[],
  isPositive: boolean,
  among: (given: readonly FilterValue[]) => Outcomes,
): FieldTest {
  const given = values.filter((value) => value.kind !== 'null');
  const asksForEmpty = given.length < values.length;
  return { ...swappedUnless(isPositive, among(given)), whenEmpty: asksForEmpty === isPositive };
}
