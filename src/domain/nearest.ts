/** Longer words are cut: past this length the beginning says enough, and the cost stays bounded. */
const maxWordLength = 60;
/** An object of a CRM has at most some 800 fields, each with a name and a label. */
const maxCandidates = 5_000;

/**
 * The candidates a person may have meant by `word`, best first, at most `max` of them. Letter case, spaces,
 * underscores and the endings `__c` and `__r` do not count. Empty where nothing comes close: a far-fetched
 * hint is worse than none.
 */
export function nearestNames(word: string, candidates: readonly string[], max = 3): string[] {
  const wanted = wordsOf(word);
  if (wanted.joined === '') return [];
  const scored: { name: string; distance: number }[] = [];
  const seen = new Set<string>();
  for (const name of candidates.slice(0, maxCandidates)) {
    if (seen.has(name)) continue;
    seen.add(name);
    const distance = distanceBetween(wanted, wordsOf(name));
    if (distance !== null) scored.push({ name, distance });
  }
  // The sort is stable: equally near names keep the order of the candidates.
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, max)
    .map((entry) => entry.name);
}

interface Words {
  readonly joined: string;
  readonly tokens: readonly string[];
}

/** `AccountStatus__c`, `account_status` and `Account Status` are all the tokens account and status. */
function wordsOf(name: string): Words {
  const tokens = name
    .slice(0, maxWordLength)
    .replace(/__[a-z]+$/i, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
  return { joined: tokens.join(''), tokens };
}

/** 0 for the same words up to 1 for barely related ones; null where they are not. */
function distanceBetween(wanted: Words, candidate: Words): number | null {
  if (candidate.joined === '') return null;
  if (wanted.joined === candidate.joined) return 0;
  const byLetters = letterDistance(wanted.joined, candidate.joined);
  const byTokens = tokenDistance(wanted, candidate);
  if (byLetters === null) return byTokens;
  return byTokens === null ? byLetters : Math.min(byLetters, byTokens);
}

function letterDistance(a: string, b: string): number | null {
  const longest = Math.max(a.length, b.length);
  const allowed = allowedEdits(longest);
  const edits = editDistance(a, b, allowed);
  return edits > allowed ? null : edits / longest;
}

function allowedEdits(length: number): number {
  if (length <= 2) return 0;
  if (length <= 4) return 1;
  if (length <= 8) return 2;
  return Math.floor(length / 4) + 1;
}

/** Half the words in common is near; one shared word of many is not, unless it is all that was asked for. */
function tokenDistance(wanted: Words, candidate: Words): number | null {
  const shared = wanted.tokens.filter((token) =>
    candidate.tokens.some((other) => other === token || isTypo(token, other)),
  ).length;
  if (shared === 0) return null;
  const overlap = (2 * shared) / (wanted.tokens.length + candidate.tokens.length);
  const holdsAll = shared === wanted.tokens.length && wanted.joined.length >= 3;
  if (!holdsAll && overlap < 0.6) return null;
  return 1 - overlap * 0.9;
}

function isTypo(a: string, b: string): boolean {
  return a.length >= 5 && b.length >= 5 && editDistance(a, b, 1) <= 1;
}

/**
 * Edits (insert, delete, replace, swap of neighbours) between two words, or `limit + 1` once it is certain
 * that there are more.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits = Math.min(edits, at(beforeLast, column - 2) + 1);
      current.push(edits);
      least = Math.min(least, edits);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
