/** Makes conditions of the filter language; checkFilter has the last word on each. */
import type { ComparisonOperator, Filter, FilterValue, TextOperator } from '../../../domain/filter/syntax.ts';

const span = { start: 0, end: 0 };

export const textValue = (text: string): FilterValue => ({ kind: 'text', text, span });
export const numberValue = (text: string): FilterValue => ({ kind: 'number', text, span });
export const dateValue = (text: string): FilterValue => ({ kind: 'date', text, span });

export function compare(
  path: string,
  operator: ComparisonOperator | TextOperator,
  value: FilterValue,
): Filter {
  return { kind: 'comparison', field: { path, span }, operator, value };
}

export function isNull(path: string, isMissing: boolean): Filter {
  return compare(path, isMissing ? '=' : '!=', { kind: 'null', span });
}

export function isTrue(path: string, value: boolean): Filter {
  return compare(path, '=', { kind: 'boolean', value, span });
}

/** One of these; of one value simply that. */
export function isAmong(path: string, values: readonly string[]): Filter {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return compare(path, '=', textValue(only));
  return { kind: 'membership', field: { path, span }, operator: 'IN', values: values.map(textValue) };
}

/** @param isAll every one of the values, instead of at least one. */
export function includes(path: string, values: readonly string[], isAll: boolean): Filter {
  const asked = isAll ? [values.join(';')] : values;
  return { kind: 'membership', field: { path, span }, operator: 'INCLUDES', values: asked.map(textValue) };
}

const opposites = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
} as const satisfies Record<ComparisonOperator, ComparisonOperator>;

/** What a person means by "not": of an order the other side, of a text all that does not hold it. */
export function negate(filter: Filter): Filter {
  switch (filter.kind) {
    case 'not':
      return filter.operand;
    case 'and':
      return { kind: 'or', operands: filter.operands.map(negate) };
    case 'or':
      return { kind: 'and', operands: filter.operands.map(negate) };
    case 'membership': {
      const operators = { IN: 'NOT IN', 'NOT IN': 'IN', INCLUDES: 'EXCLUDES', EXCLUDES: 'INCLUDES' } as const;
      return { ...filter, operator: operators[filter.operator] };
    }
    case 'comparison':
      break;
  }
  const { operator, value } = filter;
  if (value.kind === 'boolean') return { ...filter, value: { ...value, value: !value.value } };
  if (operator in opposites) return { ...filter, operator: opposites[operator as ComparisonOperator] };
  return { kind: 'not', operand: filter };
}

export function joinAll(kind: 'and' | 'or', filters: readonly Filter[]): Filter | null {
  const [only] = filters;
  if (only === undefined || filters.length === 1) return only ?? null;
  return { kind, operands: filters.flatMap((filter) => (filter.kind === kind ? filter.operands : [filter])) };
}
