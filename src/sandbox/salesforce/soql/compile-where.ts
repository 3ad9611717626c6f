import type { Query } from '@jetstreamapp/soql-parser-js';
import { readId } from '../org/record-ids.ts';
import type { FieldValue } from '../schema/field-definition.ts';
import { badRequest } from '../http/api-error.ts';
import { compileComparison } from './compile-comparison.ts';
import type { Predicate } from './compile-comparison.ts';
import type { Comparison, ConditionTree } from './condition.ts';
import type { CalendarSettings } from './date-range.ts';
import { resolvePath } from './field-path.ts';
import type { PathContext } from './field-path.ts';

export interface WhereContext extends PathContext {
  readonly calendar: CalendarSettings;
  /** Runs the query of a semi-join: the values of its one column. */
  readonly column: (query: Query) => ReadonlySet<FieldValue>;
}

export function compileWhere(tree: ConditionTree, context: WhereContext): Predicate {
  switch (tree.kind) {
    case 'comparison':
      return compileComparison(tree, resolvePath(tree.field, context), context.soql, context.calendar);
    case 'semi-join': {
      const path = resolvePath(tree.field, context);
      if (path.field.type !== 'id' && path.field.type !== 'reference') {
        throw badRequest(
          'MALFORMED_QUERY',
          'Semi join sub-selects are only allowed to query id fields, cannot use ' + tree.field,
        );
      }
      const values = context.column(tree.query);
      return (row) => {
        const value = path.read(row);
        return (value !== null && values.has(value)) !== tree.isNegated;
      };
    }
    case 'not': {
      const operand = compileWhere(tree.operand, context);
      return (row) => !operand(row);
    }
    case 'and':
    case 'or':
      break;
  }
  const operands = tree.operands.map((each) => compileWhere(each, context));
  return tree.kind === 'and'
    ? (row) => operands.every((operand) => operand(row))
    : (row) => operands.some((operand) => operand(row));
}

/** The ids that a filter names, where no other record can pass it: they are looked up instead of searched. */
export function namedIds(tree: ConditionTree): string[] | null {
  if (tree.kind === 'and') {
    for (const operand of tree.operands) {
      const ids = namedIds(operand);
      if (ids !== null) return ids;
    }
    return null;
  }
  return tree.kind === 'comparison' && isIdList(tree) ? idsOf(tree) : null;
}

function isIdList({ field, operator }: Comparison): boolean {
  return field.toLowerCase() === 'id' && (operator === '=' || operator === 'IN');
}

function idsOf({ values }: Comparison): string[] {
  const ids = values.flatMap((value) => readId(value.slice(1, -1)) ?? []);
  // In the order of the ids, as a search of the whole object would find them.
  return [...new Set(ids)].sort();
}
