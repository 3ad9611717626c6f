import { wordsOf } from '../../domain/mapping/name-words.ts';
import { fold, stem } from '../built-in/words/fold.ts';
import { readTokens } from '../built-in/words/tokens.ts';
import { isSlip } from '../built-in/words/typo.ts';

/** Those first whose names share most words with a text; the others in their order. */
export function scoreNames<Item>(
  text: string,
  items: readonly Item[],
  namesOf: (item: Item) => readonly string[],
): Item[] {
  const said = [...new Set(readTokens(text).map((token) => token.stem))];
  const scores = new Map(
    items.map((item) => {
      const words = new Set(namesOf(item).flatMap((name) => wordsOf(name).map((word) => stem(fold(word)))));
      const hits = said.filter((word) => words.has(word) || [...words].some((each) => isSlip(word, each)));
      return [item, hits.length] as const;
    }),
  );
  return items.toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0));
}
