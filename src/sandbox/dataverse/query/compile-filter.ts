import { badQuery } from '../http/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import { textTypes } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { columnOfFunction, resolvePath } from './column-path.ts';
import { orderTo, valueOfLiteral } from './compare.ts';
import type { Comparison, Condition } from './condition.ts';
import { likePattern } from './like.ts';
import { functionTest } from './query-functions.ts';
import type { FunctionContext } from './query-functions.ts';

export type RowTest = (row: Row) => boolean;

export interface FilterContext extends FunctionContext {
  readonly org: Org;
}

/**
 * A condition as a test of rows, with what the service makes of empty values: a negation takes them, everything else
 * leaves them out, and `not` turns each condition below it around instead of the result.
 *
 * @throws ApiError where a name or a type in it is wrong.
 */
export function compileFilter(
  condition: Condition,
  table: TableDefinition,
  context: FilterContext,
  isNegated = false,
): RowTest {
  const { kind } = condition;
  if (kind === 'not') return compileFilter(condition.part, table, context, !isNegated);
  if (kind === 'compare') return compileComparison(condition, table, context, isNegated);
  if (kind === 'text') return compileTextTest(condition, table, context, isNegated);
  if (kind === 'function') return compileFunction(condition, table, context, isNegated);
  const parts = condition.parts.map((part) => compileFilter(part, table, context, isNegated));
  const needsAll = (kind === 'and') !== isNegated;
  return needsAll ? (row) => parts.every((part) => part(row)) : (row) => parts.some((part) => part(row));
}

type Of<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>;
type Compile<Kind extends Condition['kind']> = (
  condition: Of<Kind>,
  table: TableDefinition,
  context: FilterContext,
  isNegated: boolean,
) => RowTest;

const compileComparison: Compile<'compare'> = (condition, table, { org }, isNegated) => {
  const resolved = resolvePath(org, table, condition.path);
  const { column } = resolved;
  if (column.type === 'multiselect' && condition.literal.text !== null)
    throw badQuery(`The column '${column.logicalName}' has several choices: use ContainValues.`);
  const wanted = valueOfLiteral(column, condition.literal);
  const operator = isNegated ? inverse[condition.operator] : condition.operator;
  const test = comparisonTest(operator, column, wanted);
  return (row) => test(resolved.read(row));
};

const compileTextTest: Compile<'text'> = ({ method, path, literal }, table, { org }, isNegated) => {
  const resolved = resolvePath(org, table, path);
  const { column } = resolved;
  if (!textTypes.has(column.type) || literal.type !== 'Edm.String')
    throw badQuery(`The function '${method}' needs a text, and '${column.logicalName}' is none.`);
  const pattern = textPatterns[method](literal.text ?? '');
  return (row) => {
    const value = resolved.read(row);
    return value === null ? isNegated : pattern.test(String(value)) !== isNegated;
  };
};

const compileFunction: Compile<'function'> = (condition, table, context, isNegated) => {
  const name = condition.arguments['PropertyName'];
  if (typeof name !== 'string') throw badQuery("The parameter 'PropertyName' is missing.");
  const column = columnOfFunction(table, name);
  const test = functionTest(condition.name, column, condition.arguments, context);
  return (row) => test(context.org.read(row, column)) !== isNegated;
};

const inverse: Readonly<Record<Comparison, Comparison>> = {
  eq: 'ne',
  ne: 'eq',
  gt: 'le',
  ge: 'lt',
  lt: 'ge',
  le: 'gt',
};

const textPatterns = {
  contains: (text: string) => likePattern(`%${text}%`),
  startswith: (text: string) => likePattern(`${text}%`),
  endswith: (text: string) => likePattern(`%${text}`),
} as const;

function comparisonTest(operator: Comparison, column: Column, wanted: Value): (value: Value) => boolean {
  if (wanted === null) {
    if (operator === 'eq') return (value) => value === null;
    if (operator === 'ne') return (value) => value !== null;
    throw badQuery(`null can be compared by eq and ne, not by ${operator}.`);
  }
  const fits = accepted[operator];
  const order = orderTo(column, wanted);
  if (operator === 'ne') return (value) => value === null || fits(order(value));
  return (value) => value !== null && fits(order(value));
}

const accepted: Readonly<Record<Comparison, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};
