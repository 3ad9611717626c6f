/** `Microsoft.Dynamics.CRM.…(PropertyName='…')`: conditions that the service adds to OData's. */
import { badQuery, beyondSandbox } from '../http/api-error.ts';
import { textTypes } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';
import { comparableOf, orderOf, valueOfLiteral } from './compare.ts';
import type { Argument, Literal } from './condition.ts';
import { countedRange, dayRange, namedRange } from './date-ranges.ts';
import type { Calendar, DateRange } from './date-ranges.ts';

/** Whether a value fits. Functions that begin with a negation take records without a value, the others do not. */
export type ValueTest = (value: Value) => boolean;

export interface FunctionContext {
  readonly calendar: Calendar;
  readonly userId: string;
}

type Arguments = Readonly<Record<string, Argument>>;
type Maker = (column: Column, given: Arguments, context: FunctionContext) => ValueTest;

/** @throws ApiError where there is no such function, or not for this column. */
export function functionTest(
  name: string,
  column: Column,
  given: Arguments,
  context: FunctionContext,
): ValueTest {
  const make = makers[name];
  if (make !== undefined) return make(column, given, context);
  const opposite = opposites[name];
  if (opposite !== undefined) {
    const test = functionTest(opposite, column, given, context);
    return (value) => value === null || !test(value);
  }
  const range =
    namedRange(name, context.calendar) ??
    (/X(?:Minutes|Hours|Days|Weeks|Months|Years)$/.test(name)
      ? countedRange(name, wholeNumber(given), context.calendar)
      : null);
  if (range === null) throw beyondSandbox(`the query function ${name}`);
  return inRange(column, range);
}

const opposites: Readonly<Record<string, string>> = {
  NotIn: 'In',
  NotBetween: 'Between',
  DoesNotContainValues: 'ContainValues',
  NotOn: 'On',
  NotEqualUserId: 'EqualUserId',
};

const makers: Readonly<Record<string, Maker>> = {
  In(column, given) {
    const comparable = comparableOf(column);
    const wanted = new Set(listOf(given).map((text) => comparable(valueIn(column, text))));
    return (value) => value !== null && wanted.has(comparable(value));
  },
  Between(column, given) {
    const [least, most, other] = listOf(given);
    if (least === undefined || most === undefined || other !== undefined)
      throw badQuery("The function 'Between' needs two values.");
    const order = orderOf(column);
    const [from, to] = [valueIn(column, least), valueIn(column, most)];
    return (value) => value !== null && order(value, from) >= 0 && order(value, to) <= 0;
  },
  ContainValues(column, given) {
    if (column.type !== 'multiselect')
      throw badQuery(`The column '${column.logicalName}' has not several choices.`);
    const wanted = new Set(listOf(given));
    return (value) => typeof value === 'string' && value.split(',').some((each) => wanted.has(each));
  },
  On: (column, given, { calendar }) => inRange(column, day(given, calendar)),
  OnOrBefore: (column, given, { calendar }) =>
    inRange(column, { start: null, end: day(given, calendar).end }),
  OnOrAfter: (column, given, { calendar }) =>
    inRange(column, { start: day(given, calendar).start, end: null }),
  EqualUserId(column, _, { userId }) {
    const comparable = comparableOf(column);
    return (value) => value !== null && comparable(value) === userId;
  },
};

function inRange(column: Column, { start, end }: DateRange): ValueTest {
  if (column.type !== 'datetime')
    throw badQuery(`The column '${column.logicalName}' holds no dates, which the function needs.`);
  const isDay = column.behavior === 'DateOnly';
  // A day has no zone: it is compared with the user's days.
  const textOf = (moment: DateRange['start']): string | null =>
    moment === null ? null : isDay ? moment.toISODate() : moment.toUTC().toISO();
  const [from, to] = [textOf(start), textOf(end)];
  return (value) => {
    if (typeof value !== 'string') return false;
    if (isDay) return (from === null || value >= from) && (to === null || value < to);
    const ms = Date.parse(value);
    return (from === null || ms >= Date.parse(from)) && (to === null || ms < Date.parse(to));
  };
}

function day(given: Arguments, calendar: Calendar): DateRange {
  const text = single(given);
  const range = dayRange(text, calendar);
  if (range === null) throw badQuery(`'${text}' is no date.`);
  return range;
}

function wholeNumber(given: Arguments): number {
  const text = single(given);
  if (!/^\d{1,6}$/.test(text)) throw badQuery(`'${text}' is no whole number for 'PropertyValue'.`);
  return Number(text);
}

function single(given: Arguments): string {
  const value = given['PropertyValue'];
  if (typeof value !== 'string') throw badQuery("The parameter 'PropertyValue' is missing.");
  return value;
}

function listOf(given: Arguments): readonly string[] {
  const values = given['PropertyValues'];
  if (!Array.isArray(values) || values.length === 0)
    throw badQuery("The parameter 'PropertyValues' is missing or empty.");
  return values as readonly string[];
}

/** Values of lists are texts, whatever the column's type. */
function valueIn(column: Column, text: string): string | boolean {
  const value = valueOfLiteral(column, {
    type: typeNames[column.type] ?? 'Edm.Int32',
    text,
  } satisfies Literal);
  if (value === null) throw badQuery(`'${text}' is no value for '${column.logicalName}'.`);
  if (!textTypes.has(column.type) && column.type !== 'datetime' && !/^[\w.{}-]+$/.test(text))
    throw badQuery(`'${text}' is no value for '${column.logicalName}'.`);
  return value;
}

const typeNames: Partial<Record<Column['type'], string>> = {
  string: 'Edm.String',
  memo: 'Edm.String',
  boolean: 'Edm.Boolean',
  datetime: 'Edm.Date',
};
