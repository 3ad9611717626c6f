/** A whole filter in a CRM's query language, out of what the language says of single conditions. */
import type { Filter, FilterValue } from '../../domain/filter/syntax.ts';
import type { Condition, Joiner } from './condition.ts';
import type { FieldTest } from './field-test.ts';

export type FieldCondition = Extract<Filter, { kind: 'comparison' | 'membership' }>;

export interface ConditionLanguage extends Joiner {
  /** What a condition says, and how the language asks for a value's presence. */
  readonly test: (condition: FieldCondition) => CompiledTest;
}

export interface CompiledTest extends FieldTest {
  /** Whether there can be records without a value. */
  readonly canBeEmpty: boolean;
  readonly isEmpty: Condition;
  readonly isPresent: Condition;
}

/**
 * The records that the filter takes or, not `wanted`, those that it leaves out. NOT is taken apart until it stands
 * before single tests: languages differ in what they make of records without a value under it.
 */
export function compileConditions(filter: Filter, language: ConditionLanguage, wanted = true): Condition {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const operands = filter.operands.map((operand) => compileConditions(operand, language, wanted));
      return (filter.kind === 'and') === wanted ? language.allOf(operands) : language.anyOf(operands);
    }
    case 'not':
      return compileConditions(filter.operand, language, !wanted);
    case 'comparison':
    case 'membership':
      break;
  }
  return settle(language.test(filter), wanted, language);
}

/** Adds what is to become of records without a value. */
function settle(test: CompiledTest, wanted: boolean, { allOf, anyOf }: ConditionLanguage): Condition {
  const { condition, takesEmpty } = wanted ? test.whenTrue : test.whenFalse;
  if (!test.canBeEmpty) return condition;
  if (test.whenEmpty === wanted) return anyOf([condition, test.isEmpty]);
  return takesEmpty ? allOf([condition, test.isPresent]) : condition;
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
