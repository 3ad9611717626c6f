/** Values of a filter, read from how they are written. */
import { badRequest } from '../http/api-error.ts';
import type { ApiError } from '../http/api-error.ts';
import { dateRange } from './date-range.ts';
import type { CalendarSettings, DateRange } from './date-range.ts';
import { controlCharacters } from './like.ts';

export type Literal =
  /** `written` keeps the escapes: LIKE has some of its own. */
  | { readonly kind: 'text'; readonly text: string; readonly written: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'datetime'; readonly stamp: string }
  | { readonly kind: 'range'; readonly range: DateRange }
  | { readonly kind: 'null' };

const maxTextLength = 4_000;

export function readLiteral(value: string, literalType: string, calendar: CalendarSettings): Literal {
  switch (literalType) {
    case 'STRING':
      return readText(value.slice(1, -1));
    case 'INTEGER':
    case 'DECIMAL':
      return { kind: 'number', text: value };
    case 'INTEGER_WITH_CURRENCY_PREFIX':
    case 'DECIMAL_WITH_CURRENCY_PREFIX':
      return { kind: 'number', text: value.slice(3) };
    case 'BOOLEAN':
      return { kind: 'boolean', value: value.toUpperCase() === 'TRUE' };
    case 'NULL':
      return { kind: 'null' };
    case 'DATE':
      return { kind: 'date', date: value };
    case 'DATETIME': {
      const ms = Date.parse(value);
      if (Number.isNaN(ms)) throw malformed(`Invalid date: ${value}`);
      return { kind: 'datetime', stamp: new Date(ms).toISOString() };
    }
    default: {
      const range = dateRange(value, calendar);
      if (range === null) throw malformed(`unexpected token: '${value}'`);
      return { kind: 'range', range };
    }
  }
}

function readText(written: string): Literal {
  if (written.length > maxTextLength)
    throw malformed(`a filter value is longer than the maximum of ${maxTextLength} characters`);
  // In SOQL, as in the database, empty text is no value.
  if (written === '') return { kind: 'null' };
  const text = written.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (`'"\\`.includes(escaped)) return escaped;
    // Those of LIKE: elsewhere the backslash stays.
    if (escaped === '%' || escaped === '_') return whole;
    const control = controlCharacters[escaped.toLowerCase()];
    if (control === undefined) throw malformed(`Invalid escape sequence: '${whole}'`);
    return control;
  });
  return { kind: 'text', text, written };
}

function malformed(problem: string): ApiError {
  return badRequest('MALFORMED_QUERY', problem);
}
