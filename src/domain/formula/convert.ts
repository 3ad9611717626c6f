import { dayMs, readIsoDate, readIsoDatetime } from '../calendar.ts';
import { rowError } from './formula-error.ts';
import type { ParameterType } from './functions/function.ts';
import { isDate, isList, toIso } from './values.ts';
import type { DateValue, DatetimeValue, FormulaDate, FormulaValue } from './values.ts';
import type { Zone } from '../zone.ts';

type Present = Exclude<FormulaValue, null>;

/**
 * Turns a value into what a parameter takes: numbers, booleans and dates into text, ISO text into dates, a
 * datetime into the day it is in the zone, a day into its midnight. checkFormula refuses a text where a number
 * is wanted; only where a type was not known before (`any`) a text that reads as a number is taken as one.
 *
 * @param who what wants the value, for the reason: a function's name or an operator.
 * @throws RecordError where the value is not of that kind.
 */
export function converterTo(type: ParameterType, who: string, zone: Zone): (value: Present) => Present {
  const convert = converters[type];
  return (value) => convert(value, who, zone);
}

const converters: Readonly<Record<ParameterType, (value: Present, who: string, zone: Zone) => Present>> = {
  any: (value) => value,
  text: (value) => (typeof value === 'string' ? value : textOf(value)),
  number: numberOf,
  boolean: booleanOf,
  date: dateOf,
  datetime: datetimeOf,
  'date or datetime': momentOf,
  'number or date': (value, who) => (isDate(value) ? value : numberOf(value, who)),
  list: listOf,
};

export function textOf(value: Present): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return isList(value) ? value.join(';') : toIso(value);
}

/** To 15 digits, as a spreadsheet shows it: 0.1 + 0.2 is 0.3. Whole numbers keep theirs; never an exponent. */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const text = String(Number(value.toPrecision(15)));
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  if (Math.abs(value) >= 1) return BigInt(Math.round(value)).toString();
  const decimals = (mantissa.split('.')[1]?.length ?? 0) - Number(exponent);
  return Number(text).toFixed(Math.min(decimals, maxDecimals));
}

/** As many as toFixed takes. */
const maxDecimals = 100;

export function numberOf(value: Present, who: string): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? readNumber(value) : null;
  if (number === null) throw notA('number', value, who);
  return number;
}

// No two parts can take the same characters: a long text that is no number is refused in one pass.
const plainNumber = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A plain decimal number as CRMs write it; null for anything else, hexadecimal and Infinity included. */
export function readNumber(text: string): number | null {
  if (!plainNumber.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

export function booleanOf(value: Present, who: string): boolean {
  if (typeof value === 'boolean') return value;
  const boolean = typeof value === 'string' ? readBoolean(value) : null;
  if (boolean === null) throw notA('true or false', value, who);
  return boolean;
}

export function readBoolean(text: string): boolean | null {
  if (text === 'true') return true;
  if (text === 'false') return false;
  const lower = text.trim().toLowerCase();
  if (lower === 'true' || lower === '1') return true;
  return lower === 'false' || lower === '0' ? false : null;
}

export function momentOf(value: Present, who: string, zone: Zone): FormulaDate {
  if (typeof value === 'string') {
    const moment = readMoment(value, zone);
    if (moment !== null) return moment;
  } else if (isDate(value)) return value;
  throw notA('date', value, who);
}

export function dateOf(value: Present, who: string, zone: Zone): DateValue {
  const moment = momentOf(value, who, zone);
  return moment.kind === 'date' ? moment : { kind: 'date', days: dayIn(moment, zone) };
}

export function datetimeOf(value: Present, who: string, zone: Zone): DatetimeValue {
  const moment = momentOf(value, who, zone);
  return moment.kind === 'datetime' ? moment : { kind: 'datetime', ms: zone.utcOf(moment.days * dayMs) };
}

export const dayIn = (value: DatetimeValue, zone: Zone): number => Math.floor(zone.clockOf(value.ms) / dayMs);

/** ISO text; a time that names no zone is one of the given zone. */
export function readMoment(text: string, zone: Zone): FormulaDate | null {
  const trimmed = text.trim();
  const days = readIsoDate(trimmed);
  if (days !== null) return { kind: 'date', days };
  const read = readIsoDatetime(trimmed);
  if (read === null) return null;
  const { clockMs, offsetMs } = read;
  return { kind: 'datetime', ms: offsetMs === null ? zone.utcOf(clockMs) : clockMs - offsetMs };
}

/** Multi-picklists come as one text, joined by semicolons. */
export function listOf(value: Present, who: string): readonly string[] {
  if (typeof value === 'string') return readList(value);
  if (isList(value)) return value;
  throw notA('list', value, who);
}

export const readList = (text: string): readonly string[] =>
  text
    .split(';')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function notA(wanted: string, value: Present, who: string): Error {
  const found = typeof value === 'string' ? 'a text that is none' : `a ${kindOf(value)}`;
  return rowError(who, `needs a ${wanted} and got ${found}`);
}

function kindOf(value: Present): string {
  if (typeof value !== 'object') return typeof value;
  return isList(value) ? 'list' : value.kind;
}
