/** How two values stand to each other, as the database sees it. */
import { badQuery } from '../http/api-error.ts';
import { readGuid } from '../org/guid.ts';
import { compareDecimals } from '../../values/decimal.ts';
import { choiceTypes, lookupTypes, numberTypes, referenceOf, textTypes } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';
import type { Literal } from './condition.ts';

/** Below 0, 0 or above; both are values of the column, without nulls. */
export type Order = (a: string | boolean, b: string | boolean) => number;

export function orderOf(column: Column): Order {
  const { type } = column;
  if (numberTypes.has(type) || choiceTypes.has(type)) return (a, b) => compareDecimals(String(a), String(b));
  const comparable = comparableOf(column);
  return (a, b) => compareTexts(comparable(a), comparable(b));
}

/** How values stand to one that stays the same: it is made ready once. */
export function orderTo(column: Column, wanted: string | boolean): (value: string | boolean) => number {
  const { type } = column;
  if (numberTypes.has(type) || choiceTypes.has(type)) {
    const digits = String(wanted);
    return (value) => compareDecimals(String(value), digits);
  }
  const comparable = comparableOf(column);
  const key = comparable(wanted);
  return (value) => compareTexts(comparable(value), key);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What values of a column are equal by: text without letter case, lookups by their ids. */
export function comparableOf({ type }: Column): (value: string | boolean) => string {
  if (lookupTypes.has(type)) return (value) => referenceOf(value)?.id ?? String(value);
  return (value) => String(value).toLowerCase();
}

const integerTypes = new Set(['Edm.SByte', 'Edm.Byte', 'Edm.Int16', 'Edm.Int32', 'Edm.Int64']);
const numbers = new Set([...integerTypes, 'Edm.Decimal', 'Edm.Double', 'Edm.Single']);

/** A literal as a value of the column that it is compared with. @throws ApiError where it is of another type. */
export function valueOfLiteral(column: Column, { type, text }: Literal): Value {
  if (text === null) return null;
  if (textTypes.has(column.type) && type === 'Edm.String') return text;
  if (lookupTypes.has(column.type) || column.type === 'uniqueidentifier') {
    const id = readGuid(text);
    if (id !== null) return id;
  }
  if (choiceTypes.has(column.type) && integerTypes.has(type)) return text;
  if (numberTypes.has(column.type) && numbers.has(type)) return text;
  if (column.type === 'boolean' && type === 'Edm.Boolean') return text === 'true';
  if (column.type === 'datetime') {
    const moment = momentOf(column, type, text);
    if (moment !== null) return moment;
  }
  throw badQuery(
    `A binary operator with incompatible types was detected. Found operand types '${edmTypeOf(column)}' and '${type}' for operator kind 'Equal'.`,
  );
}

function momentOf({ behavior }: Column, type: string, text: string): string | null {
  if (behavior === 'DateOnly') return type === 'Edm.Date' ? text : null;
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || (type !== 'Edm.DateTimeOffset' && type !== 'Edm.Date')) return null;
  // With parts of a second: what is stored has none, and lies before or after.
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** The type that the service's model gives the column. */
export function edmTypeOf({ type, behavior }: Column): string {
  if (lookupTypes.has(type) || type === 'uniqueidentifier') return 'Edm.Guid';
  if (choiceTypes.has(type) || type === 'integer') return 'Edm.Int32';
  if (type === 'datetime') return behavior === 'DateOnly' ? 'Edm.Date' : 'Edm.DateTimeOffset';
  const named = {
    bigint: 'Int64',
    decimal: 'Decimal',
    money: 'Decimal',
    double: 'Double',
    boolean: 'Boolean',
  };
  return `Edm.${Object.hasOwn(named, type) ? named[type as keyof typeof named] : 'String'}`;
}
