/** LIKE patterns: `%` is any text, `_` any one character, and a backslash takes `\`, `%` and `_` literally. */

import { foldCase } from './fold-case.ts';

export type LikePart = 'any' | 'one' | { readonly text: string };

/** The pattern in pieces; texts are unescaped, never empty and never next to each other. */
export function likeParts(pattern: string): LikePart[] {
  const parts: LikePart[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ text });
    text = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === '\\' && next !== '' && '\\%_'.includes(next)) {
      text += next;
      at++;
    } else if (character === '%' || character === '_') {
      flush();
      parts.push(character === '%' ? 'any' : 'one');
    } else text += character;
  }
  flush();
  return parts;
}

/** Without letter case. The time is bounded by the lengths of pattern and text multiplied, whatever they are. */
export function compileLike(pattern: string): (text: string) => boolean {
  const parts = likeParts(foldCase(pattern));
  return compileSimple(parts) ?? compileGeneral(parts);
}

/** Most patterns are one text with `%` before, after or around it. */
function compileSimple(parts: readonly LikePart[]): ((text: string) => boolean) | null {
  const [first, second, third] = parts;
  if (isText(first)) {
    if (parts.length === 1) return (text) => foldCase(text) === first.text;
    if (parts.length === 2 && second === 'any') return (text) => foldCase(text).startsWith(first.text);
  }
  if (first === 'any' && isText(second)) {
    if (parts.length === 2) return (text) => foldCase(text).endsWith(second.text);
    if (parts.length === 3 && third === 'any') return (text) => foldCase(text).includes(second.text);
  }
  return null;
}

function isText(part: LikePart | undefined): part is { readonly text: string } {
  return typeof part === 'object';
}

/** Goes back to the last `%` only: an earlier one cannot help where a later one could not. */
function compileGeneral(parts: readonly LikePart[]): (text: string) => boolean {
  const wanted = parts.flatMap((part): readonly (string | symbol)[] =>
    isText(part) ? Array.from(part.text) : [part === 'any' ? any : one],
  );
  return (text) => {
    const characters = Array.from(foldCase(text));
    let at = 0;
    let place = 0;
    let lastAny = -1;
    let retryFrom = 0;
    while (at < characters.length) {
      const want = wanted[place];
      if (want === any) {
        lastAny = place++;
        retryFrom = at;
      } else if (want !== undefined && (want === one || want === characters[at])) {
        place++;
        at++;
      } else if (lastAny >= 0) {
        place = lastAny + 1;
        at = ++retryFrom;
      } else return false;
    }
    while (wanted[place] === any) place++;
    return place === wanted.length;
  };
}

const any = Symbol('any');
const one = Symbol('one');
