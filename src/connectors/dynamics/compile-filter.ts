/**
 * The filter language as OData. Where Dataverse means something else by the same words, the text says what the
 * filter language means: see docs/decisions/filter-to-odata.md.
 */
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { Filter } from '../../domain/filter/syntax.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import { compileConditions } from '../filter/compile-conditions.ts';
import { test } from '../filter/condition.ts';
import type { Condition } from '../filter/condition.ts';
import { columnPath } from './column-path.ts';
import { compileComparison, compileMembership } from './compile-condition.ts';
import { allOf, anyOf } from './odata-condition.ts';

/**
 * @param filter checked against `schema`.
 * @param clock what relative periods are counted from; the same inputs always give the same text.
 * @throws UserError for what OData cannot say.
 */
export function compileFilter(filter: Filter, schema: SourceSchema, clock: FilterClock): Condition {
  return compileConditions(filter, {
    allOf,
    anyOf,
    test(condition) {
      const { field, column, navigations, property, logicalName } = columnPath(condition.field.path, schema);
      const path = [...navigations, property].join('/');
      const { span } = condition.field;
      const tested = {
        field,
        path,
        isOfParent: navigations.length > 0,
        logicalName,
        type: column.type,
        span,
      };
      const compiled =
        condition.kind === 'comparison'
          ? compileComparison(tested, condition, clock)
          : compileMembership(tested, condition, clock);
      return {
        ...compiled,
        // A record without the parent has no value either.
        canBeEmpty: tested.isOfParent || field.nillable,
        isEmpty: test(`${path} eq null`),
        isPresent: test(`${path} ne null`),
      };
    },
  });
}
