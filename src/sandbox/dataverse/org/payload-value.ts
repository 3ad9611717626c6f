/** Values that come over the API: checked and read as the platform does it, by the column's type. */
import { ApiError } from '../http/api-error.ts';
import { badPayload, JsonNumber } from '../http/json-body.ts';
import { edmTypeOf } from '../query/compare.ts';
import type { Column, ColumnType, Value } from '../schema/column.ts';
import { momentText } from './given-values.ts';
import { readGuid } from './guid.ts';

/** @throws ApiError */
export function payloadValue(table: string, column: Column, given: unknown): Value {
  if (given === null) return null;
  return readers[column.type](table, column, given);
}

type Reader = (table: string, column: Column, given: unknown) => Value;

const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const isoMoment = /^\d{4}-\d{2}-\d{2}T/;

const text: Reader = (table, column, given) => {
  if (typeof given !== 'string') throw wrongType(column, given);
  if (given.length > column.maxLength) {
    throw new ApiError(
      400,
      '0x80044331',
      `A validation error occurred.  The length of the '${column.logicalName}' attribute of the '${table}' entity exceeded the maximum allowed length of '${column.maxLength}'.`,
    );
  }
  return given === '' ? null : given;
};

const number: Reader = (table, column, given) => {
  if (!(given instanceof JsonNumber)) throw wrongType(column, given);
  const value = Number(given.text);
  const isWhole = column.type === 'integer' || column.type === 'bigint';
  if (isWhole && !/^-?\d+$/.test(given.text)) throw wrongType(column, given);
  if (value < column.minValue || value > column.maxValue) {
    throw new ApiError(
      400,
      isWhole ? '0x8004432f' : '0x80044330',
      `A validation error occurred.  The value of '${column.logicalName}' on record of type '${table}' is outside the valid range.`,
    );
  }
  return given.text;
};

const choice: Reader = (table, column, given) => {
  if (!(given instanceof JsonNumber) || !/^-?\d+$/.test(given.text)) throw wrongType(column, given);
  checkChoice(table, column, given.text);
  return given.text;
};

const reference: Reader = (_, column) => {
  throw badPayload(
    `An unexpected 'PrimitiveValue' node was found for property named '${column.logicalName}' when reading from the JSON reader. A 'StartObject' or 'StartArray' node was expected.`,
  );
};

const readers: Readonly<Record<ColumnType, Reader>> = {
  string: text,
  memo: text,
  integer: number,
  bigint: number,
  decimal: number,
  double: number,
  money: number,
  picklist: choice,
  state: choice,
  status: choice,
  lookup: reference,
  customer: reference,
  owner: reference,
  multiselect(table, column, given) {
    if (typeof given !== 'string') throw wrongType(column, given);
    const values = given.split(',').map((each) => each.trim());
    if (given.trim() === '') return null;
    for (const value of values) checkChoice(table, column, value);
    return values.join();
  },
  boolean(_, column, given) {
    if (typeof given !== 'boolean') throw wrongType(column, given);
    return given;
  },
  datetime(_, column, given) {
    const ms = typeof given === 'string' ? Date.parse(given) : Number.NaN;
    if (typeof given !== 'string' || Number.isNaN(ms)) throw wrongType(column, given);
    if (column.behavior === 'DateOnly') {
      if (!isoDate.test(given)) throw wrongType(column, given);
      return given;
    }
    if (!isoMoment.test(given) && !isoDate.test(given)) throw wrongType(column, given);
    return momentText(ms);
  },
  uniqueidentifier(_, column, given) {
    const id = typeof given === 'string' ? readGuid(given) : null;
    if (id === null) throw wrongType(column, given);
    return id;
  },
};

function checkChoice(table: string, column: Column, value: string): void {
  if (column.choices.some((each) => String(each.value) === value)) return;
  const accepted = column.choices.map((each) => each.value).join();
  throw new ApiError(
    400,
    '0x8004431a',
    `A validation error occurred. The value '${value}' of '${column.logicalName}' on record of type '${table}' is outside the valid range. Accepted Values: ${accepted}`,
  );
}

function wrongType(column: Column, given: unknown): ApiError {
  const literal = given instanceof JsonNumber ? given.text : JSON.stringify(given);
  return badPayload(
    `Cannot convert the literal '${literal}' to the expected type '${edmTypeOf(column)}' of '${column.logicalName}'.`,
  );
}
