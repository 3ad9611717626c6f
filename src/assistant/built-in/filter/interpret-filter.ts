import { checkFilter } from '../../../domain/filter/check.ts';
import { parseFilter } from '../../../domain/filter/parse.ts';
import { printFilter } from '../../../domain/filter/print.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { UserError } from '../../../domain/errors.ts';
import { dayMs } from '../../../domain/calendar.ts';
import type { SourceSchema } from '../../../domain/source-schema.ts';
import { openZone } from '../../../domain/zone.ts';
import type { AskClock } from '../../assistant.ts';
import { question, type Proposal } from '../../proposal.ts';
import { maxAskLength } from '../limits.ts';
import { readTokens } from '../words/tokens.ts';
import { askBack } from './ask-back.ts';
import { answerAction } from './asked-action.ts';
import { knownOf, type Known } from './known-fields.ts';
import { readFilter } from './reader.ts';
import { WordMatcher } from './readings.ts';
import { restateFilter } from './restate.ts';
import { segmentsOf } from './segments.ts';

/** A filter that the schema takes, or a question; never a guess. */
export function interpretFilter(text: string, schema: SourceSchema, clock: AskClock): Proposal {
  return (
    interpret(text, schema, clock, answerAction) ??
    question(
      `Which ${schema.object.labelPlural.toLowerCase()} do you want? Say it by fields and values, for example "created this month". Without a filter, all records are taken.`,
    )
  );
}

/** The same, and null where nothing in the text asks for some of the records only. What is to be done with them is not asked. */
export function interpretConditions(text: string, schema: SourceSchema, clock: AskClock): Proposal | null {
  return interpret(text, schema, clock, () => null);
}

/** @param answer told of what would be done to records, where something would */
function interpret(
  text: string,
  schema: SourceSchema,
  clock: AskClock,
  answer: typeof answerAction,
): Proposal | null {
  if (text.length > maxAskLength) {
    return question(
      `That is more than ${maxAskLength} characters. Which records do you want, in fewer words?`,
    );
  }
  // What is written in the filter language is no sentence, whatever its fields are called.
  const written = readWritten(text, schema);
  if (written !== null) return written;
  const known = knownOf(schema);
  const tokens = readTokens(text);
  const matcher = matcherOf(known);
  const answered = answer(tokens, known, matcher);
  if (answered !== null) return answered;
  const today = Math.floor(openZone(clock.timezone).clockOf(clock.now.getTime()) / dayMs);
  const segments = segmentsOf(tokens, known, matcher, today);
  const { filter, problems } = readFilter({ text, segments, known, matcher, today });
  const [problem] = problems;
  if (problem !== undefined) return askBack(problem, known);
  return filter === null ? null : proposalOf(filter, schema);
}

/** Who writes the filter language itself is taken at their word. */
function readWritten(text: string, schema: SourceSchema): Proposal | null {
  if (!/[=<>]|\b(?:in|like|includes|excludes|contains)\b/i.test(text)) return null;
  try {
    const filter = parseFilter(text);
    return filter === null ? null : proposalOf(checkFilter(filter, schema), schema);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function proposalOf(filter: Filter, schema: SourceSchema): Proposal {
  try {
    // Once more by its text: what is proposed is what will be read.
    return checkedFilter(printFilter(filter), schema) ?? question('Which records do you want?');
  } catch (error) {
    if (error instanceof UserError) return question(`I cannot make a filter of that. ${error.message}`);
    throw error;
  }
}

export type FilterProposal = Extract<Proposal, { kind: 'filter' }>;

/**
 * What a filter's text proposes: read, checked, and said again in words made of it. null where it has no condition.
 *
 * @throws UserError
 */
export function checkedFilter(text: string, schema: SourceSchema): FilterProposal | null {
  const read = parseFilter(text);
  if (read === null) return null;
  const checked = checkFilter(read, schema);
  const words = restateFilter(checked, schema);
  return { kind: 'filter', filter: printFilter(checked), words, connector: null, object: null };
}

const matchers = new WeakMap<Known, WordMatcher>();

export function matcherOf(known: Known): WordMatcher {
  let matcher = matchers.get(known);
  if (matcher === undefined) {
    matcher = new WordMatcher(known);
    matchers.set(known, matcher);
  }
  return matcher;
}
