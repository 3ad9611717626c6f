/** Values that a program gives, as they are stored. */
import { choiceTypes, lookupTypes, numberTypes, referenceText } from '../schema/column.ts';
import type { Column, Reference, Value } from '../schema/column.ts';
import { readGuid } from './guid.ts';

/**
 * Moments are Date objects or text; choices their number or their label, several of them a list; lookups a
 * reference or, where only one table can be meant, an id; numbers beyond a double's digits are text.
 */
export type GivenValue =
  string | number | boolean | Date | Reference | readonly (string | number)[] | null | undefined;
type Given = Exclude<GivenValue, null | undefined>;
export type GivenRecord = Readonly<Record<string, GivenValue>>;

const decimalNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** @throws Error where the value is not of the column's type: a mistake of the program that fills the org. */
export function storedValue(column: Column, given: GivenValue): Value {
  const { type } = column;
  if (given === null || given === undefined || given === '') return type === 'boolean' ? false : null;
  if (lookupTypes.has(type)) return reference(column, given);
  if (choiceTypes.has(type)) return choice(column, given);
  if (type === 'multiselect') return choices(column, given);
  const text = textOf(given);
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw mistake(column, text);
    return text === 'true';
  }
  if (numberTypes.has(type) && !decimalNumber.test(text)) throw mistake(column, text);
  if (type === 'datetime') return moment(column, text);
  if (type === 'uniqueidentifier') return guid(column, text);
  return text;
}

function moment(column: Column, text: string): string {
  if (column.behavior === 'DateOnly') {
    if (!isoDate.test(text)) throw mistake(column, text);
    return text;
  }
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw mistake(column, text);
  return momentText(ms);
}

/** Moments have seconds and no parts of them. */
export function momentText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function guid(column: Column, text: string): string {
  const id = readGuid(text);
  if (id === null) throw mistake(column, text);
  return id;
}

function reference(column: Column, given: Given): string {
  if (isReference(given)) return referenceText(given);
  const text = textOf(given);
  if (text.includes('/')) return text;
  const [target, other] = column.targets;
  if (target === undefined || other !== undefined) throw mistake(column, text);
  return referenceText({ table: target.table, id: guid(column, text) });
}

function isReference(given: Given): given is Reference {
  return typeof given === 'object' && 'table' in given;
}

function choice(column: Column, given: Given): string {
  const text = textOf(given);
  const found = column.choices.find((each) => String(each.value) === text || each.label === text);
  if (found === undefined) throw mistake(column, text);
  return String(found.value);
}

function choices(column: Column, given: Given): string | null {
  const list = textOf(given);
  if (list === '') return null;
  return list
    .split(/[,;]/)
    .map((each) => choice(column, each))
    .join();
}

function textOf(given: Given): string {
  if (given instanceof Date) return given.toISOString();
  if (isReference(given)) return referenceText(given);
  return typeof given === 'object' ? given.join() : String(given);
}

function mistake(column: Column, text: string): Error {
  return new Error(`"${text}" is no value for the ${column.type} column ${column.logicalName}.`);
}
