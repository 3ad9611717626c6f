/** Values that a program gives, as they are stored. */
import type { FieldDefinition, FieldType, FieldValue } from '../schema/field-definition.ts';
import { readId } from './record-ids.ts';

/** Dates are Date objects or text; multi-picklists may be lists; numbers beyond a double's digits are text. */
export type GivenValue = string | number | boolean | Date | readonly string[] | null | undefined;
export type GivenRecord = Readonly<Record<string, GivenValue>>;

const decimalNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** @throws Error where the value is not of the field's type: a mistake of the program that fills the org. */
export function storedValue(field: FieldDefinition, given: GivenValue): FieldValue {
  if (given === null || given === undefined || given === '') {
    return field.type === 'boolean' ? false : null;
  }
  const text = textOf(given);
  return (readers[field.type] ?? textReader)(field, text);
}

type Reader = (field: FieldDefinition, text: string) => FieldValue;

const textReader: Reader = (_, text) => text;

const numberReader: Reader = (field, text) => {
  if (!decimalNumber.test(text)) throw mistake(field, text);
  return text;
};

const idReader: Reader = (field, text) => {
  const id = readId(text);
  if (id === null) throw mistake(field, text);
  return id;
};

const readers: Partial<Record<FieldType, Reader>> = {
  id: idReader,
  reference: idReader,
  int: numberReader,
  double: numberReader,
  currency: numberReader,
  percent: numberReader,
  boolean(field, text) {
    if (text !== 'true' && text !== 'false') throw mistake(field, text);
    return text === 'true';
  },
  date(field, text) {
    if (!isoDate.test(text)) throw mistake(field, text);
    return text;
  },
  datetime(field, text) {
    const ms = Date.parse(text);
    if (Number.isNaN(ms)) throw mistake(field, text);
    return new Date(ms).toISOString();
  },
};

function textOf(given: Exclude<GivenValue, null | undefined>): string {
  if (given instanceof Date) return given.toISOString();
  return typeof given === 'object' ? given.join(';') : String(given);
}

function mistake(field: FieldDefinition, text: string): Error {
  return new Error(`"${text}" is no value for the ${field.type} field ${field.name}.`);
}
