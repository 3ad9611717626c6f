/** The meaning of the filter language: which records a filter takes. See docs/filter-language.md. */
import type { SourceSchema } from '../source-schema.ts';
import { requireField } from './check.ts';
import type { FilterClock } from './date-bounds.ts';
import { kindOfType, type FieldKind } from './field-type.ts';
import type { Filter, FilterValue } from './syntax.ts';
import {
  compileEquality,
  compileIncludes,
  compileOrder,
  compileTextTest,
  type ValueTest,
} from './value-test.ts';

/** Cells as connectors give them: text or null; empty text is no value either. */
export type FilterRow = readonly (string | null)[];

export interface MatchesInput extends FilterClock {
  readonly schema: SourceSchema;
  /** Paths of the cells of a row, in any letter case; every field that the filter names must be among them. */
  readonly columns: readonly string[];
}

/**
 * A filter made ready for many rows. It answers yes or no, never "unknown": NOT takes exactly the records that its
 * operand leaves out, those without a value included.
 *
 * @param filter checked against `schema`.
 */
export function compileMatches(filter: Filter, input: MatchesInput): (row: FilterRow) => boolean {
  switch (filter.kind) {
    case 'and': {
      const operands = filter.operands.map((operand) => compileMatches(operand, input));
      return (row) => operands.every((matches) => matches(row));
    }
    case 'or': {
      const operands = filter.operands.map((operand) => compileMatches(operand, input));
      return (row) => operands.some((matches) => matches(row));
    }
    case 'not': {
      const matches = compileMatches(filter.operand, input);
      return (row) => !matches(row);
    }
    case 'comparison':
    case 'membership':
      break;
  }
  const column = columnOf(filter.field.path, input.columns);
  const { test, takesEmpty } = compileCondition(filter, input);
  return (row) => {
    const value = row[column];
    return value === null || value === undefined || value === '' ? takesEmpty : test(value);
  };
}

interface CompiledCondition {
  readonly test: ValueTest;
  /** Whether a record without a value is taken. */
  readonly takesEmpty: boolean;
}

type Condition = Extract<Filter, { kind: 'comparison' | 'membership' }>;

function compileCondition(condition: Condition, input: MatchesInput): CompiledCondition {
  const kind = kindOfType[requireField(condition.field, input.schema).field.type];
  if (condition.kind === 'membership') return compileMembership(condition, kind, input);
  const { operator, value } = condition;
  switch (operator) {
    case '=':
    case '!=':
      return compileAmong(kind, [value], operator === '=', input);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { test: compileOrder(kind, operator, value, input), takesEmpty: false };
    case 'LIKE':
    case 'CONTAINS':
    case 'STARTS WITH':
    case 'ENDS WITH':
      break;
  }
  return { test: compileTextTest(operator, value), takesEmpty: false };
}

function compileMembership(
  { operator, values }: Extract<Filter, { kind: 'membership' }>,
  kind: FieldKind,
  clock: FilterClock,
): CompiledCondition {
  if (operator === 'IN' || operator === 'NOT IN') return compileAmong(kind, values, operator === 'IN', clock);
  const includes = compileIncludes(values);
  const isWanted = operator === 'INCLUDES';
  return { test: (value) => includes(value) === isWanted, takesEmpty: false };
}

/** `=`, `!=`, IN and NOT IN are one question. */
function compileAmong(
  kind: FieldKind,
  values: readonly FilterValue[],
  isWanted: boolean,
  clock: FilterClock,
): CompiledCondition {
  const given = values.filter((value) => value.kind !== 'null');
  const isAmong = compileEquality(kind, given, clock);
  const isNullAmong = given.length < values.length;
  return { test: (value) => isAmong(value) === isWanted, takesEmpty: isNullAmong === isWanted };
}

function columnOf(path: string, columns: readonly string[]): number {
  const wanted = path.toLowerCase();
  const column = columns.findIndex((name) => name.toLowerCase() === wanted);
  if (column < 0) throw new Error(`The rows have no field ${path}`);
  return column;
}
