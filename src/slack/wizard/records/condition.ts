/** One condition of "More filters", and the filter that it becomes a part of. */
import { parseFilter } from '../../../domain/filter/parse.ts';
import { quoteText } from '../../../domain/filter/text-literal.ts';
import type { AttributeType } from '../../../domain/hub-object.ts';

export const operators = [
  'is',
  'isNot',
  'oneOf',
  'contains',
  'startsWith',
  'endsWith',
  'less',
  'atMost',
  'more',
  'atLeast',
  'includes',
  'excludes',
  'empty',
  'notEmpty',
] as const;
export type Operator = (typeof operators)[number];

export const operatorTexts: Readonly<Record<Operator, string>> = {
  is: 'is',
  isNot: 'is not',
  oneOf: 'is one of',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
  less: 'is less than, or before',
  atMost: 'is at most, or until',
  more: 'is more than, or after',
  atLeast: 'is at least, or from',
  includes: 'has one of',
  excludes: 'has none of',
  empty: 'is empty',
  notEmpty: 'is not empty',
};

const always: readonly Operator[] = ['empty', 'notEmpty'];
const ordered: readonly Operator[] = ['is', 'isNot', 'less', 'atMost', 'more', 'atLeast', ...always];
const ofText: readonly Operator[] = ['is', 'isNot', 'oneOf', 'contains', 'startsWith', 'endsWith', ...always];

/** What can be asked of attributes of each type. */
export const operatorsOf: Readonly<Record<AttributeType, readonly Operator[]>> = {
  text: ofText,
  'foreign key': ['is', 'isNot', 'oneOf', ...always],
  number: ordered,
  currency: ordered,
  date: ordered,
  boolean: ['is', ...always],
  list: ['includes', 'excludes', ...always],
};

export const takesValue = (operator: Operator): boolean => !always.includes(operator);

export interface Condition {
  readonly attribute: string;
  readonly type: AttributeType;
  readonly operator: Operator;
  /** As it is typed; of several, with commas or on lines of their own. */
  readonly value: string;
}

/** The condition in the filter language; '' in place of what is not typed yet. */
export function conditionText({ attribute, type, operator, value }: Condition): string {
  const isQuoted = type === 'text' || type === 'foreign key' || type === 'list';
  const written = (text: string): string => (isQuoted ? quoteText(text) : text);
  const one = written(value.trim());
  const several = value
    .split(/[,;\n]/)
    .flatMap((each) => (each.trim() === '' ? [] : [written(each.trim())]))
    .join(', ');
  const texts: Readonly<Record<Operator, string>> = {
    is: `= ${one}`,
    isNot: `!= ${one}`,
    oneOf: `IN (${several})`,
    contains: `CONTAINS ${one}`,
    startsWith: `STARTS WITH ${one}`,
    endsWith: `ENDS WITH ${one}`,
    less: `< ${one}`,
    atMost: `<= ${one}`,
    more: `> ${one}`,
    atLeast: `>= ${one}`,
    includes: `INCLUDES (${several})`,
    excludes: `EXCLUDES (${several})`,
    empty: '= null',
    notEmpty: '!= null',
  };
  return `${attribute} ${texts[operator]}`;
}

/**
 * The filter with a condition more: both have to be so.
 *
 * @throws UserError where the filter itself cannot be read, with its position.
 */
export function withCondition(filter: string, condition: string): string {
  const parsed = parseFilter(filter);
  if (parsed === null) return condition;
  const before = filter.trim().replace(/^where\s+/i, '');
  return `${parsed.kind === 'or' ? `(${before})` : before} AND ${condition}`;
}
