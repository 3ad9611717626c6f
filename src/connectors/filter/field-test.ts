/** What one condition of a filter says of a field's records, in a CRM's query language. */
import type { FilterValue } from '../../domain/filter/syntax.ts';
import type { SourceField } from '../../domain/source-schema.ts';
import type { Condition } from './condition.ts';

export interface TestedField {
  readonly field: SourceField;
  /** As the query language has it. */
  readonly path: string;
  readonly isOfParent: boolean;
}

export interface Outcome {
  readonly condition: Condition;
  /** Whether the CRM's own answer includes records without a value, or may. */
  readonly takesEmpty: boolean;
}

export interface FieldTest {
  readonly whenTrue: Outcome;
  readonly whenFalse: Outcome;
  /** What the test says of a record without a value. */
  readonly whenEmpty: boolean;
}

export type Outcomes = Pick<FieldTest, 'whenTrue' | 'whenFalse'>;

/** Of tests that the CRM answers with no for a record without a value. */
export function strict(condition: Condition): Outcome {
  return { condition, takesEmpty: false };
}

/** Of all others. */
export function loose(condition: Condition): Outcome {
  return { condition, takesEmpty: true };
}

export const everyValue = loose('always');
export const noValue = strict('never');

export function swappedUnless(isPositive: boolean, { whenTrue, whenFalse }: Outcomes): Outcomes {
  return isPositive ? { whenTrue, whenFalse } : { whenTrue: whenFalse, whenFalse: whenTrue };
}

/** The check has put every value in the form of its field: anything else here is a bug. */
export function textOf(value: FilterValue): string {
  if (value.kind === 'text') return value.text;
  throw new Error(`A text was expected, not ${value.kind}`);
}

export function digitsOf(value: FilterValue): string {
  if (value.kind === 'number') return value.text;
  throw new Error(`A number was expected, not ${value.kind}`);
}
