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

interface Separable {
  readonly verbs: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  readonly on: ReadonlySet<string>;
}

/** Verbs whose second half stands behind what they are about: `turn the archive back on`, `schalte Suppliers aus`. */
const separables: readonly Separable[] = [
  {
    verbs: new Set(['turn', 'turned', 'switch', 'switched', 'toggle', 'flip', 'shut']),
    off: new Set(['off']),
    on: new Set(['on']),
  },
  { verbs: new Set(['put']), off: new Set(['hold', 'pause']), on: new Set() },
  {
    verbs: new Set(['schalte', 'schalt', 'mach', 'mache']),
    off: new Set(['aus', 'ab']),
    on: new Set(['an', 'ein']),
  },
];

function separated(
  tokens: readonly Token[],
  named: ReadonlySet<number>,
  add: (wish: Wish, weight: number) => void,
): void {
  for (const { verbs, off, on } of separables) {
    const verb = tokens.findIndex(({ text }, at) => verbs.has(text) && !named.has(at));
    if (verb < 0) continue;
    const after = tokens.filter((_, at) => at > verb && !named.has(at)).map(({ text }) => text);
    const last = after.filter((text) => off.has(text) || on.has(text)).at(-1);
    if (last !== undefined) add(off.has(last) ? 'disable' : 'enable', 5);
  }
}
