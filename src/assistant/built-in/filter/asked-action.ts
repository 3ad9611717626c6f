import { question, type Proposal } from '../../proposal.ts';
import type { SourceSchema } from '../../../domain/source-schema.ts';
import {
  actions,
  adjectives,
  looseActions,
  objectWords,
  politeWords,
  settingWords,
} from '../vocabulary/actions.ts';
import type { Token } from '../words/tokens.ts';
import type { Known } from './known-fields.ts';
import type { WordMatcher } from './readings.ts';

/** `delete all opportunities`, `find lost deals and delete them`: said of that it is no filter; null where it may be one. */
export function answerAction(tokens: readonly Token[], known: Known, matcher: WordMatcher): Proposal | null {
  const at = tokens.findIndex((_, index) => isAction(tokens, index, known, matcher));
  const verb = tokens[at];
  return verb === undefined ? null : question(refusal(verb.text, known.schema));
}

function refusal(verb: string, { object }: SourceSchema): string {
  const records = object.labelPlural.toLowerCase();
  return `"${verb}" would change records, and a filter only says which ones a job takes: it changes none. That is done in the CRM itself. Which ${records} should the job take?`;
}

function isAction(tokens: readonly Token[], at: number, known: Known, matcher: WordMatcher): boolean {
  const token = tokens[at];
  if (token?.kind !== 'word' || !beginsClause(tokens, at)) return false;
  const isLoose = looseActions.has(token.text) && isDoneTo(tokens, at, known, matcher);
  if (!actions.has(token.text) && !isLoose) return false;
  // "update date" and "close reason" are names of fields.
  return !matcher.spansAt(tokens, at).some(({ length }) => length > 1);
}

/** At the beginning, but for polite words; or after "and", of what was spoken of before: `and delete them`. */
function beginsClause(tokens: readonly Token[], at: number): boolean {
  const before = tokens.slice(0, at);
  if (before.every(({ text }) => politeWords.has(text) || !/\p{L}/u.test(text))) return true;
  const [last] = before.slice(-1);
  const isJoined = last !== undefined && ['and', 'then', ',', ';', '.'].includes(last.text);
  return isJoined && ['them', 'it', 'those', 'these'].includes(nextWord(tokens, at)?.text ?? '');
}

const nextWord = (tokens: readonly Token[], at: number): Token | undefined =>
  tokens.slice(at + 1).find(({ kind }) => kind !== 'symbol');

/** Whether a verb is followed by what it is done to: `close all open cases`, `set stage to won`. */
function isDoneTo(tokens: readonly Token[], at: number, { nouns }: Known, matcher: WordMatcher): boolean {
  const verb = tokens[at]?.text ?? '';
  const next = nextWord(tokens, at);
  if (next === undefined) return false;
  if (objectWords.has(next.text)) return true;
  if (nouns.has(next.text) && !adjectives.has(verb)) return true;
  const spans = settingWords.has(verb) ? matcher.spansAt(tokens, tokens.indexOf(next)) : [];
  return spans.some(({ readings }) => readings.some(({ kind }) => kind === 'field'));
}
