/** One comparison of a filter, as a function of the record. */
import { readId } from '../org/record-ids.ts';
import type { Row } from '../org/row.ts';
import { numberTypes } from '../schema/field-definition.ts';
import type { FieldDefinition, FieldValue } from '../schema/field-definition.ts';
import type { CalendarSettings, DateRange } from './date-range.ts';
import type { Comparison, Operator } from './condition.ts';
import { compareDecimals } from '../../values/decimal.ts';
import type { FieldPath } from './field-path.ts';
import { likeMatcher } from './like.ts';
import { readLiteral } from './literal.ts';
import type { Literal } from './literal.ts';
import { queryError } from './query-error.ts';

export type Predicate = (row: Row) => boolean;
type Test = (value: FieldValue) => boolean;
type Order = (value: string) => number;

export function compileComparison(
  comparison: Comparison,
  path: FieldPath,
  soql: string,
  calendar: CalendarSettings,
): Predicate {
  const { operator, field: written } = comparison;
  const { field } = path;
  if (!field.filterable || field.type === 'address') {
    throw queryError(
      'INVALID_FIELD',
      soql,
      written,
      `field '${field.name}' can not be filtered in a query call`,
    );
  }
  checkOperator(field, operator, soql, written);
  const literals = comparison.values.map((value, index) =>
    checkLiteral(
      readLiteral(value, comparison.literalTypes[index] ?? 'STRING', calendar),
      field,
      soql,
      written,
    ),
  );
  const test = tests[operator](field, literals);
  return (row) => test(path.read(row));
}

const orderings: ReadonlySet<Operator> = new Set(['<', '<=', '>', '>=']);
const sets: ReadonlySet<Operator> = new Set(['INCLUDES', 'EXCLUDES']);
const likeTypes = new Set(['string', 'textarea', 'picklist', 'email', 'phone', 'url']);

function checkOperator(field: FieldDefinition, operator: Operator, soql: string, written: string): void {
  const { type } = field;
  const isAllowed = sets.has(operator)
    ? type === 'multipicklist'
    : operator === 'LIKE'
      ? likeTypes.has(type)
      : !(orderings.has(operator) && (type === 'boolean' || type === 'multipicklist'));
  if (isAllowed) return;
  throw queryError(
    'INVALID_QUERY_FILTER_OPERATOR',
    soql,
    written,
    `invalid operator on ${type === 'reference' ? 'id' : type} field`,
  );
}

/** What a literal has to be, by the field's type, and how Salesforce calls it. */
function checkLiteral(literal: Literal, field: FieldDefinition, soql: string, written: string): Literal {
  if (literal.kind === 'null') return literal;
  const { type, name } = field;
  const wrong = (expected: string, isQuoted: boolean): Error =>
    queryError(
      'INVALID_FIELD',
      soql,
      written,
      `value of filter criterion for field '${name}' must be of type ${expected} and should ${isQuoted ? '' : 'not '}be enclosed in quotes`,
    );
  if (numberTypes.has(type)) {
    if (literal.kind !== 'number') throw wrong(type === 'int' ? 'int' : 'double', false);
  } else if (type === 'boolean') {
    if (literal.kind !== 'boolean') throw wrong('boolean', false);
  } else if (type === 'date') {
    if (literal.kind !== 'date' && literal.kind !== 'range') throw wrong('date', false);
  } else if (type === 'datetime') {
    if (literal.kind !== 'datetime' && literal.kind !== 'range') throw wrong('dateTime', false);
  } else if (literal.kind !== 'text') throw wrong('string', true);
  else if (type === 'id' || type === 'reference') {
    if (readId(literal.text) === null)
      throw queryError('INVALID_QUERY_FILTER_OPERATOR', soql, written, `invalid ID field: ${literal.text}`);
  }
  return literal;
}

type TestMaker = (field: FieldDefinition, literals: readonly Literal[]) => Test;

const orderBy =
  (isPlace: (place: number) => boolean): TestMaker =>
  (field, literals) =>
    orderTest(field, isPlace, literals[0]);

const tests: Readonly<Record<Operator, TestMaker>> = {
  '=': (field, literals) => equality(field, literals[0]),
  // Two-valued: what is empty is not equal to a value.
  '!=': (field, literals) => negated(equality(field, literals[0])),
  IN: (field, literals) => membership(field, literals),
  'NOT IN': (field, literals) => negated(membership(field, literals)),
  INCLUDES: (_, literals) => combinations(literals),
  EXCLUDES: (_, literals) => negated(combinations(literals)),
  LIKE: (_, literals) => likeTest(literals[0]),
  '<': orderBy((place) => place < 0),
  '<=': orderBy((place) => place <= 0),
  '>': orderBy((place) => place > 0),
  '>=': orderBy((place) => place >= 0),
};

function negated(test: Test): Test {
  return (value) => !test(value);
}

const isEmpty: Test = (value) => value === null;
const never: Test = () => false;

function equality(field: FieldDefinition, literal: Literal | undefined): Test {
  if (literal === undefined || literal.kind === 'null') return isEmpty;
  if (literal.kind === 'boolean') return (value) => (value ?? false) === literal.value;
  if (literal.kind === 'range') {
    const place = placeInRange(field, literal.range);
    return (value) => typeof value === 'string' && place(value) === 0;
  }
  const key = keyOf(field, literal);
  const toKey = keyReader(field);
  return (value) => typeof value === 'string' && toKey(value) === key;
}

function membership(field: FieldDefinition, literals: readonly Literal[]): Test {
  const ranges = literals.filter((each) => ['range', 'null', 'boolean'].includes(each.kind));
  const others = ranges.map((literal) => equality(field, literal));
  const keys = new Set(literals.flatMap((each) => (ranges.includes(each) ? [] : [keyOf(field, each)])));
  const toKey = keyReader(field);
  return (value) =>
    (typeof value === 'string' && keys.has(toKey(value))) || others.some((test) => test(value));
}

/** Equal values have the same key: without letter case, whatever their digits look like, in any order. */
function keyReader(field: FieldDefinition): (value: string) => string {
  if (numberTypes.has(field.type)) return numberKey;
  if (exactTypes.has(field.type)) return (value) => value;
  if (field.type === 'multipicklist') return (value) => choicesOf(value).sort().join(';');
  return field.caseSensitive ? (value) => value : (value) => value.toLowerCase();
}

const exactTypes: ReadonlySet<string> = new Set(['id', 'reference', 'date', 'datetime']);

function keyOf(field: FieldDefinition, literal: Literal): string {
  const toKey = keyReader(field);
  if (literal.kind === 'text') {
    const isId = field.type === 'id' || field.type === 'reference';
    return toKey(isId ? (readId(literal.text) ?? literal.text) : literal.text);
  }
  if (literal.kind === 'number') return toKey(literal.text);
  if (literal.kind === 'date') return literal.date;
  if (literal.kind === 'datetime') return literal.stamp;
  throw new Error(`A ${literal.kind} has no key.`);
}

const plainNumber = /^-?[1-9]\d{0,14}$/;

/** `12.50`, `12.5` and `1.25E1` are one number. */
function numberKey(text: string): string {
  if (plainNumber.test(text)) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const significant = all.replace(/0+$/, '');
  if (significant === '') return '0';
  const magnitude = whole.length + Number(exponent) - (whole + fraction).length + all.length;
  const isInteger = magnitude >= significant.length && magnitude <= 15;
  const minus = sign === '-' ? '-' : '';
  return isInteger ? minus + significant.padEnd(magnitude, '0') : `${minus}0.${significant}E${magnitude}`;
}

function choicesOf(value: string): string[] {
  return value.toLowerCase().split(';');
}

/** `('a;b','c')`: a and b both, or c. */
function combinations(literals: readonly Literal[]): Test {
  const wanted = literals.map((literal) => (literal.kind === 'text' ? choicesOf(literal.text) : null));
  return (value) => {
    const chosen = typeof value === 'string' ? new Set(choicesOf(value)) : null;
    return wanted.some((all) =>
      all === null ? chosen === null : chosen !== null && all.every((each) => chosen.has(each)),
    );
  };
}

function likeTest(literal: Literal | undefined): Test {
  if (literal?.kind !== 'text') return isEmpty;
  const matches = likeMatcher(literal.written);
  return (value) => typeof value === 'string' && matches(value);
}

function orderTest(
  field: FieldDefinition,
  isPlace: (place: number) => boolean,
  literal: Literal | undefined,
): Test {
  if (literal === undefined || literal.kind === 'null' || literal.kind === 'boolean') return never;
  const place = literal.kind === 'range' ? placeInRange(field, literal.range) : placeBeside(field, literal);
  // What is empty is neither before nor after.
  return (value) => typeof value === 'string' && isPlace(place(value));
}

function placeBeside(field: FieldDefinition, literal: Literal): Order {
  if (literal.kind === 'number') return (value) => compareDecimals(value, literal.text);
  const key = keyOf(field, literal);
  const toKey = keyReader(field);
  return (value) => {
    const own = toKey(value);
    return own < key ? -1 : own > key ? 1 : 0;
  };
}

/** -1 before the range, 0 within it, 1 after it. */
function placeInRange(field: FieldDefinition, { start, end }: DateRange): Order {
  const [first, past] =
    field.type === 'date'
      ? [start.toISODate() ?? '', end.toISODate() ?? '']
      : [new Date(start.toMillis()).toISOString(), new Date(end.toMillis()).toISOString()];
  return (value) => (value < first ? -1 : value < past ? 0 : 1);
}
