import type { Grammar } from '../vocabulary/grammar.ts';
import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { maxConditions } from '../limits.ts';
import { departments } from '../vocabulary/names.ts';
import { writtenSpan } from '../words/tokens.ts';
import { compare, joinAll, textValue } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { nameFieldOf } from './name-field.ts';
import { valueList } from './read-values.ts';
import { connectiveOf, isUnknown } from './segment-kind.ts';
import type { Segment } from './segments.ts';

/** Words that end a name or text which stands without quotes. */
const textEnds: ReadonlySet<Grammar['kind']> = new Set([
  'and',
  'or',
  'comma',
  'with',
  'without',
  'not',
  'except',
  'close',
  'open',
  'compare',
  'between',
  'never',
] as const);
const relativeWords = new Set([
  'who',
  'whose',
  'that',
  'which',
  'where',
  'when',
  'und',
  'only',
  'please',
  'now',
]);
const maxTextSegments = 8;

export const isTextField = (of: KnownField): boolean => kindOfType[of.field.type] === 'text';

/** Texts up to the next word that is none: `Dana Price or Lee Wong`. */
export function textList(cursor: Cursor): string[] {
  const texts: string[] = [];
  for (let count = 0; count < maxConditions; count++) {
    const text = oneText(cursor);
    if (text === '') break;
    texts.push(text);
    const joiner = cursor.segment(0);
    const connective = joiner === undefined ? null : connectiveOf(joiner);
    const next = cursor.segment(1);
    if (connective === null || next === undefined || !continuesTexts(cursor, next, connective)) break;
    cursor.at++;
  }
  return texts;
}

function continuesTexts(cursor: Cursor, next: Segment, connective: 'and' | 'or' | 'comma'): boolean {
  if (next.isQuoted) return true;
  if (next.grammar !== null || next.time !== null) return false;
  const isName = next.tokens[0]?.isCapital === true || (isUnknown(next) && connective === 'or');
  const after = cursor.segment(2);
  const isCompared = after?.grammar !== null && after?.grammar !== undefined && connectiveOf(after) === null;
  const opensNext = next.fields.some(({ isScoped }) => !isScoped) && (isCompared || connective !== 'or');
  return isName && !opensNext && !isCompared;
}

function oneText(cursor: Cursor): string {
  const first = cursor.segment(0);
  if (first === undefined) return '';
  if (first.isQuoted) {
    cursor.at++;
    return first.tokens[0]?.text ?? '';
  }
  let count = 0;
  for (; count < maxTextSegments; count++) {
    const segment = cursor.segment(count);
    if (segment === undefined || segment.isQuoted) break;
    const [token] = segment.tokens;
    const isCapital = token?.isCapital === true;
    if (segment.grammar !== null && textEnds.has(segment.grammar.kind) && !(isCapital && count > 0)) break;
    if (segment.grammar?.kind === 'is' || segment.grammar?.kind === 'text') break;
    if (relativeWords.has(token?.text ?? '')) break;
    if (count > 0 && !isCapital && (segment.grammar !== null || segment.isNoun)) {
      // "Bank of America" goes on in capitals; "Berlin with …" does not.
      const next = cursor.segment(count + 1)?.tokens[0];
      if (segment.grammar?.kind !== 'preposition' || next?.isCapital !== true) break;
    }
    if (
      count > 0 &&
      !isCapital &&
      (segment.time !== null || segment.fields.some(({ isScoped }) => !isScoped))
    )
      break;
    if (count === 0 && segment.isFiller && !isCapital && ['the', 'a', 'an'].includes(token?.text ?? '')) {
      cursor.at++;
      count--;
      continue;
    }
    if (/^[?!.…]$/.test(token?.text ?? '')) break;
  }
  const [start, end] = [cursor.segment(0), cursor.segment(count - 1)];
  const [first0, last] = [start?.tokens[0], end?.tokens.at(-1)];
  if (count <= 0 || first0 === undefined || last === undefined) return '';
  cursor.at += count;
  skipJoined(cursor);
  return writtenSpan(cursor.input.text, first0, last);
}

/** What hangs on a text without a blank is part of it: `@example.org`. */
function skipJoined(cursor: Cursor): void {
  while (
    cursor.segment(0)?.tokens[0]?.isJoined === true &&
    !['comma', 'close', 'open'].includes(cursor.segment(0)?.grammar?.kind ?? '')
  )
    cursor.at++;
}

export function textCondition(
  cursor: Cursor,
  of: KnownField,
  operator: 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH',
): Filter | null {
  const kind = kindOfType[of.field.type];
  if (kind === 'multipicklist') {
    const values = cursor.segment(0)?.values.filter(({ of: other }) => other.path === of.path) ?? [];
    return values.length > 0 ? valueList(cursor, values) : null;
  }
  const target = kind === 'id' ? nameFieldOf(cursor.input.known, of) : of;
  const texts = forcedTexts(cursor);
  if (target === null || texts.length === 0) {
    cursor.problems.push({ kind: 'open', words: of.field.label, field: of });
    return null;
  }
  return joinAll(
    'or',
    texts.map((text) => compare(target.path, operator, textValue(text))),
  );
}

/** After "contains" whatever stands there is text. */
function forcedTexts(cursor: Cursor): string[] {
  const texts: string[] = [];
  for (let count = 0; count < maxConditions; count++) {
    while (
      ['the', 'a', 'an', 'with', 'word', 'text', 'letter', 'letters', 'either', 'in'].includes(
        cursor.segment(0)?.tokens[0]?.text ?? '',
      ) &&
      cursor.segment(1) !== undefined &&
      cursor.segment(0)?.isQuoted === false &&
      cursor.segment(0)?.tokens[0]?.isCapital === false
    )
      cursor.at++;
    const before = cursor.at;
    const text = cursor.segment(0) === undefined ? '' : oneForced(cursor);
    if (text === '') {
      cursor.at = before;
      break;
    }
    texts.push(text);
    const joiner = cursor.segment(0);
    if (joiner === undefined || connectiveOf(joiner) !== 'or') break;
    const next = cursor.segment(1);
    if (
      next === undefined ||
      !(next.isQuoted || (isUnknown(next) && cursor.segment(2)?.grammar?.kind !== 'is'))
    )
      break;
    cursor.at++;
  }
  return texts;
}

function oneForced(cursor: Cursor): string {
  const first = cursor.segment(0);
  if (first === undefined) return '';
  if (first.isQuoted) return oneText(cursor);
  const raw = first.tokens[0];
  // Signs such as "@" begin the text itself.
  if (raw !== undefined && /^[^\p{L}\p{N},;()]$/u.test(raw.text) && cursor.segment(1) !== undefined) {
    cursor.at++;
    const rest = oneText(cursor);
    return rest;
  }
  const text = oneText(cursor);
  if (text !== '') return text;
  const [token] = first.tokens;
  const last = first.tokens.at(-1);
  if (token === undefined || last === undefined || connectiveOf(first) !== null) return '';
  cursor.at++;
  skipJoined(cursor);
  return writtenSpan(cursor.input.text, token, last);
}

/** `Support department`, `gmail addresses`: a text before its field. */
export function textBeforeField(cursor: Cursor): Filter | null | undefined {
  for (let count = 1; count <= 3; count++) {
    const field = cursor
      .segment(count)
      ?.fields.find(({ of, isScoped }) => isTextField(of) && (!isScoped || of.parent === cursor.scope));
    const between = cursor.segment(count - 1);
    if (between === undefined || !(isUnknown(between) || between.isQuoted || cursor.isCapitalAt(count - 1)))
      return undefined;
    if (field === undefined) continue;
    const first = cursor.segment(0)?.tokens[0];
    const last = between.tokens.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const text =
      between.isQuoted && count === 1 ? (first.text ?? '') : writtenSpan(cursor.input.text, first, last);
    cursor.at += count + 1;
    const isEmail = field.of.field.type === 'email' || field.of.field.type === 'url';
    const isPlain = first.isCapital || between.isQuoted || departments.has(text.toLowerCase()) || isEmail;
    if (!isPlain && (field.strength < 0.9 || cursor.segment(count)?.isNoun === true)) return undefined;
    const isPart = field.of.field.type === 'email' || field.of.field.type === 'url';
    const { path } = field.of;
    return cursor.finish(
      isPart ? compare(path, 'CONTAINS', textValue(text)) : compare(path, '=', textValue(text)),
    );
  }
  return undefined;
}
