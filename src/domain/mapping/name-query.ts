/** Finding names by what is typed of them, however they are written. */
import { joined, wordsOf } from './name-words.ts';

export interface NameQuery {
  /** Small letters and digits, as they are typed. */
  readonly letters: string;
  /** The same with short words written out: `acct` as account. */
  readonly joined: string;
  readonly words: readonly string[];
}

/** The names of one thing, such as its label and its API name. */
export interface KnownNames {
  readonly written: readonly string[];
  readonly words: readonly string[];
}

export function nameQuery(typed: string): NameQuery {
  return { letters: lettersOf(typed), joined: joined(typed), words: wordsOf(typed) };
}

export function knownNames(names: readonly string[]): KnownNames {
  return {
    written: names.flatMap((name) => [lettersOf(name), joined(name)]),
    words: names.flatMap(wordsOf),
  };
}

/** The best first. */
export const nameRanks = { same: 0, begins: 1, words: 2, within: 3 } as const;

/** How well a name goes with what is typed; null where it does not. */
export function rankNames(query: NameQuery, { written, words }: KnownNames): number | null {
  const texts = textsOf(query);
  const some = (test: (name: string, text: string) => boolean): boolean =>
    written.some((name) => texts.some((text) => test(name, text)));
  if (some((name, text) => name === text)) return nameRanks.same;
  if (some((name, text) => name.startsWith(text))) return nameRanks.begins;
  if (query.words.length > 0 && beginWords(query.words, words)) return nameRanks.words;
  return some((name, text) => name.includes(text)) ? nameRanks.within : null;
}

/** What a name may be written like. */
export function textsOf(query: NameQuery): string[] {
  return [query.letters, query.joined].filter((text) => text !== '');
}

function beginWords(typed: readonly string[], words: readonly string[]): boolean {
  return typed.every((each) => words.some((word) => word.startsWith(each)));
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
