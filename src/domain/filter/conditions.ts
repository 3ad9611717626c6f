import type { Filter } from './syntax.ts';

export type Condition = Extract<Filter, { kind: 'comparison' | 'membership' }>;

/** Everything that a filter asks of a field, in the order of the text. */
export function conditionsOf(filter: Filter): Condition[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(conditionsOf);
    case 'not':
      return conditionsOf(filter.operand);
    case 'comparison':
    case 'membership':
      break;
  }
  return [filter];
}
