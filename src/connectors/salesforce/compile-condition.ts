/** One condition of a filter on one field. */
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import { likeParts } from '../../domain/filter/like-pattern.ts';
import type { LikePart } from '../../domain/filter/like-pattern.ts';
import type { ComparisonOperator, Filter, FilterValue } from '../../domain/filter/syntax.ts';
import { amongValues, includesValues } from './among-values.ts';
import { dateLiterals } from '../filter/date-literals.ts';
import { equality } from '../filter/equality.ts';
import { digitsOf, everyValue, loose, noValue, strict, swappedUnless, textOf } from '../filter/field-test.ts';
import type { FieldTest, Outcome, Outcomes, TestedField } from '../filter/field-test.ts';
import { test } from '../filter/condition.ts';
import { numberLiteral, patternLiteral, textLiteral } from './soql-literal.ts';

export function compileComparison(
  field: TestedField,
  { operator, value }: Extract<Filter, { kind: 'comparison' }>,
  clock: FilterClock,
): FieldTest {
  const among = (given: readonly FilterValue[]): Outcomes => amongValues(field, given, clock);
  switch (operator) {
    case '=':
    case '!=':
      return equality([value], operator === '=', among);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(field, operator, value, clock);
    case 'LIKE':
      return like(field, likeParts(textOf(value)));
    case 'CONTAINS':
      return like(field, ['any', { text: textOf(value) }, 'any']);
    case 'STARTS WITH':
      return like(field, [{ text: textOf(value) }, 'any']);
    case 'ENDS WITH':
      break;
  }
  return like(field, ['any', { text: textOf(value) }]);
}

export function compileMembership(
  field: TestedField,
  { operator, values }: Extract<Filter, { kind: 'membership' }>,
  clock: FilterClock,
): FieldTest {
  if (operator === 'IN' || operator === 'NOT IN') {
    return equality(values, operator === 'IN', (given) => amongValues(field, given, clock));
  }
  return { ...swappedUnless(operator === 'INCLUDES', includesValues(field, values)), whenEmpty: false };
}

const opposites = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function order(
  { field, path }: TestedField,
  operator: Exclude<ComparisonOperator, '=' | '!='>,
  value: FilterValue,
  clock: FilterClock,
): FieldTest {
  const compare = (by: string, literal: string): Outcome => strict(test(`${path} ${by} ${literal}`));
  const kind = kindOfType[field.type];
  if (kind !== 'date' && kind !== 'datetime') {
    const literal = kind === 'number' ? numberLiteral(digitsOf(value)) : textLiteral(textOf(value));
    return {
      whenTrue: compare(operator, literal),
      whenFalse: compare(opposites[operator], literal),
      whenEmpty: false,
    };
  }
  const { from, to } = dateLiterals(value, kind, clock);
  if (to === null) {
    return {
      whenTrue: compare(operator, from),
      whenFalse: compare(opposites[operator], from),
      whenEmpty: false,
    };
  }
  // "After" a period is after its end, "from it on" is from its beginning.
  const edge = operator === '<' || operator === '>=' ? from : to;
  const isBefore = operator === '<' || operator === '<=';
  const outcomes = { whenTrue: compare('<', edge), whenFalse: compare('>=', edge) };
  return { ...swappedUnless(isBefore, outcomes), whenEmpty: false };
}

function like({ path }: TestedField, parts: readonly LikePart[]): FieldTest {
  // Any text at all: what SOQL makes of records without a value here is not documented.
  if (parts.length > 0 && parts.every((part) => part === 'any')) {
    return { whenTrue: everyValue, whenFalse: noValue, whenEmpty: false };
  }
  const literal = patternLiteral(parts);
  return {
    whenTrue: strict(test(`${path} LIKE ${literal}`)),
    whenFalse: loose(test(`(NOT ${path} LIKE ${literal})`)),
    whenEmpty: false,
  };
}
