import { nearestNames } from '../nearest.ts';
import { findFunction, formulaFunctions, functionNames } from './functions/index.ts';
import type { FormulaFunction } from './functions/function.ts';

/**
 * The functions that a person may look for by what is typed so far, best first: by name and alias, by family, by the
 * words of the help, then by what is nearly written so. All of them, by family, where nothing is typed.
 */
export function searchFunctions(typed: string, limit: number): FormulaFunction[] {
  const query = wordsOf(typed);
  if (query.length === 0) return formulaFunctions.slice(0, limit);
  const ranked = formulaFunctions.flatMap((definition) => {
    const rank = rankOf(query, definition);
    return rank === null ? [] : [{ definition, rank }];
  });
  const found = ranked.sort((a, b) => a.rank - b.rank).map(({ definition }) => definition);
  const near = nearestNames(typed, functionNames()).flatMap((name) => findFunction(name) ?? []);
  return [...new Set([...found, ...near])].slice(0, limit);
}

const ranks = { same: 0, begins: 1, within: 2, family: 3, help: 4 } as const;

function rankOf(
  query: readonly string[],
  { name, aliases = [], family, help }: FormulaFunction,
): number | null {
  const text = query.join('');
  const names = [name, ...aliases].map((each) => wordsOf(each).join(''));
  if (names.includes(text)) return ranks.same;
  if (names.some((each) => each.startsWith(text))) return ranks.begins;
  if (names.some((each) => each.includes(text))) return ranks.within;
  const begins = (words: readonly string[]): boolean =>
    query.every((typed) => words.some((word) => word.startsWith(typed)));
  if (begins([family])) return ranks.family;
  return begins([family, ...wordsOf(help)]) ? ranks.help : null;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
