import { filterError, excerpt } from './filter-error.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'symbol' | 'end';
  /** As written; of a text, what stands between the quotes, with its escapes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of a word: in capitals, as keywords are compared. Otherwise empty. */
  readonly upper: string;
  /** Of a text: the quote that closes it, which inside is written twice. */
  readonly quote?: string;
}

const blank = /[\s\u200B\u2060]+/y;
/** A path such as `Owner.Name`, a keyword or a date literal's name. */
const word = /[\p{L}_][\p{L}\p{N}_.]*/uy;
/** Everything that begins like a number: a date or a wrong `5k` is told from one by its whole. */
const number = /[+-]?\.?\p{Nd}[\p{L}\p{N}_.:+-]*/uy;
const symbol = /[<>!=]=|<>|&&|\|\||[\s\S]/uy;
const kinds = [
  { kind: 'word', pattern: word },
  { kind: 'number', pattern: number },
  { kind: 'symbol', pattern: symbol },
] as const;

/** Quotes that a chat program or word processor makes of straight ones, and what closes them. */
const closingQuotes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '‘': "’'",
  '’': "’'",
  '‚': "‘’'",
  '“': '”"',
  '”': '”"',
  '„': '“”"',
};

/** Splits a filter's text into tokens, one at a time, each character read once. */
export class TokenReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @throws UserError for a text that is not closed. */
  next(): Token {
    this.#match(blank);
    const start = this.#position;
    if (start >= this.#text.length) return { kind: 'end', text: '', upper: '', start, end: start };
    const first = this.#text.charAt(start);
    if (Object.hasOwn(closingQuotes, first)) return this.#readText(closingQuotes[first] ?? first);
    for (const { kind, pattern } of kinds) {
      const text = this.#match(pattern);
      if (text === null) continue;
      return { kind, text, upper: kind === 'word' ? text.toUpperCase() : '', start, end: this.#position };
    }
    // A lone half of a surrogate pair is no character for the patterns.
    this.#position = start + 1;
    return { kind: 'symbol', text: first, upper: '', start, end: this.#position };
  }

  #match(pattern: RegExp): string | null {
    const start = this.#position;
    pattern.lastIndex = start;
    if (!pattern.test(this.#text)) return null;
    this.#position = pattern.lastIndex;
    return this.#text.slice(start, this.#position);
  }

  #readText(closing: string): Token {
    const start = this.#position;
    for (let at = start + 1; at < this.#text.length; at++) {
      const character = this.#text.charAt(at);
      if (character === '\\') at++;
      else if (closing.includes(character)) {
        if (this.#text.charAt(at + 1) === character) at++;
        else {
          this.#position = at + 1;
          const text = this.#text.slice(start + 1, at);
          return { kind: 'text', text, upper: '', start, end: at + 1, quote: closing };
        }
      }
    }
    throw filterError(
      'filter_syntax',
      start,
      `the text that begins with ${excerpt(this.#text.slice(start))} is not closed. Add a ${closing.at(-1) ?? "'"} at its end.`,
    );
  }
}

/** For "but found …". */
export function describeToken(token: Token): string {
  if (token.kind === 'end') return 'the end of the filter';
  if (token.kind === 'text') return `the text '${excerpt(token.text)}'`;
  return `"${excerpt(token.text)}"`;
}
