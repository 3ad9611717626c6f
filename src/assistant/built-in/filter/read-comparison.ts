import type { TimeOperator } from './time-condition.ts';
import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { isAmong, isNull, negate } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { nameFieldOf } from './name-field.ts';
import { amountFor, numberRange } from './read-numbers.ts';
import { isTextField, textCondition, textList } from './read-texts.ts';
import { elapsedOf, rangeFollows, timeFor, timeRange } from './read-times.ts';
import { valueList } from './read-values.ts';
import { isUnknown } from './segment-kind.ts';
import type { Segment } from './segments.ts';

/** undefined where nothing to compare with follows. */
export function comparedWith(
  cursor: Cursor,
  of: KnownField,
  fieldSegment: Segment,
): Filter | null | undefined {
  const start = cursor.at;
  let isSaid = false;
  let operator: TimeOperator = null;
  let isTurned = false;
  for (let steps = 0; steps < 7; steps++) {
    const segment = cursor.segment(0);
    if (segment === undefined) break;
    const { grammar } = segment;
    const kind = grammar?.kind;
    if (kind === 'comma' || kind === 'and' || kind === 'or' || kind === 'close') break;
    const found = valueFor(cursor, of, segment, operator, isSaid, isTurned);
    if (found !== undefined) return found;
    if (grammar?.kind === 'compare') operator = grammar.operator;
    else if (grammar?.kind === 'older') operator = grammar.operator;
    else if (kind === 'within') operator = 'within';
    else if (kind === 'not' || kind === 'except') isTurned = !isTurned;
    else if (kind === 'is' || segment.tokens[0]?.text === 'named' || segment.tokens[0]?.text === 'called')
      isSaid = true;
    else if (kind === 'both') isSaid = true;
    else if (kind === 'preposition') {
      if (of.field.relationship !== undefined) break;
    } else if (!segment.isFiller || segment.fields.length > 0 || segment.values.length > 0) break;
    cursor.at++;
  }
  cursor.at = start;
  return looseText(cursor, of, fieldSegment);
}

export function valueFor(
  cursor: Cursor,
  of: KnownField,
  segment: Segment,
  operator: TimeOperator,
  isSaid: boolean,
  isTurned: boolean,
): Filter | null | undefined {
  const { grammar } = segment;
  const kind = kindOfType[of.field.type];
  const done = (filter: Filter | null): Filter | null =>
    cursor.finish(filter === null || !isTurned ? filter : negate(filter));
  const values = segment.values.filter(({ of: other }) => other.path === of.path);
  if (values.length > 0 && (operator === null || operator === '=')) {
    const filter = valueList(cursor, values);
    return filter !== null && isTurned ? negate(filter) : filter;
  }
  if (
    grammar?.kind === 'empty' ||
    (grammar?.kind === 'without' && segment.tokens.length === 1 && cursor.isEndAfter(1))
  ) {
    cursor.at++;
    return done(isNull(of.path, true));
  }
  if (grammar?.kind === 'filled' && (isSaid || cursor.isEndAfter(1))) {
    cursor.at++;
    return done(isNull(of.path, false));
  }
  if (grammar?.kind === 'text') {
    cursor.at++;
    return done(textCondition(cursor, of, grammar.operator));
  }
  if (grammar?.kind === 'with' && kind === 'multipicklist') {
    cursor.at++;
    return valueFor(cursor, of, cursor.segment(0) ?? segment, operator, true, isTurned);
  }
  if (kind === 'date' || kind === 'datetime') {
    if (grammar?.kind === 'elapsed' || grammar?.kind === 'ahead') {
      cursor.at++;
      return done(elapsedOf(cursor, of, grammar.kind === 'elapsed' ? '<' : '>'));
    }
    if (grammar?.kind === 'between' || (segment.tokens[0]?.text === 'from' && rangeFollows(cursor)))
      return done(timeRange(cursor, of));
    if (segment.time !== null) return done(timeFor(cursor, of, operator, segment.time));
    return undefined;
  }
  if (kind === 'number') {
    if (grammar?.kind === 'between' || (segment.tokens[0]?.text === 'from' && rangeFollows(cursor)))
      return done(numberRange(cursor, of));
    if (segment.amount !== null) return done(amountFor(cursor, of, operator, segment.amount));
    return undefined;
  }
  const isEqual = operator === null || operator === '=';
  if (
    isEqual &&
    (isSaid || operator === '=' || segment.isQuoted) &&
    (segment.isQuoted || !segment.isFiller || isTextField(of))
  ) {
    if (grammar !== null && grammar.kind !== 'preposition' && grammar.kind !== 'with') return undefined;
    if (segment.isFiller && !segment.isQuoted) return undefined;
    return said(cursor, of, segment, isTurned);
  }
  return undefined;
}

/** `owner is Dana Price or Lee Wong`: a text that was said to be the field's value. */
export function said(
  cursor: Cursor,
  of: KnownField,
  segment: Segment,
  isTurned: boolean,
): Filter | null | undefined {
  const kind = kindOfType[of.field.type];
  const target = kind === 'id' ? nameFieldOf(cursor.input.known, of) : of;
  if (target === null) return undefined;
  if (kind === 'id' && speaksOfParent(of, segment)) return undefined;
  const isText = isTextField(target);
  if (!isText && kind !== 'picklist' && kind !== 'multipicklist') return undefined;
  if (segment.grammar?.kind === 'preposition' && segment.tokens[0]?.isCapital !== true) return undefined;
  const texts = textList(cursor);
  if (texts.length === 0) return undefined;
  if (!isText) {
    cursor.problems.push({ kind: 'wrong value', words: texts.join(', '), field: of });
    return cursor.finish(null);
  }
  const filter = isAmong(target.path, texts);
  return cursor.finish(isTurned ? negate(filter) : filter);
}

function speaksOfParent({ parent, field }: KnownField, segment: Segment): boolean {
  if (segment.isQuoted) return false;
  const path = `${parent === '' ? '' : `${parent}.`}${field.relationship?.name ?? ''}`;
  const ofParent = [...segment.fields, ...segment.values].some(({ of }) => of.parent === path);
  return (
    ofParent && !(segment.tokens[0]?.isCapital === true && segment.fields.every(({ isScoped }) => isScoped))
  );
}

/** A text right after its field, without "is". */
function looseText(cursor: Cursor, of: KnownField, fieldSegment: Segment): Filter | null | undefined {
  const segment = cursor.segment(0);
  if (segment === undefined) return undefined;
  const kind = kindOfType[of.field.type];
  const target = kind === 'id' ? nameFieldOf(cursor.input.known, of) : of;
  if (target === null || !isTextField(target)) return undefined;
  const leadsBy = fieldSegment.tokens.at(-1)?.text;
  const isCalled = leadsBy === 'by' || leadsBy === 'to';
  let offset = 0;
  if (isCalled) {
    while (offset < 2 && cursor.segment(offset)?.isFiller === true && !cursor.isCapitalAt(offset)) offset++;
  }
  const first = cursor.segment(offset);
  if (first === undefined || speaksOfParent(of, first)) return undefined;
  const isNumberText = first.amount !== null && kind === 'text' && first.grammar === null;
  const isName = first.isQuoted || cursor.isCapitalAt(offset) || isNumberText;
  if (!isName && !(isUnknown(first) && (isCalled || kind === 'text' || kind === 'id'))) return undefined;
  if (first.grammar !== null && !cursor.isCapitalAt(offset)) return undefined;
  if ((first.isNoun || first.fields.length > 0) && !isCalled && !first.isQuoted) return undefined;
  cursor.at += offset;
  const texts = textList(cursor);
  if (texts.length === 0) return undefined;
  return cursor.finish(isAmong(target.path, texts));
}
