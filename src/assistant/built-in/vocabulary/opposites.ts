import { stem } from '../words/fold.ts';

const pairs: Readonly<Record<string, string>> = {
  open: 'closed',
  unresolved: 'closed',
  ongoing: 'closed',
  unfinished: 'completed',
  pending: 'completed',
  public: 'private',
  private: 'public',
};
const prefixes = /^(?:un|in|non|dis|im)(?=\p{L}{4})/u;

/** Stems of what a word denies: `inactive` is not active. */
export function oppositesOf(word: string): string[] {
  const pair = Object.hasOwn(pairs, word) ? pairs[word] : undefined;
  const bare = prefixes.test(word) ? word.replace(prefixes, '') : undefined;
  return [pair, bare].flatMap((each) => (each === undefined ? [] : [stem(each)]));
}
