import type { Filter } from '../../../domain/filter/syntax.ts';
import { maxConditions } from '../limits.ts';
import type { Grammar } from '../vocabulary/grammar.ts';
import { negate } from './condition.ts';
import { Cursor, type ReadInput } from './cursor.ts';
import { joinPieces, type Piece } from './join.ts';
import type { Problem } from './problem.ts';
import { emptyBefore, never, without } from './read-absence.ts';
import { afterPreposition, unknown } from './read-loose.ts';
import { named, wantedParent } from './read-names.ts';
import { nationality } from './read-nationality.ts';
import { bareAmount } from './read-numbers.ts';
import { between, compared, elapsed, older, pendingText } from './read-operators.ts';
import { bareTime } from './read-times.ts';
import { connectiveOf } from './segment-kind.ts';
import type { Segment } from './segments.ts';

export interface ReadFilter {
  readonly filter: Filter | null;
  readonly problems: readonly Problem[];
}

export function readFilter(input: ReadInput): ReadFilter {
  const cursor = new Cursor(input);
  const filter = expression(cursor, 0);
  return { filter, problems: cursor.problems };
}

const maxDepth = 5;

function expression(cursor: Cursor, depth: number): Filter | null {
  const pieces: Piece[] = [];
  while (cursor.at < cursor.input.segments.length && cursor.conditions < maxConditions) {
    const before = cursor.at;
    const segment = cursor.segment(0);
    if (segment?.grammar?.kind === 'close' && depth > 0) {
      cursor.at++;
      break;
    }
    if (segment?.grammar?.kind === 'open' && depth < maxDepth && opensGroup(cursor)) {
      cursor.at++;
      const isNegated = cursor.takeNegation();
      const inner = expression(cursor, depth + 1);
      if (inner !== null) pieces.push({ kind: 'condition', filter: isNegated ? negate(inner) : inner });
      continue;
    }
    const next = piece(cursor);
    if (next !== null) pieces.push(next);
    if (next?.kind === 'condition') cursor.conditions++;
    if (cursor.at === before) cursor.at++;
  }
  cursor.settlePending(pieces);
  return joinPieces(pieces);
}

/** A bracket holds conditions where more than a word stands in it. */
function opensGroup(cursor: Cursor): boolean {
  const end = cursor.input.segments.findIndex(
    ({ grammar }, index) => index > cursor.at && grammar?.kind === 'close',
  );
  return end > cursor.at + 1;
}

function piece(cursor: Cursor): Piece | null {
  const segment = cursor.segment(0);
  if (segment === undefined) return null;
  if (segment.impossible !== null && segment.values.length === 0 && segment.fields.length === 0) {
    cursor.problems.push({ kind: 'impossible', reason: segment.impossible });
    cursor.at++;
    return null;
  }
  const connective = connectiveOf(segment);
  if (connective !== null) {
    cursor.at++;
    if (connective !== 'and') cursor.leavePending();
    isNegatedListEnd(cursor, connective);
    return { kind: connective };
  }
  const filter = condition(cursor, segment);
  return filter === null ? null : { kind: 'condition', filter };
}

/** "neither a nor b", "except a and b": what follows "nor" is said by its own "not". */
function isNegatedListEnd(cursor: Cursor, connective: 'and' | 'or' | 'comma'): void {
  if (connective === 'comma') cursor.isNegated = false;
  cursor.wants = cursor.carriesWants && cursor.isBareFieldNext(0);
  cursor.carriesWants = false;
}

function condition(cursor: Cursor, segment: Segment): Filter | null {
  const byGrammar = segment.grammar === null ? undefined : grammarCondition(cursor, segment.grammar, segment);
  if (byGrammar !== undefined) return byGrammar;
  const whence = nationality(cursor);
  if (whence !== null) return whence;
  if (segment.fields.length > 0 || segment.values.length > 0) return named(cursor, segment);
  const parent = wantedParent(cursor, segment);
  if (parent !== undefined) return parent;
  if (segment.time !== null && !segment.time.isYear) return bareTime(cursor, null);
  if (segment.amount !== null && !segment.isFiller) return bareAmount(cursor, null);
  if (segment.isNoun || segment.isFiller) {
    cursor.at++;
    return null;
  }
  if (segment.parents.length > 0) {
    cursor.at++;
    const [only = ''] = segment.parents;
    if (segment.parents.length === 1) cursor.scope = only;
    return null;
  }
  return unknown(cursor);
}

/** undefined where the word is to be read by its other meanings. */
function grammarCondition(cursor: Cursor, grammar: Grammar, segment: Segment): Filter | null | undefined {
  const skip = (): null => {
    cursor.at++;
    return null;
  };
  switch (grammar.kind) {
    case 'not':
      cursor.isNegated = !cursor.isNegated;
      return skip();
    case 'except':
      cursor.isNegated = true;
      return skip();
    case 'with':
      if (segment.fields.length > 0 && cursor.isEndAfter(1)) return undefined;
      cursor.wants = true;
      return skip();
    case 'without':
      return without(cursor);
    case 'empty':
      return segment.values.length > 0 ? undefined : emptyBefore(cursor);
    case 'filled':
    case 'is':
    case 'both':
    case 'close':
    case 'open':
    case 'yes':
    case 'no':
      return segment.values.length > 0 || segment.fields.length > 0 ? undefined : skip();
    case 'never':
      return never(cursor);
    case 'new':
      if (cursor.timeFollows()) {
        cursor.isNew = true;
        return skip();
      }
      return segment.values.length > 0 ? undefined : unknown(cursor);
    case 'elapsed':
    case 'ahead':
      return elapsed(cursor, segment, grammar.kind === 'elapsed' ? '<' : '>');
    case 'compare':
      return segment.values.length > 0 ? undefined : compared(cursor, grammar.operator);
    case 'older':
      return older(cursor, grammar.operator);
    case 'within':
      cursor.at++;
      return bareTime(cursor, 'within');
    case 'between':
      return between(cursor);
    case 'preposition':
      return segment.values.length > 0 && cursor.segment(1)?.values.length === 0
        ? undefined
        : afterPreposition(cursor, grammar.word);
    case 'text':
      if (cursor.pending === null && ['like', 'about'].includes(segment.tokens[0]?.text ?? '')) {
        return segment.tokens[0]?.text === 'like' ? skip() : unknown(cursor);
      }
      return pendingText(cursor, grammar.operator);
    case 'compare-after':
    case 'and':
    case 'or':
    case 'comma':
    case 'filler':
      break;
  }
  return segment.fields.length > 0 || segment.values.length > 0 ? undefined : skip();
}
