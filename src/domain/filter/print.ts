import type { Filter, FilterValue } from './syntax.ts';
import { quotePattern, quoteText } from './text-literal.ts';

/** The filter as text. Read again, it is the same filter (spans apart). */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.map(printOperand).join(filter.kind === 'and' ? ' AND ' : ' OR ');
    case 'not':
      return printNot(filter.operand);
    case 'comparison':
    case 'membership':
      break;
  }
  return printCondition(filter, '');
}

type Condition = Extract<Filter, { kind: 'comparison' | 'membership' }>;

/** AND inside OR would need no parentheses here, but SOQL and most readers want them. */
function printOperand(filter: Filter): string {
  const text = printFilter(filter);
  return filter.kind === 'and' || filter.kind === 'or' ? `(${text})` : text;
}

function printNot(operand: Filter): string {
  if (operand.kind === 'comparison' && isWord(operand.operator)) return printCondition(operand, 'NOT ');
  if (operand.kind === 'membership' && operand.operator === 'INCLUDES')
    return printCondition(operand, 'NOT ');
  return `NOT ${printOperand(operand)}`;
}

function isWord(operator: string): boolean {
  return /^[A-Z]/.test(operator);
}

function printCondition(condition: Condition, not: string): string {
  const before = `${condition.field.path} ${not}${condition.operator}`;
  if (condition.kind === 'membership') return `${before} (${condition.values.map(printValue).join(', ')})`;
  const { operator, value } = condition;
  return `${before} ${operator === 'LIKE' && value.kind === 'text' ? quotePattern(value.text) : printValue(value)}`;
}

function printValue(value: FilterValue): string {
  return value.kind === 'text' ? quoteText(value.text) : bareValue(value);
}

/** The value without quotes. */
export function bareValue(value: FilterValue): string {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'date':
    case 'datetime':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'date-literal':
      return value.name;
    case 'counted-date-literal':
      break;
  }
  return `${value.name}:${value.count}`;
}
