/** Values as SOQL writes them. */
import { parseDecimal, plainDecimal } from '../../domain/filter/decimal.ts';
import type { LikePart } from '../../domain/filter/like-pattern.ts';
import { UserError } from '../../domain/errors.ts';

/** Salesforce's limit for what stands between two quotes. */
const maxLiteralLength = 4_000;

const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  "'": "\\'",
  '\\': '\\\\',
};

/** @throws UserError for a text that is longer than any that Salesforce takes. */
export function textLiteral(text: string): string {
  return quoted(escapeText(text));
}

/** For LIKE: `%` and `_` that are meant literally are escaped, like the backslash before them. */
export function patternLiteral(parts: readonly LikePart[]): string {
  return quoted(
    parts
      .map((part) => {
        if (part === 'any') return '%';
        return part === 'one' ? '_' : escapeText(part.text).replace(/[%_]/g, '\\$&');
      })
      .join(''),
  );
}

/** Without an exponent, which SOQL does not read; every digit is kept. */
export function numberLiteral(text: string): string {
  const decimal = parseDecimal(text);
  return decimal === null ? text : plainDecimal(decimal);
}

function escapeText(text: string): string {
  return text.replace(/[\n\r\t\b\f'\\]/g, (character) => escapes[character] ?? character);
}

function quoted(escaped: string): string {
  if (escaped.length <= maxLiteralLength) return `'${escaped}'`;
  throw new UserError(
    `A text of the filter has ${escaped.length} characters; Salesforce takes at most ${maxLiteralLength} in a query. Shorten it.`,
    { code: 'filter_too_long' },
  );
}
