import type { Filter } from '../../../domain/filter/syntax.ts';
import { placeFields } from '../vocabulary/field-words.ts';
import type { Preposition } from '../vocabulary/grammar.ts';
import { compare, isAmong, joinAll, textValue } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { placeOf, positionOf } from './places.ts';
import { nationality } from './read-nationality.ts';
import { bareAmount } from './read-numbers.ts';
import { textBeforeField, textList } from './read-texts.ts';
import { bareTime, fieldForTime, timeRange } from './read-times.ts';
import { connectiveOf, isRangeJoiner, isUnknown } from './segment-kind.ts';
import type { Segment } from './segments.ts';

export function unknown(cursor: Cursor): Filter | null {
  const segment = cursor.segment(0);
  if (segment === undefined) return null;
  const beside = isUnknown(segment) || segment.isQuoted ? textBeforeField(cursor) : undefined;
  if (beside !== undefined) return beside;
  const job = position(cursor);
  if (job !== null) return job;
  if (segment.tokens[0]?.isCapital === true || segment.isQuoted) {
    const before = cursor.at;
    const texts = textList(cursor);
    const of = placeOf({ preposition: null, texts, isName: true, scope: cursor.scope, ...cursor.input });
    if (of !== null) return cursor.finish(isAmong(of.path, texts));
    cursor.at = before;
  }
  const start = cursor.at;
  cursor.at++;
  while (cursor.segment(0) !== undefined && isUnknown(cursor.segment(0) ?? segment)) cursor.at++;
  cursor.problems.push({ kind: 'unknown', words: cursor.wordsBetween(start, cursor.at) });
  return null;
}

/** `CEOs and CFOs`, `engineers`. */
function position(cursor: Cursor): Filter | null {
  const found: { readonly text: string; readonly isWhole: boolean }[] = [];
  const start = cursor.at;
  let end = cursor.at;
  const [of] = cursor.input.matcher.fieldsNamed(placeFields.title, cursor.scope);
  if (of === undefined) return null;
  for (let offset = 0; offset < 8; offset++) {
    const segment = cursor.segment(offset);
    if (segment === undefined) break;
    const position = isUnknown(segment) ? positionOf(segment.tokens) : null;
    if (position !== null) {
      found.push(position);
      end = cursor.at + offset + 1;
    } else if (found.length === 0 || connectiveOf(segment) === null) break;
  }
  if (found.length === 0) return null;
  cursor.at = Math.max(end, start + 1);
  const { path } = of.of;
  const whole = found.filter(({ isWhole }) => isWhole).map(({ text }) => text.toUpperCase());
  const parts = found
    .filter(({ isWhole }) => !isWhole)
    .map(({ text }) => compare(path, 'CONTAINS', textValue(text)));
  return cursor.finish(joinAll('or', [...(whole.length === 0 ? [] : [isAmong(path, whole)]), ...parts]));
}

export function afterPreposition(cursor: Cursor, preposition: Preposition): Filter | null {
  const start = cursor.at;
  cursor.at++;
  while (
    cursor.segment(0)?.isFiller === true &&
    cursor.segment(0)?.isQuoted === false &&
    cursor.segment(0)?.values.length === 0 &&
    !cursor.isCapitalAt(0) &&
    cursor.at < start + 3
  )
    cursor.at++;
  const segment = cursor.segment(0);
  if (segment === undefined) return null;
  if (
    preposition === 'from' &&
    segment.amount !== null &&
    isRangeJoiner(cursor.segment(1)) &&
    cursor.segment(2)?.amount !== null
  ) {
    return segment.time?.isYear === true ? bareTime(cursor, null) : bareAmount(cursor, null);
  }
  const whence = nationality(cursor);
  if (whence !== null) return whence;
  if (segment.time !== null) return prepositionTime(cursor, preposition, segment);
  const isOpen =
    isUnknown(segment) ||
    segment.isQuoted ||
    (cursor.isCapitalAt(0) && !isNamed(segment) && segment.grammar === null);
  if (!isOpen || (segment.isNoun && !segment.isQuoted)) return null;
  if (saysWhatKind(cursor, segment)) {
    cursor.problems.push({ kind: 'unknown', words: cursor.words(segment) });
    cursor.at++;
    return null;
  }
  const before = cursor.at;
  const beside = textBeforeField(cursor);
  if (beside !== undefined) return beside;
  const isName = segment.isQuoted || segment.tokens[0]?.isCapital === true;
  const texts = textList(cursor);
  const of = placeOf({ preposition, texts, isName, scope: cursor.scope, ...cursor.input });
  if (of === null) {
    cursor.at = before;
    return unknown(cursor);
  }
  return cursor.finish(isAmong(of.path, texts));
}

/** `of Strategic accounts`: a capital makes no name of what a field is called. */
const isNamed = ({ values, fields }: Segment): boolean =>
  values.length > 0 || fields.some(({ strength }) => strength >= sureStrength);

const sureStrength = 0.75;

/** `of Loyal accounts`: of several records one word before them is hardly the name that all of them have. */
function saysWhatKind(cursor: Cursor, { isQuoted, tokens }: Segment): boolean {
  const next = cursor.segment(1);
  const isPlural = next?.tokens.length === 1 && next.tokens[0]?.text.endsWith('s') === true;
  return !isQuoted && tokens.length === 1 && isPlural && next.parents.length > 0;
}

function prepositionTime(cursor: Cursor, preposition: Preposition, segment: Segment): Filter | null {
  if (
    segment.time?.isYear === true &&
    segment.amount !== null &&
    preposition !== 'in' &&
    preposition !== 'from' &&
    preposition !== 'of'
  )
    return null;
  if (preposition === 'for' && segment.time?.time.kind === 'length') return bareTime(cursor, null);
  if (preposition === 'by') return bareTime(cursor, '<=');
  if (preposition === 'from' && (segment.time?.time.kind === 'days' || segment.time?.time.kind === 'month')) {
    if (isRangeJoiner(cursor.segment(1)) && cursor.segment(2)?.time !== null) {
      const of = fieldForTime(cursor);
      return of === null ? null : cursor.finish(timeRange(cursor, of));
    }
  }
  return bareTime(cursor, null);
}
