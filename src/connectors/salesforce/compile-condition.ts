/** One condition of a filter on one field. */
import { kindOfType } from '../../domain/filter/field-type.ts';
import { foldCase } from '../../domain/filter/fold-case.ts';
import { likeParts } from '../../domain/filter/like-pattern.ts';
import type { LikePart } from '../../domain/filter/like-pattern.ts';
import type { ComparisonOperator, Filter, FilterValue } from '../../domain/filter/syntax.ts';
import { isRecordId } from '../../domain/record-id.ts';
import type { SourceField } from '../../domain/source-schema.ts';
import { dateLiterals } from './date-literals.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { allOf, anyOf, test } from './soql-condition.ts';
import type { Condition } from './soql-condition.ts';
import { withRightCase } from './id-case.ts';
import { numberLiteral, patternLiteral, textLiteral } from './soql-literal.ts';

export interface SoqlField {
  readonly field: SourceField;
  readonly path: string;
  readonly isOfParent: boolean;
  readonly canBeEmpty: boolean;
  /** What is null exactly where the record has no value. */
  readonly presencePath: string;
}

export interface Outcome {
  readonly condition: Condition;
  /** Whether SOQL's own answer includes records without a value, or may. */
  readonly takesEmpty: boolean;
}

export interface FieldTest {
  readonly whenTrue: Outcome;
  readonly whenFalse: Outcome;
  /** What the test says of a record without a value. */
  readonly whenEmpty: boolean;
}

export function compileComparison(
  { field, path }: SoqlField,
  { operator, value }: Extract<Filter, { kind: 'comparison' }>,
  clock: FilterClock,
): FieldTest {
  switch (operator) {
    case '=':
    case '!=':
      return equality({ field, path }, [value], operator === '=', clock);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order({ field, path }, operator, value, clock);
    case 'LIKE':
      return like(path, likeParts(textOf(value)));
    case 'CONTAINS':
      return like(path, ['any', { text: textOf(value) }, 'any']);
    case 'STARTS WITH':
      return like(path, [{ text: textOf(value) }, 'any']);
    case 'ENDS WITH':
      break;
  }
  return like(path, ['any', { text: textOf(value) }]);
}

export function compileMembership(
  { field, path }: SoqlField,
  { operator, values }: Extract<Filter, { kind: 'membership' }>,
  clock: FilterClock,
): FieldTest {
  if (operator === 'IN' || operator === 'NOT IN') {
    return equality({ field, path }, values, operator === 'IN', clock);
  }
  return { ...swappedUnless(operator === 'INCLUDES', includes({ field, path }, values)), whenEmpty: false };
}

function includes({ field, path }: NamedField, values: readonly FilterValue[]): BothOutcomes {
  if (values.length === 0) return { whenTrue: none, whenFalse: all };
  const list = listOf(values.map((value) => textLiteral(inPicklistOrder(field, textOf(value)))));
  return {
    whenTrue: strict(test(`${path} INCLUDES ${list}`)),
    whenFalse: loose(test(`${path} EXCLUDES ${list}`)),
  };
}

type NamedField = Pick<SoqlField, 'field' | 'path'>;

const strict = (condition: Condition): Outcome => ({ condition, takesEmpty: false });
const loose = (condition: Condition): Outcome => ({ condition, takesEmpty: true });
const all = loose('always');
const none = strict('never');

type BothOutcomes = Pick<FieldTest, 'whenTrue' | 'whenFalse'>;

function swappedUnless(isPositive: boolean, { whenTrue, whenFalse }: BothOutcomes): BothOutcomes {
  return isPositive ? { whenTrue, whenFalse } : { whenTrue: whenFalse, whenFalse: whenTrue };
}

/** `=`, `!=`, IN and NOT IN are one question: is the value among these? */
function equality(
  named: NamedField,
  values: readonly FilterValue[],
  isPositive: boolean,
  clock: FilterClock,
): FieldTest {
  const given = values.filter((value) => value.kind !== 'null');
  const asksForEmpty = given.length < values.length;
  const outcomes = swappedUnless(isPositive, amongValues(named, given, clock));
  return { ...outcomes, whenEmpty: asksForEmpty === isPositive };
}

function amongValues(
  { field, path }: NamedField,
  values: readonly FilterValue[],
  clock: FilterClock,
): BothOutcomes {
  const kind = kindOfType[field.type];
  switch (kind) {
    case 'boolean':
      return amongBooleans(path, values);
    case 'multipicklist':
      // SOQL has no IN for these.
      return amongEach(
        values.map((value) => amongLiterals(path, [textLiteral(inPicklistOrder(field, textOf(value)))])),
      );
    case 'date':
    case 'datetime': {
      return amongEach(
        values.map((value) => {
          const { from, to } = dateLiterals(value, kind, clock);
          if (to === null) return amongLiterals(path, [from]);
          return {
            whenTrue: strict(allOf([test(`${path} >= ${from}`), test(`${path} < ${to}`)])),
            whenFalse: strict(anyOf([test(`${path} < ${from}`), test(`${path} >= ${to}`)])),
          };
        }),
      );
    }
    case 'id':
      // Salesforce refuses a query that compares an id with anything else, and no record has such an id.
      return amongLiterals(
        path,
        values
          .map((value) => withRightCase(textOf(value)))
          .filter(isRecordId)
          .map(textLiteral),
      );
    case 'number':
      return amongLiterals(
        path,
        values.map((value) => numberLiteral(digitsOf(value))),
      );
    case 'opaque':
      // Asked for its presence only; the check lets no value through.
      return { whenTrue: none, whenFalse: all };
    case 'text':
    case 'picklist':
      break;
  }
  return amongLiterals(path, distinctTexts(values).map(textLiteral));
}

function amongEach(tests: readonly BothOutcomes[]): BothOutcomes {
  return {
    whenTrue: strict(anyOf(tests.map(({ whenTrue }) => whenTrue.condition))),
    whenFalse: loose(allOf(tests.map(({ whenFalse }) => whenFalse.condition))),
  };
}

function amongLiterals(path: string, literals: readonly string[]): BothOutcomes {
  const distinct = [...new Set(literals)];
  const [only] = distinct;
  if (only === undefined) return { whenTrue: none, whenFalse: all };
  if (distinct.length === 1) {
    return { whenTrue: strict(test(`${path} = ${only}`)), whenFalse: loose(test(`${path} != ${only}`)) };
  }
  const list = listOf(distinct);
  return {
    whenTrue: strict(test(`${path} IN ${list}`)),
    whenFalse: loose(test(`${path} NOT IN ${list}`)),
  };
}

/** SOQL takes a checkbox that has no value, as that of a missing parent, for one that is not ticked. */
function amongBooleans(path: string, values: readonly FilterValue[]): BothOutcomes {
  const wanted = new Set(values.map((value) => value.kind === 'boolean' && value.value));
  const outcome = (holdsTrue: boolean, holdsFalse: boolean): Outcome => {
    if (holdsTrue && holdsFalse) return all;
    if (holdsTrue) return strict(test(`${path} = true`));
    return holdsFalse ? loose(test(`${path} = false`)) : none;
  };
  return {
    whenTrue: outcome(wanted.has(true), wanted.has(false)),
    whenFalse: outcome(!wanted.has(true), !wanted.has(false)),
  };
}

const opposites = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function order(
  { field, path }: NamedField,
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

function like(path: string, parts: readonly LikePart[]): FieldTest {
  // Any text at all: what SOQL makes of records without a value here is not documented.
  if (parts.length > 0 && parts.every((part) => part === 'any')) {
    return { whenTrue: all, whenFalse: none, whenEmpty: false };
  }
  const literal = patternLiteral(parts);
  return {
    whenTrue: strict(test(`${path} LIKE ${literal}`)),
    whenFalse: loose(test(`(NOT ${path} LIKE ${literal})`)),
    whenEmpty: false,
  };
}

/** Salesforce keeps the choices of a record in the order of the picklist, and compares the whole text. */
function inPicklistOrder(field: SourceField, text: string): string {
  const order = new Map(field.picklistValues.map(({ value }, index) => [value, index]));
  const place = (value: string): number => order.get(value) ?? field.picklistValues.length;
  return [...new Set(text.split(';'))].toSorted((a, b) => place(a) - place(b)).join(';');
}

/** Text is compared without letter case, so `'a', 'A'` is one value. */
function distinctTexts(values: readonly FilterValue[]): string[] {
  const found = new Map<string, string>();
  for (const text of values.map(textOf)) {
    const key = foldCase(text);
    if (!found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}

function listOf(literals: readonly string[]): string {
  return `(${literals.join(', ')})`;
}

/** The check has put every value in the form of its field: anything else here is a bug. */
function textOf(value: FilterValue): string {
  if (value.kind === 'text') return value.text;
  throw new Error(`A text was expected, not ${value.kind}`);
}

function digitsOf(value: FilterValue): string {
  if (value.kind === 'number') return value.text;
  throw new Error(`A number was expected, not ${value.kind}`);
}
