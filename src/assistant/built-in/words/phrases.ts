import { fold } from './fold.ts';
import type { Token } from './tokens.ts';

/** Words that stand together for one thing, each with what it means. */
export type PhraseTable<Meaning> = ReadonlyMap<string, Meaning>;

const maxWords = 6;

/** @param rows each with its phrases between bars: `['more than | over', 'gt']`. */
export function phraseTable<Meaning>(rows: readonly (readonly [string, Meaning])[]): PhraseTable<Meaning> {
  const table = new Map<string, Meaning>();
  for (const [phrases, meaning] of rows) {
    for (const phrase of phrases.split('|')) table.set(phraseKey(phrase), meaning);
  }
  return table;
}

export const phraseKey = (phrase: string): string =>
  fold(phrase)
    .split(/[\s'’-]+/)
    .filter(Boolean)
    .join(' ');

export interface PhraseMatch<Meaning> {
  readonly meaning: Meaning;
  readonly length: number;
}

/** The phrases that begin at a token, longest first. */
export function phrasesAt<Meaning>(
  tokens: readonly Token[],
  at: number,
  table: PhraseTable<Meaning>,
): PhraseMatch<Meaning>[] {
  const found: PhraseMatch<Meaning>[] = [];
  let key = '';
  for (let length = 1; length <= maxWords; length++) {
    const token = tokens[at + length - 1];
    if (token === undefined || token.kind === 'quoted') break;
    // Hyphens join words as blanks do.
    if (token.text === '-' && length > 1) continue;
    key = key === '' ? token.text : `${key} ${token.text}`;
    const meaning = table.get(key);
    if (meaning !== undefined) found.unshift({ meaning, length });
  }
  return found;
}

export function phraseAt<Meaning>(
  tokens: readonly Token[],
  at: number,
  table: PhraseTable<Meaning>,
): PhraseMatch<Meaning> | null {
  return phrasesAt(tokens, at, table)[0] ?? null;
}
