import { filterError } from './filter-error.ts';
import { maxTextLength } from './limits.ts';
import { likeParts } from './like-pattern.ts';
import type { Token } from './tokens.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  "'": "'",
  '"': '"',
  '\\': '\\',
  '%': '%',
  _: '_',
};
const escapeOf: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ["'", "\\'"],
  ['\\', '\\\\'],
]);

/**
 * What a text between quotes says. In a LIKE pattern `\\`, `\%` and `\_` stay as they are: there they tell the
 * character from the wildcard.
 *
 * @throws UserError for an unknown escape or a text that is too long.
 */
export function readText(token: Token, isPattern: boolean): string {
  const { text: raw, quote = "'" } = token;
  let text = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw.charAt(at);
    if (character !== '\\') {
      // The quote stands twice for itself.
      if (quote.includes(character)) at++;
      text += character;
      continue;
    }
    at++;
    const escaped = raw.charAt(at);
    const code = /^[uU][0-9a-fA-F]{4}/.exec(raw.slice(at, at + 5));
    if (code !== null) {
      const unit = String.fromCharCode(Number.parseInt(code[0].slice(1), 16));
      text += isPattern && unit === '\\' ? '\\\\' : unit;
      at += 4;
    } else if (isPattern && '\\%_'.includes(escaped)) text += `\\${escaped}`;
    else if (quote.includes(escaped)) text += escaped;
    else {
      const known = escapes[escaped] ?? escapes[escaped.toLowerCase()];
      if (known === undefined) {
        throw filterError(
          'filter_syntax',
          token.start + at,
          `"\\${escaped}" is not an escape. For a backslash write \\\\.`,
        );
      }
      text += known;
    }
  }
  if (text.length > maxTextLength) {
    throw filterError(
      'filter_too_long',
      token.start,
      `this text has ${text.length} characters; at most ${maxTextLength} are allowed.`,
    );
  }
  return text;
}

/** The text between single quotes, so that `readText` gives it back. */
export function quoteText(text: string): string {
  return `'${escapeText(text)}'`;
}

export function quotePattern(pattern: string): string {
  const parts = likeParts(pattern).map((part) => {
    if (part === 'any') return '%';
    if (part === 'one') return '_';
    return escapeText(part.text).replace(/[%_]/g, '\\$&');
  });
  return `'${parts.join('')}'`;
}

function escapeText(text: string): string {
  return text.replace(/[\n\r\t\b\f'\\]/g, (character) => escapeOf.get(character) ?? character);
}
