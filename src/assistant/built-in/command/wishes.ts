import { wordings, type Wish } from '../vocabulary/intents.ts';
import { phraseAt } from '../words/phrases.ts';
import type { Token } from '../words/tokens.ts';

export interface Wishes {
  /** How strongly each is asked for. */
  readonly strength: ReadonlyMap<Wish, number>;
  /** Indexes of tokens that asked. */
  readonly used: ReadonlyMap<number, Wish>;
}

/** @param named tokens that name a job: they ask for nothing. */
export function findWishes(tokens: readonly Token[], named: ReadonlySet<number>): Wishes {
  const strength = new Map<Wish, number>();
  const used = new Map<number, Wish>();
  const add = (wish: Wish, weight: number): void => {
    strength.set(wish, Math.max(strength.get(wish) ?? 0, 0) + weight);
  };
  for (let at = 0; at < tokens.length; at++) {
    if (named.has(at)) continue;
    const found = phraseAt(tokens, at, wordings);
    if (found === null) continue;
    const places = Array.from({ length: found.length }, (_, index) => at + index);
    if (places.some((place) => named.has(place))) continue;
    // The same thing said twice is not asked for twice.
    const { wish, weight } = found.meaning;
    if (strength.has(wish)) add(wish, weight / 4);
    else add(wish, weight);
    for (const place of places) used.set(place, wish);
    at += found.length - 1;
  }
  separated(tokens, named, add);
  return { strength, used };
}

const turning = new Set(['turn', 'switch', 'put', 'set', 'schalte', 'schalt', 'mach', 'mache', 'toggle', 'flip', 'turned', 'switched', 'bring']);
const offWords = new Set(['off', 'aus', 'hold', 'ab']);
const onWords = new Set(['on', 'an', 'ein']);

/** `turn the archive back on`, `schalte Suppliers aus`: the verb and its word stand apart. */
function separated(
  tokens: readonly Token[],
  named: ReadonlySet<number>,
  add: (wish: Wish, weight: number) => void,
): void {
  const turn = tokens.findIndex(({ text }, at) => turning.has(text) && !named.has(at));
  const after = tokens.slice(turn + 1).filter((_, index) => !named.has(turn + 1 + index));
  const last = after.map(({ text }) => text).filter((text) => offWords.has(text) || onWords.has(text)).at(-1);
  if (turn >= 0 && last !== undefined) add(offWords.has(last) ? 'disable' : 'enable', 5);
}
