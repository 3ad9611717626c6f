/** What one condition of a filter says of a field's records, in SOQL. */
import type { FilterValue } from '../../domain/filter/syntax.ts';
import type { SourceField } from '../../domain/source-schema.ts';
import type { Condition } from './soql-condition.ts';

export interface SoqlField {
  readonly field: SourceField;
  readonly path: string;
  readonly isOfParent: boolean;
  readonly canBeEmpty: boolean;
  /** What is null exactly where the record has no value. */
  readonly presencePath: string;
}

export interface Outcome {
  readonly condition: Condition;
  /** Whether SOQL's own answer includes records without a value, or may. */
  readonly takesEmpty: boolean;
}

export interface FieldTest {
  readonly whenTrue: Outcome;
  readonly whenFalse: Outcome;
  /** What the test says of a record without a value. */
  readonly whenEmpty: boolean;
}

export type Outcomes = Pick<FieldTest, 'whenTrue' | 'whenFalse'>;

/** Of tests that SOQL answers with no for a record without a value. */
export function strict(condition: Condition): Outcome {
  return { condition, takesEmpty: false };
}

/** Of all others. */
export function loose(condition: Condition): Outcome {
  return { condition, takesEmpty: true };
}

export const everyValue = loose('always');
export const noValue = strict('never');

/** The check has put every value in the form of its field: anything else here is a bug. */
export function textOf(value: FilterValue): string {
  if (value.kind === 'text') return value.text;
  throw new Error(`A text was expected, not ${value.kind}`);
}

export function digitsOf(value: FilterValue): string {
  if (value.kind === 'number') return value.text;
  throw new Error(`A number was expected, not ${value.kind}`);
}
