import { dateText, datetimeText } from '../calendar.ts';

/** What is known of a value before any row is seen; `any` where only the row can tell. */
export type FormulaType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'list' | 'null' | 'any';

/** Days since 1970-01-01; a day of the calendar, in no zone. */
export interface DateValue {
  readonly kind: 'date';
  readonly days: number;
}

/** Milliseconds since 1970-01-01T00:00:00Z. */
export interface DatetimeValue {
  readonly kind: 'datetime';
  readonly ms: number;
}

export type FormulaDate = DateValue | DatetimeValue;

/** null stands for every missing value; empty text that a function returns counts as missing, too. */
export type FormulaValue = string | number | boolean | FormulaDate | readonly string[] | null;

/** Longest text that a formula may make; no hub attribute and no CRM field takes more. */
export const maxTextLength = 200_000;
/** Longest list that a formula may make. */
export const maxListItems = 10_000;

export const isList = (value: FormulaValue): value is readonly string[] => Array.isArray(value);

export const isDate = (value: FormulaValue): value is FormulaDate =>
  typeof value === 'object' && value !== null && !isList(value);

/** Missing: null, empty text, or a list without items. */
export function isBlank(value: FormulaValue): boolean {
  return value === null || value === '' || (isList(value) && value.length === 0);
}

/** ISO 8601: `2026-03-01`, or in UTC `2026-03-01T09:30:00.000Z`. */
export function toIso(value: FormulaDate): string {
  return value.kind === 'date' ? dateText(value.days) : datetimeText(value.ms);
}

/** The type that all of them are of, or `any`; null fits every type. */
export function commonType(types: readonly FormulaType[]): FormulaType {
  const kinds = new Set(types.filter((type) => type !== 'null'));
  if (kinds.size === 0) return 'null';
  const [only = 'any'] = kinds;
  return kinds.size === 1 ? only : 'any';
}
