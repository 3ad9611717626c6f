/**
 * Filters in the spelling that the parser takes. It knows texts in single quotes only without line ends, and lists
 * only of texts in double quotes, where the service takes both.
 */
import { badQuery } from '../http/api-error.ts';

const singleQuoted = /'((?:[^']|'')*)'/y;
const doubleQuoted = /"((?:[^"\\]|\\.)*)"/y;

/** Every text percent-encoded; those in lists also in double quotes. */
export function encodeTexts(filter: string): string {
  let result = '';
  let isInList = false;
  for (let at = 0; at < filter.length;) {
    const char = filter[at] ?? '';
    if (char === "'" || char === '"') {
      const [text, next] = textAt(filter, at);
      const encoded = encodeURIComponent(text);
      result += isInList ? `"${encoded}"` : `'${encoded.replaceAll("'", "''")}'`;
      at = next;
      continue;
    }
    if (char === '[') isInList = true;
    if (char === ']') isInList = false;
    result += char;
    at += 1;
  }
  return result;
}

function textAt(filter: string, at: number): [text: string, next: number] {
  const isSingle = filter[at] === "'";
  const pattern = isSingle ? singleQuoted : doubleQuoted;
  pattern.lastIndex = at;
  const match = pattern.exec(filter);
  if (match === null)
    throw badQuery(`There is an unterminated string literal at position ${at + 1} in '${filter}'.`);
  const inside = match[1] ?? '';
  return [isSingle ? inside.replaceAll("''", "'") : unescape(match[0]), pattern.lastIndex];
}

function unescape(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw badQuery(`${quoted} is no string literal.`);
  }
}

/** Of what `encodeTexts` made, quotes included. */
export function decodeText(quoted: string): string {
  const inside = quoted.slice(1, -1);
  return decodeURIComponent(quoted.startsWith("'") ? inside.replaceAll("''", "'") : inside);
}
