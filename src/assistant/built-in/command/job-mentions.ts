import type { JobSummary } from '../../assistant.ts';
import { commandFillers, wordings } from '../vocabulary/intents.ts';
import { fold, stem } from '../words/fold.ts';
import { phraseKey } from '../words/phrases.ts';
import type { Token } from '../words/tokens.ts';
import { isSlip } from '../words/typo.ts';
import { isConnectorWord } from './find-objects.ts';

export interface JobMentions {
  /** Jobs that were named, in the order of the text. */
  readonly jobs: readonly JobSummary[];
  /** Of each word that several jobs may mean: those. */
  readonly ambiguous: readonly (readonly JobSummary[])[];
  /** Indexes of tokens that named a job. */
  readonly used: ReadonlySet<number>;
  /** Several are joined by "or". */
  readonly isEither: boolean;
}

/** Bounds the work of one ask; a workspace has hundreds of jobs at most. */
const maxJobs = 2_000;

/** Which jobs a text names: by the whole name, and else by words that only one job has. */
export function findJobs(tokens: readonly Token[], jobs: readonly JobSummary[]): JobMentions {
  const known = jobs.slice(0, maxJobs).map((job) => ({ job, words: wordsOfName(job.name) }));
  const used = new Set<number>();
  const found: { job: JobSummary; at: number }[] = [];
  findWhole(tokens, known, used, found);
  const ambiguous = findParts(tokens, known, used, found);
  addBoth(tokens, known, used, found);
  const ordered = found.toSorted((a, b) => a.at - b.at);
  const places = ordered.map(({ at }) => at);
  const isEither =
    ordered.length > 1 &&
    tokens.some(
      ({ text }, at) =>
        (text === 'or' || text === 'oder') && at > (places[0] ?? 0) && at < (places.at(-1) ?? 0),
    );
  return { jobs: [...new Set(ordered.map(({ job }) => job))], ambiguous, used, isEither };
}

interface KnownJob {
  readonly job: JobSummary;
  readonly words: readonly string[];
}

const small = new Set([
  'the',
  'a',
  'of',
  'to',
  'from',
  'for',
  'and',
  'in',
  'on',
  'at',
  'by',
  'with',
  'job',
  'sync',
  'import',
  'export',
  'integration',
]);

function wordsOfName(name: string): string[] {
  const words = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return words.slice(0, 12);
}

const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && (token.text === word || isSlip(token.text, word));

/** Whole names in their order, the longest first; then all telling words of a name close together. */
function findWhole(
  tokens: readonly Token[],
  known: readonly KnownJob[],
  used: Set<number>,
  found: { job: JobSummary; at: number }[],
): void {
  const longest = known.toSorted((a, b) => b.words.length - a.words.length);
  for (const isOrdered of [true, false]) {
    for (const { job, words } of longest) {
      if (found.some((each) => each.job === job)) continue;
      const telling = isOrdered ? words : words.filter((word) => !small.has(word));
      if (telling.length === 0 || (!isOrdered && telling.length < 2)) continue;
      const places = isOrdered ? orderedPlaces(tokens, telling, used) : loosePlaces(tokens, telling, used);
      if (places === null) continue;
      for (const place of places) used.add(place);
      found.push({ job, at: Math.min(...places) });
    }
  }
}

function orderedPlaces(
  tokens: readonly Token[],
  words: readonly string[],
  used: ReadonlySet<number>,
): number[] | null {
  for (let start = 0; start < tokens.length; start++) {
    const places: number[] = [];
    let at = start;
    for (const word of words) {
      while (places.length > 0 && tokens[at]?.kind === 'symbol') at++;
      const token = tokens[at];
      if (token?.kind === 'quoted' && places.length === 0 && fold(token.text) === words.join(' '))
        return [at];
      if (used.has(at) || !isWord(token, word)) break;
      places.push(at);
      at++;
    }
    if (places.length === words.length) return places;
    const quoted = tokens[start];
    if (quoted?.kind === 'quoted' && wordsOfName(quoted.text).join(' ') === words.join(' ')) return [start];
  }
  return null;
}

function loosePlaces(
  tokens: readonly Token[],
  words: readonly string[],
  used: ReadonlySet<number>,
): number[] | null {
  const places = words.map((word) =>
    tokens.findIndex((token, at) => !used.has(at) && (isWord(token, word) || token.stem === stem(word))),
  );
  if (places.some((place) => place < 0) || new Set(places).size < words.length) return null;
  return Math.max(...places) - Math.min(...places) <= words.length + 2 ? places : null;
}

/** Words that jobs share with what is left of the text. */
function findParts(
  tokens: readonly Token[],
  known: readonly KnownJob[],
  used: Set<number>,
  found: { job: JobSummary; at: number }[],
): (readonly JobSummary[])[] {
  const ambiguous: (readonly JobSummary[])[] = [];
  const isPlural = tokens.some(({ text }) => text === 'both' || text === 'all' || text === 'beide');
  for (let at = 0; at < tokens.length; at++) {
    const run: number[] = [];
    while (at < tokens.length && isTelling(tokens[at], at, used)) run.push(at++);
    if (run.length === 0) continue;
    const scored = known
      .filter(({ job }) => !found.some((each) => each.job === job) || run.length === 0)
      .map(({ job, words }) => ({
        job,
        hits: run.filter((place) => words.some((word) => isPart(tokens[place], word))).length,
      }));
    const most = Math.max(0, ...scored.map(({ hits }) => hits));
    if (most === 0) continue;
    const best = scored.filter(({ hits }) => hits === most).map(({ job }) => job);
    const [only] = best;
    for (const place of run)
      if (known.some(({ words }) => words.some((word) => isPart(tokens[place], word)))) used.add(place);
    if (only !== undefined && best.length === 1) found.push({ job: only, at: run[0] ?? 0 });
    else if (isPlural) for (const job of best) found.push({ job, at: run[0] ?? 0 });
    else ambiguous.push(best);
  }
  return ambiguous;
}

/** `both customers jobs`, where one of the two is called just that. */
function addBoth(
  tokens: readonly Token[],
  known: readonly KnownJob[],
  used: ReadonlySet<number>,
  found: { job: JobSummary; at: number }[],
): void {
  const [only] = found;
  if (
    only === undefined ||
    found.length !== 1 ||
    !tokens.some(({ text }) => text === 'both' || text === 'beide')
  )
    return;
  const alike = known.filter(
    ({ job, words }) =>
      job !== only.job && [...used].some((at) => words.some((word) => isPart(tokens[at], word))),
  );
  const [other] = alike;
  if (other !== undefined && alike.length === 1) found.push({ job: other.job, at: only.at });
}

const minPart = 3;

function isPart(token: Token | undefined, word: string): boolean {
  if (token === undefined || small.has(word) || word.length < minPart) return false;
  return token.text === word || token.stem === stem(word) || isSlip(token.text, word);
}

function isTelling(token: Token | undefined, at: number, used: ReadonlySet<number>): boolean {
  // The CRM's name is in many a name and tells no job.
  if (token?.kind !== 'word' || used.has(at) || isConnectorWord(token.text)) return false;
  return (
    !commandFillers.has(token.text) && !wordings.has(phraseKey(token.text)) && token.text.length >= minPart
  );
}
