import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { outcomeWords } from '../vocabulary/field-words.ts';
import { isNull, isTrue } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { comparedWith } from './read-comparison.ts';
import { unknown } from './read-loose.ts';
import { elapsedOf } from './read-times.ts';
import { valueList, valuesHere } from './read-values.ts';
import { synonymStrength } from './names.ts';
import type { FieldReading } from './readings.ts';
import { connectiveOf, isTime, isUnknown } from './segment-kind.ts';
import type { Token } from '../words/tokens.ts';
import type { Segment } from './segments.ts';

export function named(cursor: Cursor, segment: Segment): Filter | null {
  const isOnlyNoun = isNounOnly(segment);
  const values = isOnlyNoun ? [] : valuesHere(cursor, segment.values);
  const field = isOnlyNoun ? null : fieldHere(cursor, segment);
  const strongest = Math.max(0, ...values.map(({ strength }) => strength));
  cursor.rememberDate(segment);
  const isField = field !== null && (values.length === 0 || prefersField(cursor, field, segment, strongest));
  const isParent = isField ? !isSurelyNamed(field) : values.length === 0;
  const parent = isParent ? wantedParent(cursor, segment) : undefined;
  if (parent !== undefined) return parent;
  if (isField) return fieldFirst(cursor, field, segment);
  if (values.length > 0) return valueList(cursor, values);
  if (segment.isNoun || segment.isFiller || segment.parents.length > 0) {
    cursor.at++;
    const [only = ''] = segment.parents;
    if (segment.parents.length === 1) cursor.scope = only;
    return null;
  }
  return unknown(cursor);
}

const isSurelyNamed = ({ of, strength, isByWords }: FieldReading): boolean =>
  of.field.relationship !== undefined || (!isByWords && strength > synonymStrength);

/** `have a client`: a parent that must be there; undefined where more is said of it. */
export function wantedParent(cursor: Cursor, { parents }: Segment): Filter | null | undefined {
  if (!cursor.wants || parents.length === 0 || !cursor.isEndAfter(1)) return undefined;
  const references = cursor.input.known.fields.filter(
    ({ parent, field }) => parent === '' && parents.includes(field.relationship?.name ?? ''),
  );
  const [only] = references;
  if (only === undefined) return undefined;
  const words = cursor.words(cursor.segment(0));
  cursor.at++;
  if (references.length > 1) cursor.problems.push({ kind: 'ambiguous', words, choices: references });
  const filter = cursor.finish(isNull(only.path, false));
  cursor.carriesWants = true;
  return filter;
}

function prefersField(cursor: Cursor, field: FieldReading, segment: Segment, valueStrength: number): boolean {
  if (valueStrength === 0) return true;
  const { type } = field.of.field;
  if (cursor.pending?.of.path === field.of.path) return true;
  // "closed last year" is said of the close date, though a picklist has "Closed" too.
  if (isTime(type) && cursor.timeIsNext() && isNamedBy(field.of, segment)) return true;
  // "lost last year" says both that it is lost and when.
  if (isTime(type) && field.isByWords && (valueStrength > 0.94 || !cursor.timeIsNext())) return false;
  if (isTime(type) && cursor.timeIsNext()) return !saysOutcome(segment);
  if (type === 'boolean') return field.strength >= valueStrength - 0.03;
  if (cursor.wants && valueStrength < 0.7) return true;
  return (
    field.strength > valueStrength + 0.02 ||
    (field.strength >= valueStrength - 0.02 && cursor.isComparedNext())
  );
}

/** `won this year`: not only when, but also what came of it. */
const saysOutcome = ({ tokens }: Segment): boolean => tokens.every(({ text }) => outcomeWords.has(text));

/** Whether the words are in a name of the field, and do not only lead to it. */
function isNamedBy({ names }: KnownField, { tokens }: Segment): boolean {
  return names.some(({ stems }) => tokens.every((token) => stems.includes(token.stem)));
}

function fieldHere(cursor: Cursor, segment: Segment): FieldReading | null {
  const usable = segment.fields.filter(({ isScoped, of }) => !isScoped || of.parent === cursor.scope);
  if (usable.length === 0) return null;
  const times = usable.filter(({ of }) => isTime(of.field.type));
  const [time] = times;
  const flags = usable.filter(({ of }) => of.field.type === 'boolean');
  const isFlag = flags.length > 0 && saysOutcome(segment);
  if (time !== undefined && !isFlag && (cursor.timeIsNext() || segment.grammar?.kind === 'elapsed'))
    return time;
  const others = usable.filter(({ of }) => !isTime(of.field.type));
  const pool = flags.length > 0 ? flags : others.length > 0 ? others : usable;
  const scoped = pool.filter(({ of }) => of.parent === cursor.scope && cursor.scope !== '');
  const preferred = (scoped.length > 0 ? scoped : pool).toSorted((a, b) => b.strength - a.strength);
  const [best] = preferred;
  if (best === undefined) return null;
  const rivals = preferred.filter(
    ({ strength, of }) => strength >= best.strength - 0.02 && of.path !== best.of.path,
  );
  const chosen = rivals.length === 0 ? best : plainest(cursor, [best, ...rivals]);
  if (chosen !== null) return chosen;
  const choices = [best, ...rivals].map(({ of }) => of);
  cursor.problems.push({ kind: 'ambiguous', words: cursor.words(segment), choices });
  return best;
}

/** Of `Billing City` and `Shipping City` the first is what people mean; null where none is. */
function plainest(cursor: Cursor, readings: readonly FieldReading[]): FieldReading | null {
  const own = readings.filter(({ of }) => of.parent === '');
  const [only] = own;
  if (own.length === 1 && only !== undefined) return only;
  const main = readings.find(({ of }) =>
    /^(?:Billing|Mailing|address1_|telephone1|emailaddress1)/.test(of.path),
  );
  if (main !== undefined) return main;
  return cursor.isComparedNext() ? byNextValue(cursor, readings) : null;
}

/** The one whose type goes with what stands next. */
function byNextValue(cursor: Cursor, readings: readonly FieldReading[]): FieldReading | null {
  const next = cursor.nextMeaningful(1);
  const kinds = readings.filter(({ of }) => {
    const kind = kindOfType[of.field.type];
    if (next?.time !== null && next?.time !== undefined && !next.time.isYear)
      return kind === 'date' || kind === 'datetime';
    if (next?.amount !== null && next?.amount !== undefined) return kind === 'number';
    return kind === 'text' || kind === 'picklist';
  });
  return kinds.length === 1 ? (kinds[0] ?? null) : null;
}

function fieldFirst(cursor: Cursor, reading: FieldReading, segment: Segment): Filter | null {
  const { of } = reading;
  const words = cursor.words(segment);
  cursor.at++;
  if (of.field.type === 'boolean') return flag(cursor, reading);
  const after = comparedWith(cursor, of, segment);
  if (after !== undefined) return after;
  if (segment.grammar?.kind === 'elapsed' && isTime(of.field.type)) return elapsedOf(cursor, of, '<');
  if (of.field.relationship !== undefined) {
    const { parent } = of;
    const path = `${parent === '' ? '' : `${parent}.`}${of.field.relationship.name}`;
    if (parent === '' && !isWantedBesideOthers(cursor) && leadsOn(cursor, path)) {
      cursor.scope = path;
      return null;
    }
  }
  if (cursor.wants) {
    const filter = cursor.finish(isNull(of.path, false));
    cursor.carriesWants = true;
    return filter;
  }
  if (/^un(?:assigned|owned)/i.test(words)) return cursor.finish(isNull(of.path, true));
  // "bounced emails": that it has a date says that it happened.
  if (isTime(of.field.type) && !reading.isByWords && /^\p{L}+ed\b/iu.test(words) && cursor.isEndAfter(0)) {
    return cursor.finish(isNull(of.path, false));
  }
  cursor.leavePending();
  cursor.pending = { of, words, isSure: !isOfRecords(reading, segment) };
  return null;
}

/** `have an account and an email`: what is wanted is the parent itself, and beside it something of the record. */
const isWantedBesideOthers = (cursor: Cursor): boolean =>
  cursor.wants && connectiveOf(cursor.segment(0) ?? null) !== null;

/**
 * `failed payments`, `members who joined`: words for the records and for what they did. Only what is hardly the name of a
 * field may be one; whatever else is named and never compared is asked about.
 */
function isOfRecords(
  { of, strength, isByWords, isScoped }: FieldReading,
  { isNoun, tokens }: Segment,
): boolean {
  const names = [...of.names, ...of.scopedNames];
  const isSaid = ({ text }: Token): boolean =>
    names.some(({ words }) => words.some((word) => [word, `${word}s`].includes(text)));
  const isOtherForm = (token: Token): boolean =>
    names.some(({ stems }) => stems.includes(token.stem)) && !isSaid(token);
  const isHardlyNamed = !isScoped && (isByWords || strength < sureStrength);
  return (
    isNoun ||
    tokens.some(isOtherForm) ||
    (isHardlyNamed && tokens.some(({ text }) => /(?:ed|[^s]s)$/.test(text)))
  );
}

const sureStrength = 0.9;

/** Whether what follows a parent is said of the parent. */
function leadsOn(cursor: Cursor, path: string): boolean {
  for (let offset = 0; offset < 6; offset++) {
    const segment = cursor.segment(offset);
    if (segment === undefined || segment.grammar?.kind === 'comma') return false;
    if (segment.values.some(({ of }) => of.parent === path)) return true;
    if (segment.fields.some(({ of }) => of.parent === path)) return true;
    if (segment.values.length > 0 || segment.grammar?.kind === 'or') return false;
    if (segment.grammar?.kind === 'preposition' && cursor.segment(offset + 1) !== undefined) {
      const next = cursor.segment(offset + 1);
      if (next !== undefined && isUnknown(next)) return true;
    }
  }
  return false;
}

/** A yes/no field: what is said of it, or yes. */
function flag(cursor: Cursor, { of, says }: FieldReading): Filter | null {
  let value = says;
  let offset = 0;
  for (; offset < 3; offset++) {
    const kind = cursor.segment(offset)?.grammar?.kind;
    const text = cursor.segment(offset)?.tokens[0]?.text ?? '';
    const isLast = kind === 'yes' || kind === 'no' || (text === 'on' && cursor.isEndAfter(offset + 1));
    if (isLast) {
      value = kind === 'no' ? !value : value;
      cursor.at += offset + 1;
      break;
    }
    if (kind === 'empty') {
      cursor.at += offset + 1;
      return cursor.finish(isNull(of.path, true));
    }
    if (kind === 'not' && repeats(cursor, of, offset + 1)) {
      value = !value;
      cursor.at += offset + 2;
      break;
    }
    if (kind !== 'is' && kind !== 'compare' && cursor.segment(offset)?.isFiller !== true) break;
    if (cursor.segment(offset)?.grammar?.kind === 'compare' && text !== '=') break;
  }
  cursor.wants = false;
  return cursor.finish(isTrue(of.path, value));
}

/** "letter not sent": the rest of the name after its "not". */
function repeats(cursor: Cursor, of: KnownField, offset: number): boolean {
  const next = cursor.segment(offset);
  return (
    next?.fields.some((reading) => reading.of.path === of.path) === true ||
    (next !== undefined && next.isFiller && cursor.isEndAfter(offset))
  );
}

export function plainestOf(
  cursor: Cursor,
  readings: readonly FieldReading[],
  best: FieldReading,
): KnownField {
  const rivals = readings.filter(({ isScoped, strength }) => !isScoped && strength >= best.strength - 0.02);
  return (rivals.length > 1 ? (plainest(cursor, rivals) ?? best) : best).of;
}

/** A word for the records that is a little like the name of a field or value: it is the records that are meant. */
function isNounOnly({ isNoun, fields, values, tokens, parents }: Segment): boolean {
  if (
    (!isNoun && (parents.length === 0 || values.length === 0)) ||
    fields.some(({ strength }) => strength >= 0.97)
  )
    return false;
  const word = tokens[0]?.text ?? '';
  return values.every(({ of, values }) => {
    const labels = of.field.picklistValues
      .filter(({ value }) => values.includes(value))
      .map(({ label }) => label.toLowerCase());
    return !labels.some((label) =>
      label.split(/[^\p{L}]+/u).some((part) => [part, `${part}s`].includes(word) || `${word}s` === part),
    );
  });
}
