/**
 * The filter language as SOQL. Where SOQL means something else by the same words, the text says what the
 * filter language means: see docs/decisions/filter-to-soql.md.
 */
import { requireField } from '../../domain/filter/check.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import type { Filter } from '../../domain/filter/syntax.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import { compileConditions } from '../filter/compile-conditions.ts';
import { test } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { compileComparison, compileMembership } from './compile-condition.ts';
import { allOf, anyOf } from './soql-condition.ts';

/**
 * @param filter checked against `schema`.
 * @param clock what relative periods are counted from; the same inputs always give the same text.
 */
export function compileFilter(filter: Filter, schema: SourceSchema, clock: FilterClock): Condition {
  return compileConditions(filter, {
    allOf,
    anyOf,
    test(condition) {
      const { field, path } = requireField(condition.field, schema);
      const isOfParent = path.includes('.');
      const isBoolean = kindOfType[field.type] === 'boolean';
      // To SOQL a checkbox is never null, not even that of a parent that is not there.
      const presence = isOfParent && isBoolean ? path.replace(/[^.]+$/, 'Id') : path;
      const tested = { field, path, isOfParent };
      const compiled =
        condition.kind === 'comparison'
          ? compileComparison(tested, condition, clock)
          : compileMembership(tested, condition, clock);
      return {
        ...compiled,
        // A record without the parent has no value either.
        canBeEmpty: isOfParent || (field.nillable && !isBoolean),
        isEmpty: test(`${presence} = null`),
        isPresent: test(`${presence} != null`),
      };
    },
  });
}
