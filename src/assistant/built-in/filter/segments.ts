/** Cuts a text into runs of words that belong together, the likeliest cut of all. */
import { maxNameWords } from '../limits.ts';
import { fillerWords, grammar, type Grammar } from '../vocabulary/grammar.ts';
import { impossible } from '../vocabulary/impossible.ts';
import { amountAt, type Amount } from '../words/amounts.ts';
import { phrasesAt } from '../words/phrases.ts';
import { timeAt, type TimeMatch } from '../words/times.ts';
import type { Token } from '../words/tokens.ts';
import { isSlip } from '../words/typo.ts';
import { codeAt } from './read-code.ts';
import type { Known } from './known-fields.ts';
import type { FieldReading, ValueReading, WordMatcher } from './readings.ts';

/** A run of words with all that it may mean. */
export interface Segment {
  /** Half-open, in tokens. */
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
  readonly grammar: Grammar | null;
  readonly fields: readonly FieldReading[];
  readonly values: readonly ValueReading[];
  readonly time: TimeMatch | null;
  readonly amount: Amount | null;
  /** Why a filter cannot say it. */
  readonly impossible: string | null;
  readonly isNoun: boolean;
  /** Parents whose records are called so. */
  readonly parents: readonly string[];
  readonly isFiller: boolean;
  readonly isQuoted: boolean;
  readonly score: number;
}

export function segmentsOf(
  tokens: readonly Token[],
  known: Known,
  matcher: WordMatcher,
  today: number,
): Segment[] {
  const repaired = tokens.map(repairSmallWord(matcher, known));
  const best: { score: number; last: Segment | null }[] = [{ score: 0, last: null }];
  for (let at = 0; at < repaired.length; at++) {
    const before = best[at]?.score ?? 0;
    for (const segment of segmentsAt(repaired, at, known, matcher, today)) {
      const score = before + segment.score;
      const rival = best[segment.end];
      if (rival === undefined || score > rival.score) best[segment.end] = { score, last: segment };
    }
  }
  const path: Segment[] = [];
  for (let at = repaired.length; at > 0;) {
    const last = best[at]?.last;
    if (last === undefined || last === null) break;
    path.unshift(last);
    at = last.start;
  }
  return path;
}

const scores = {
  name: 1.3,
  grammar: 1,
  time: 1.3,
  impossible: 1.15,
  amount: 1.05,
  noun: 1.1,
  filler: 0.6,
  quoted: 1.2,
} as const;
/** What is longer says more than the same in pieces. */
const perWord = 0.06;
const scored = (length: number, each: number): number => each * length + perWord * (length - 1);
const perGrammarWord = 0.35;

function segmentsAt(
  tokens: readonly Token[],
  at: number,
  known: Known,
  matcher: WordMatcher,
  today: number,
): Segment[] {
  const byLength = new Map<number, Partial<Segment>>();
  const add = (length: number, part: Partial<Segment>, score: number): void => {
    const before = byLength.get(length) ?? {};
    byLength.set(length, { ...before, ...part, score: Math.max(before.score ?? 0, score) });
  };
  const token = tokens[at];
  if (token === undefined) return [];
  add(1, { isQuoted: token.kind === 'quoted' }, token.kind === 'quoted' ? scores.quoted : 0);
  for (const { meaning, length } of phrasesAt(tokens, at, grammar)) {
    // "60 % and over" says it of what stands before, "and over 100k" of what follows.
    if (meaning.kind === 'compare-after' && amountAt(tokens, at + length) !== null) continue;
    add(length, { grammar: meaning }, scores.grammar * length + perGrammarWord * (length - 1));
  }
  for (const { meaning, length } of phrasesAt(tokens, at, impossible)) {
    add(length, { impossible: meaning }, scored(length, scores.impossible));
  }
  for (const { length, readings } of matcher.spansAt(tokens, at)) {
    const strength = Math.max(...readings.map((reading) => reading.strength));
    const fields = readings.filter((reading) => reading.kind === 'field');
    const values = readings.filter((reading) => reading.kind === 'value');
    add(length, { fields, values }, scored(length, scores.name * strength));
  }
  const time = timeAt(tokens, at, today);
  if (time !== null)
    add(time.length, { time }, scored(time.length, time.isYear ? scores.filler : scores.time));
  const amount = amountAt(tokens, at);
  if (amount !== null) add(amount.length, { amount }, scored(amount.length, scores.amount));
  if (token.kind === 'word' && known.nouns.has(token.text)) add(1, { isNoun: true }, scores.noun);
  const parents = token.kind === 'word' ? known.parentNouns.get(token.text) : undefined;
  if (parents !== undefined) add(1, { parents }, scores.noun * 0.9);
  if (fillerWords.has(token.text) && token.kind !== 'quoted') add(1, { isFiller: true }, scores.filler);
  const code = codeAt(tokens, at, known);
  if (code !== null) {
    const { length, fields, values } = code;
    add(length, { fields, values, isQuoted: false }, scored(length, scores.name));
  }
  return [...byLength]
    .filter(([length]) => length <= maxNameWords * 2)
    .map(([length, part]): Segment => ({
      ...emptySegment,
      ...part,
      start: at,
      end: at + length,
      tokens: tokens.slice(at, at + length),
    }));
}

const emptySegment: Omit<Segment, 'start' | 'end' | 'tokens'> = {
  grammar: null,
  fields: [],
  values: [],
  time: null,
  amount: null,
  impossible: null,
  isNoun: false,
  parents: [],
  isFiller: false,
  isQuoted: false,
  score: 0,
};

/** Small words that are worth mending: `wiht`, `betwen`, `contians`. */
const mendable = [
  'with',
  'without',
  'between',
  'contains',
  'starts',
  'before',
  'after',
  'except',
  'empty',
  'missing',
  'than',
  'over',
  'under',
  'where',
  'quarter',
  'month',
  'week',
  'year',
  'yesterday',
  'tomorrow',
  'today',
  'last',
  'next',
  'more',
  'less',
  'least',
  'from',
];

/** A slip in a word that names nothing here is mended, so that phrases are found. */
function repairSmallWord(matcher: WordMatcher, { nouns }: Known): (token: Token) => Token {
  return (token) => {
    if (token.kind !== 'word' || token.isCapital || token.text.length < 4) return token;
    if (matcher.isKnown(token) || fillerWords.has(token.text) || grammar.has(token.text)) return token;
    // "last" is no slip of "least".
    if (nouns.has(token.text) || mendable.includes(token.text)) return token;
    const words = matcher.isNearlyKnown(token) ? [...nouns] : [...mendable, ...nouns];
    const meant = words.find((word) => isSlip(token.text, word));
    return meant === undefined ? token : { ...token, text: meant, stem: meant };
  };
}
