/** One condition of a filter on one column. */
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { kindOfType } from '../../domain/filter/field-type.ts';
import { compileLike, likeParts } from '../../domain/filter/like-pattern.ts';
import type { LikePart } from '../../domain/filter/like-pattern.ts';
import type { ComparisonOperator, Filter, FilterValue } from '../../domain/filter/syntax.ts';
import { compileTextTest } from '../../domain/filter/value-test.ts';
import { test } from '../filter/condition.ts';
import { dateLiterals } from '../filter/date-literals.ts';
import { equality } from '../filter/equality.ts';
import { digitsOf, everyValue, loose, noValue, strict, swappedUnless, textOf } from '../filter/field-test.ts';
import type { FieldTest, Outcome, Outcomes } from '../filter/field-test.ts';
import { amongChoices, amongValues, includesValues } from './among-values.ts';
import type { TestedColumn } from './among-values.ts';
import { beyondColumn } from './number-range.ts';
import { allOf, anyOf } from './odata-condition.ts';
import { numberLiteral, patternText, textLiteral } from './odata-literal.ts';

type Comparison = Extract<Filter, { kind: 'comparison' }>;

export function compileComparison(
  column: TestedColumn,
  { operator, value }: Comparison,
  clock: FilterClock,
): FieldTest {
  const among = (given: readonly FilterValue[]): Outcomes => amongValues(column, given, clock);
  switch (operator) {
    case '=':
    case '!=':
      return equality([value], operator === '=', among);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(column, operator, value, clock);
    case 'LIKE':
    case 'CONTAINS':
    case 'STARTS WITH':
    case 'ENDS WITH':
      break;
  }
  if (kindOfType[column.field.type] === 'picklist') return likeChoices(column, operator, value);
  return { ...like(column, patternOf(operator, textOf(value))), whenEmpty: false };
}

export function compileMembership(
  column: TestedColumn,
  { operator, values }: Extract<Filter, { kind: 'membership' }>,
  clock: FilterClock,
): FieldTest {
  if (operator === 'IN' || operator === 'NOT IN') {
    return equality(values, operator === 'IN', (given) => amongValues(column, given, clock));
  }
  return { ...swappedUnless(operator === 'INCLUDES', includesValues(column, values)), whenEmpty: false };
}

const words = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
const opposites = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function order(
  column: TestedColumn,
  operator: Exclude<ComparisonOperator, '=' | '!='>,
  value: FilterValue,
  clock: FilterClock,
): FieldTest {
  const { field, path } = column;
  const compare = (by: keyof typeof words, literal: string): Outcome =>
    strict(test(`${path} ${words[by]} ${literal}`));
  const kind = kindOfType[field.type];
  if (kind !== 'date' && kind !== 'datetime') {
    const beyond = kind === 'number' ? beyondColumn(column.type, digitsOf(value)) : null;
    if (beyond !== null) {
      const takesAll = (beyond === 'above') === (operator === '<' || operator === '<=');
      return { ...swappedUnless(takesAll, { whenTrue: everyValue, whenFalse: noValue }), whenEmpty: false };
    }
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

function patternOf(operator: Comparison['operator'], text: string): LikePart[] {
  if (operator === 'CONTAINS') return ['any', { text }, 'any'];
  if (operator === 'STARTS WITH') return [{ text }, 'any'];
  return operator === 'ENDS WITH' ? ['any', { text }] : likeParts(text);
}

/**
 * LIKE out of `contains`, `startswith` and `endswith`, which take wildcards inside. Where a pattern is bound at both
 * ends, a text fits that begins with all of it and ends with what stands behind its last `%`; without any `%`, one
 * that begins with it and not with one character more.
 */
function like({ path }: TestedColumn, parts: readonly LikePart[]): Outcomes {
  const inner = trimmed(parts);
  const isOpenStart = parts[0] === 'any';
  const isOpenEnd = parts.at(-1) === 'any';
  if (inner.length === 0) {
    return isOpenStart
      ? { whenTrue: everyValue, whenFalse: noValue }
      : { whenTrue: noValue, whenFalse: everyValue };
  }
  const call = (method: string, pattern: readonly LikePart[]): string =>
    `${method}(${path},${textLiteral(patternText(pattern))})`;
  if (isOpenStart && isOpenEnd) return single(call('contains', inner));
  if (isOpenEnd) return single(call('startswith', inner));
  if (isOpenStart) return single(call('endswith', inner));
  const [only] = inner;
  if (inner.length === 1 && typeof only === 'object') {
    const literal = textLiteral(only.text);
    return {
      whenTrue: strict(test(`${path} eq ${literal}`)),
      whenFalse: loose(test(`${path} ne ${literal}`)),
    };
  }
  const starts = call('startswith', inner);
  const last = inner.lastIndexOf('any');
  if (last < 0) {
    const longer = call('startswith', [...inner, 'one']);
    return {
      whenTrue: strict(allOf([test(starts), test(`not ${longer}`)])),
      whenFalse: loose(anyOf([test(`not ${starts}`), test(longer)])),
    };
  }
  const ends = call('endswith', inner.slice(last + 1));
  return {
    whenTrue: strict(allOf([test(starts), test(ends)])),
    whenFalse: loose(anyOf([test(`not ${starts}`), test(`not ${ends}`)])),
  };
}

function single(condition: string): Outcomes {
  return { whenTrue: strict(test(condition)), whenFalse: loose(test(`not ${condition}`)) };
}

/** Without what stands for any text at the ends. */
function trimmed(parts: readonly LikePart[]): readonly LikePart[] {
  const first = parts.findIndex((part) => part !== 'any');
  return first < 0 ? [] : parts.slice(first, parts.findLastIndex((part) => part !== 'any') + 1);
}

/** Choices are numbers to Dataverse. Which of them fit a pattern is known without asking. */
function likeChoices(
  column: TestedColumn,
  operator: 'LIKE' | 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH',
  value: FilterValue,
): FieldTest {
  const fits = operator === 'LIKE' ? compileLike(textOf(value)) : compileTextTest(operator, value);
  const { picklistValues } = column.field;
  const fitting = picklistValues.filter((choice) => fits(choice.value));
  const outcomes =
    fitting.length === picklistValues.length
      ? { whenTrue: everyValue, whenFalse: noValue }
      : amongChoices(
          column,
          fitting.map((choice) => choice.value),
        );
  return { ...outcomes, whenEmpty: false };
}
