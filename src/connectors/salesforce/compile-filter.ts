/**
 * The filter language as SOQL. Where SOQL means something else by the same words, the text says what the
 * filter language means: see docs/decisions/filter-to-soql.md.
 */
import { requireField } from '../../domain/filter/check.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import type { Filter, FilterValue } from '../../domain/filter/syntax.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import { compileComparison, compileMembership } from './compile-condition.ts';
import type { FieldTest, SoqlField } from './field-test.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { allOf, anyOf, test } from './soql-condition.ts';
import type { Condition } from './soql-condition.ts';

/**
 * @param filter checked against `schema`.
 * @param clock what relative periods are counted from; the same inputs always give the same text.
 */
export function compileFilter(filter: Filter, schema: SourceSchema, clock: FilterClock): Condition {
  return compile(filter, true, schema, clock);
}

/** Whether the meaning depends on the day it is, or on the zone in which a day begins. */
export function dependsOnClock(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(dependsOnClock);
    case 'not':
      return dependsOnClock(filter.operand);
    case 'comparison':
      return clockValues.has(filter.value.kind);
    case 'membership':
      break;
  }
  return filter.values.some((value) => clockValues.has(value.kind));
}

/** Plain dates count too: on a datetime field they are a day in the zone of the connection's user. */
const clockValues = new Set<FilterValue['kind']>(['date-literal', 'counted-date-literal', 'date']);

/**
 * The records that the filter takes, or those that it leaves out. NOT is taken apart until it stands before
 * single tests: what SOQL makes of null under NOT is not documented.
 */
function compile(filter: Filter, wanted: boolean, schema: SourceSchema, clock: FilterClock): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const operands = filter.operands.map((operand) => compile(operand, wanted, schema, clock));
      return (filter.kind === 'and') === wanted ? allOf(operands) : anyOf(operands);
    }
    case 'not':
      return compile(filter.operand, !wanted, schema, clock);
    case 'comparison':
    case 'membership':
      break;
  }
  const field = fieldOf(filter, schema);
  const test =
    filter.kind === 'comparison'
      ? compileComparison(field, filter, clock)
      : compileMembership(field, filter, clock);
  return settle(field, test, wanted);
}

function fieldOf(
  { field: reference }: Extract<Filter, { kind: 'comparison' | 'membership' }>,
  schema: SourceSchema,
): SoqlField {
  const { field, path } = requireField(reference, schema);
  const isOfParent = path.includes('.');
  const isBoolean = kindOfType[field.type] === 'boolean';
  return {
    field,
    path,
    isOfParent,
    // A record without the parent has no value either.
    canBeEmpty: isOfParent || (field.nillable && !isBoolean),
    // To SOQL a checkbox is never null, not even that of a parent that is not there.
    presencePath: isOfParent && isBoolean ? path.replace(/[^.]+$/, 'Id') : path,
  };
}

/** Adds what is to become of records without a value. */
function settle(field: SoqlField, { whenTrue, whenFalse, whenEmpty }: FieldTest, wanted: boolean): Condition {
  const { condition, takesEmpty } = wanted ? whenTrue : whenFalse;
  if (!field.canBeEmpty) return condition;
  if (whenEmpty === wanted) return anyOf([condition, test(`${field.presencePath} = null`)]);
  return takesEmpty ? allOf([condition, test(`${field.presencePath} != null`)]) : condition;
}
