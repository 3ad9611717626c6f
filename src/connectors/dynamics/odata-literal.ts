/** Values as OData writes them, before the address is encoded. */
import { plainDecimal, parseDecimal } from '../../domain/filter/decimal.ts';
import type { LikePart } from '../../domain/filter/like-pattern.ts';

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A list of a query function: JSON, in which every value is a text. */
export function listLiteral(values: readonly string[]): string {
  return JSON.stringify(values);
}

/** Without an exponent; every digit is kept. Beyond 64 bits a whole number is none to OData, but a decimal is. */
export function numberLiteral(text: string): string {
  const decimal = parseDecimal(text);
  const plain = decimal === null ? text : plainDecimal(decimal);
  return plain.includes('.') || plain.replace('-', '').length <= maxWholeDigits ? plain : `${plain}.0`;
}

const maxWholeDigits = 18;

/** In small letters and without braces; null where the text is none, and so no record has it. */
export function guidLiteral(text: string): string | null {
  return guid.exec(text.trim())?.[1]?.toLowerCase() ?? null;
}

/**
 * `contains`, `startswith` and `endswith` take the wildcards of SQL Server, which are those of LIKE; characters that
 * are meant themselves stand in brackets.
 */
export function patternText(parts: readonly LikePart[]): string {
  return parts
    .map((part) => {
      if (part === 'any') return '%';
      return part === 'one' ? '_' : part.text.replace(/[%_[]/g, '[$&]');
    })
    .join('');
}
