/** Reads segments as conditions, from left to right, and notes what it cannot make sense of. */
import type { Filter } from '../../../domain/filter/syntax.ts';
import { kindOfType } from '../../../domain/filter/field-type.ts';
import { maxConditions } from '../limits.ts';
import { fieldWords, placeFields } from '../vocabulary/field-words.ts';
import { phraseAt } from '../words/phrases.ts';
import type { Grammar, Preposition } from '../vocabulary/grammar.ts';
import { writtenSpan } from '../words/tokens.ts';
import type { Amount } from '../words/amounts.ts';
import type { TimeMatch } from '../words/times.ts';
import { compare, includes, isAmong, isNull, isTrue, joinAll, negate, numberValue, textValue } from './condition.ts';
import { joinPieces, type Piece } from './join.ts';
import type { Known, KnownField } from './known-fields.ts';
import { nameFieldOf } from './name-field.ts';
import { placeOf, positionOf } from './places.ts';
import { departments } from '../vocabulary/names.ts';
import type { Problem } from './problem.ts';
import type { FieldReading, ValueReading, WordMatcher } from './readings.ts';
import type { Segment } from './segments.ts';
import { betweenTimes, timeCondition, type TimeOperator } from './time-condition.ts';

export interface ReadInput {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly known: Known;
  readonly matcher: WordMatcher;
  /** Days since 1970. */
  readonly today: number;
}

export interface ReadFilter {
  readonly filter: Filter | null;
  readonly problems: readonly Problem[];
}

export function readFilter(input: ReadInput): ReadFilter {
  return new FilterReader(input).read();
}

type GrammarKind = Grammar['kind'];

/** Words that end a name or text which stands without quotes. */
const textEnds: ReadonlySet<GrammarKind> = new Set([
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
const relativeWords = new Set(['who', 'whose', 'that', 'which', 'where', 'when', 'und', 'only', 'please', 'now']);
const maxTextSegments = 8;

class FilterReader {
  private readonly input: ReadInput;
  private at = 0;
  private readonly problems: Problem[] = [];
  private conditions = 0;
  /** The parent whose fields are spoken of. */
  private scope = '';
  /** A field that waits for what it is compared with. */
  private pending: { readonly of: KnownField; readonly words: string; readonly isSure: boolean } | null = null;
  /** `has`: what follows must be there. */
  private wants = false;
  private isNegated = false;
  /** `with a phone or a mobile`: the second is wanted as the first was. */
  private carriesWants = false;
  /** The date that a word such as `won` or `delivered` may stand for. */
  private dateHint: KnownField | null = null;
  private isNew = false;

  constructor(input: ReadInput) {
    this.input = input;
  }

  read(): ReadFilter {
    const filter = this.expression(0);
    return { filter, problems: this.problems };
  }

  private expression(depth: number): Filter | null {
    const pieces: Piece[] = [];
    while (this.at < this.input.segments.length && this.conditions < maxConditions) {
      const before = this.at;
      const segment = this.segment(0);
      if (segment?.grammar?.kind === 'close' && depth > 0) {
        this.at++;
        break;
      }
      if (segment?.grammar?.kind === 'open' && depth < maxDepth && this.opensGroup()) {
        this.at++;
        const isNegated = this.takeNegation();
        const inner = this.expression(depth + 1);
        if (inner !== null) pieces.push({ kind: 'condition', filter: isNegated ? negate(inner) : inner });
        continue;
      }
      const piece = this.piece();
      if (piece !== null) pieces.push(piece);
      if (piece?.kind === 'condition') this.conditions++;
      if (this.at === before) this.at++;
    }
    this.settlePending(pieces);
    return joinPieces(pieces);
  }

  /** A bracket holds conditions where more than a word stands in it. */
  private opensGroup(): boolean {
    const end = this.input.segments.findIndex(
      ({ grammar }, index) => index > this.at && grammar?.kind === 'close',
    );
    return end > this.at + 1;
  }

  private piece(): Piece | null {
    const segment = this.segment(0);
    if (segment === undefined) return null;
    if (segment.impossible !== null && segment.values.length === 0 && segment.fields.length === 0) {
      this.problems.push({ kind: 'impossible', reason: segment.impossible });
      this.at++;
      return null;
    }
    const connective = connectiveOf(segment);
    if (connective !== null) {
      this.at++;
      if (connective !== 'and') this.leavePending();
      this.isNegatedListEnd(connective);
      return { kind: connective };
    }
    const filter = this.condition(segment);
    return filter === null ? null : { kind: 'condition', filter };
  }

  /** "neither a nor b", "except a and b": what follows "nor" is said by its own "not". */
  private isNegatedListEnd(connective: 'and' | 'or' | 'comma'): void {
    if (connective === 'comma') this.isNegated = false;
    this.wants = this.carriesWants && this.isBareFieldNext(0);
    this.carriesWants = false;
  }

  private condition(segment: Segment): Filter | null {
    const byGrammar = segment.grammar === null ? undefined : this.grammarCondition(segment.grammar, segment);
    if (byGrammar !== undefined) return byGrammar;
    if (segment.fields.length > 0 || segment.values.length > 0) return this.named(segment);
    if (segment.time !== null && !segment.time.isYear) return this.bareTime(null);
    if (segment.amount !== null && !segment.isFiller) return this.bareAmount(null);
    if (segment.isNoun || segment.isFiller) {
      this.at++;
      return null;
    }
    if (segment.parents.length > 0) {
      this.at++;
      const [only = ''] = segment.parents;
      if (segment.parents.length === 1) this.scope = only;
      return null;
    }
    return this.unknown();
  }

  /** undefined where the word is to be read by its other meanings. */
  private grammarCondition(grammar: Grammar, segment: Segment): Filter | null | undefined {
    const skip = (): null => {
      this.at++;
      return null;
    };
    switch (grammar.kind) {
      case 'not':
        this.isNegated = !this.isNegated;
        return skip();
      case 'except':
        this.isNegated = true;
        return skip();
      case 'with':
        if (segment.fields.length > 0 && this.isEndAfter(1)) return undefined;
        this.wants = true;
        return skip();
      case 'without':
        return this.without();
      case 'empty':
        return segment.values.length > 0 ? undefined : this.emptyBefore();
      case 'filled':
      case 'is':
      case 'both':
      case 'close':
      case 'open':
      case 'yes':
      case 'no':
        return segment.values.length > 0 || segment.fields.length > 0 ? undefined : skip();
      case 'never':
        return this.never();
      case 'new':
        if (this.timeFollows()) {
          this.isNew = true;
          return skip();
        }
        return segment.values.length > 0 ? undefined : this.unknown();
      case 'elapsed':
      case 'ahead':
        return this.elapsed(segment, grammar.kind === 'elapsed' ? '<' : '>');
      case 'compare':
        return segment.values.length > 0 ? undefined : this.compared(grammar.operator);
      case 'older':
        return this.older(grammar.operator);
      case 'within':
        this.at++;
        return this.bareTime('within');
      case 'between':
        return this.between();
      case 'preposition':
        return segment.values.length > 0 && this.segment(1)?.values.length === 0 ? undefined : this.afterPreposition(grammar.word);
      case 'text':
        if (this.pending === null && ['like', 'about'].includes(segment.tokens[0]?.text ?? '')) {
          return segment.tokens[0]?.text === 'like' ? skip() : this.unknown();
        }
        return this.pendingText(grammar.operator);
      case 'compare-after':
      case 'and':
      case 'or':
      case 'comma':
      case 'filler':
        break;
    }
    return segment.fields.length > 0 || segment.values.length > 0 ? undefined : skip();
  }

  // ---- names of fields and values ----

  private named(segment: Segment): Filter | null {
    const isOnlyNoun = isNounOnly(segment);
    const values = isOnlyNoun ? [] : this.valuesHere(segment.values);
    const field = isOnlyNoun ? null : this.fieldHere(segment);
    const strongest = Math.max(0, ...values.map(({ strength }) => strength));
    this.rememberDate(segment);
    if (field !== null && this.prefersField(field, strongest)) return this.fieldFirst(field, segment);
    if (values.length > 0) return this.valueList(values);
    if (field !== null) return this.fieldFirst(field, segment);
    if (segment.isNoun || segment.isFiller || segment.parents.length > 0) {
      this.at++;
      const [only = ''] = segment.parents;
      if (segment.parents.length === 1) this.scope = only;
      return null;
    }
    return this.unknown();
  }

  private prefersField(field: FieldReading, valueStrength: number): boolean {
    if (valueStrength === 0) return true;
    const { type } = field.of.field;
    // "lost last year" says both that it is lost and when.
    if (this.pending?.of.path === field.of.path) return true;
    if (isTime(type) && field.isByWords && (valueStrength > 0.94 || !this.timeIsNext())) return false;
    if (isTime(type) && this.timeIsNext()) return true;
    if (type === 'boolean') return field.strength >= valueStrength - 0.03;
    if (this.wants && valueStrength < 0.7) return true;
    return field.strength > valueStrength + 0.02 || (field.strength >= valueStrength - 0.02 && this.isComparedNext());
  }

  /** Those of the object itself, or of the parent that is spoken of; a word of several values only where nothing else fits. */
  private valuesHere(values: readonly ValueReading[]): readonly ValueReading[] {
    const own = values.filter(({ of }) => of.parent === this.scope);
    const pool = own.length > 0 ? own : values;
    const best = Math.max(...pool.map(({ strength }) => strength));
    return pool.filter(({ strength }) => strength >= best - 0.1);
  }

  private fieldHere(segment: Segment): FieldReading | null {
    const usable = segment.fields.filter(({ isScoped, of }) => !isScoped || of.parent === this.scope);
    if (usable.length === 0) return null;
    const times = usable.filter(({ of }) => isTime(of.field.type));
    const [time] = times;
    if (time !== undefined && (this.timeIsNext() || segment.grammar?.kind === 'elapsed')) return time;
    const flags = usable.filter(({ of }) => of.field.type === 'boolean');
    const others = usable.filter(({ of }) => !isTime(of.field.type));
    const pool = flags.length > 0 ? flags : others.length > 0 ? others : usable;
    const scoped = pool.filter(({ of }) => of.parent === this.scope && this.scope !== '');
    const preferred = (scoped.length > 0 ? scoped : pool).toSorted((a, b) => b.strength - a.strength);
    const [best] = preferred;
    if (best === undefined) return null;
    const rivals = preferred.filter(({ strength, of }) => strength >= best.strength - 0.02 && of.path !== best.of.path);
    const chosen = rivals.length === 0 ? best : this.plainest([best, ...rivals]);
    if (chosen !== null) return chosen;
    const choices = [best, ...rivals].map(({ of }) => of);
    this.problems.push({ kind: 'ambiguous', words: this.words(segment), choices });
    return best;
  }

  /** Of `Billing City` and `Shipping City` the first is what people mean; null where none is. */
  private plainest(readings: readonly FieldReading[]): FieldReading | null {
    const own = readings.filter(({ of }) => of.parent === '');
    const [only] = own;
    if (own.length === 1 && only !== undefined) return only;
    const main = readings.find(({ of }) => /^(?:Billing|Mailing|address1_|telephone1|emailaddress1)/.test(of.path));
    if (main !== undefined) return main;
    return this.isComparedNext() ? this.byNextValue(readings) : null;
  }

  /** The one whose type goes with what stands next. */
  private byNextValue(readings: readonly FieldReading[]): FieldReading | null {
    const next = this.nextMeaningful(1);
    const kinds = readings.filter(({ of }) => {
      const kind = kindOfType[of.field.type];
      if (next?.time !== null && next?.time !== undefined && !next.time.isYear) return kind === 'date' || kind === 'datetime';
      if (next?.amount !== null && next?.amount !== undefined) return kind === 'number';
      return kind === 'text' || kind === 'picklist';
    });
    return kinds.length === 1 ? (kinds[0] ?? null) : null;
  }

  private valueList(first: readonly ValueReading[]): Filter | null {
    const start = this.at;
    let candidates = first;
    const chosen: ValueReading[][] = [[...first]];
    let joiner: 'and' | 'or' = this.segment(-1)?.grammar?.kind === 'both' ? 'and' : 'or';
    this.at++;
    for (;;) {
      const next = this.listNext();
      if (next === null) break;
      const more = this.valuesHere(next.segment.values).filter(({ of }) => candidates.some((each) => each.of.path === of.path));
      if (more.length === 0) break;
      candidates = candidates.filter((each) => more.some(({ of }) => of.path === each.of.path));
      chosen.push([...more]);
      if (next.joiner === 'and') joiner = 'and';
      this.at = next.index + 1;
    }
    const words = this.wordsBetween(start, this.at);
    const of = this.fieldOfValues(candidates, words);
    if (of === null) return this.finish(null);
    const values = [
      ...new Set(chosen.flatMap((readings) => readings.find((each) => each.of.path === of.path)?.values ?? [])),
    ];
    if (of.parent !== '') this.scope = of.parent;
    const isAll = joiner === 'and' && chosen.length > 1;
    const isList = of.field.type === 'multipicklist';
    return this.finish(isList ? includes(of.path, values, isAll) : isAmong(of.path, values));
  }

  /** The next value of a list, where "and", "or" or a comma stands before it. */
  private listNext(): { readonly segment: Segment; readonly index: number; readonly joiner: 'and' | 'or' } | null {
    let offset = 0;
    let joiner: 'and' | 'or' | null = null;
    for (; offset < 4; offset++) {
      const segment = this.segment(offset);
      if (segment === undefined) return null;
      const connective = connectiveOf(segment);
      if (connective !== null) joiner = connective === 'and' ? 'and' : (joiner ?? 'or');
      else if (segment.tokens[0]?.text === 'nor' || segment.grammar?.kind === 'both') joiner ??= 'or';
      else if (segment.values.length > 0 && joiner !== null) return { segment, index: this.at + offset, joiner };
      else if (!(segment.isFiller && segment.values.length === 0) && !this.isPlainPreposition(segment)) return null;
    }
    return null;
  }

  private isPlainPreposition(segment: Segment): boolean {
    return segment.grammar?.kind === 'preposition' && segment.fields.length === 0 && segment.values.length === 0;
  }

  /** The field that the values are of; one named beside them settles it. */
  private fieldOfValues(candidates: readonly ValueReading[], words: string): KnownField | null {
    if (this.pending !== null) {
      const { of } = this.pending;
      const ofPending = candidates.find((each) => each.of.path === of.path);
      if (ofPending !== undefined) {
        this.pending = null;
        return ofPending.of;
      }
    }
    let offset = 0;
    while (this.segment(offset)?.isFiller === true && this.segment(offset)?.fields.length === 0 && offset < 2) offset++;
    const beside = this.segment(offset);
    if (beside !== undefined && beside.fields.length > 0 && connectiveOf(beside) === null) {
      const named = candidates.find(({ of }) => beside.fields.some((field) => field.of.path === of.path));
      if (named !== undefined) {
        this.at += offset + 1;
        return named.of;
      }
      const parent = candidates.find(({ of }) => beside.fields.some((field) => field.of.field.relationship?.name === of.parent));
      if (parent !== undefined && parent.of.parent !== '') this.at += offset + 1;
    }
    const paths = [...new Map(candidates.map((each) => [each.of.path, each.of])).values()];
    const [only] = paths;
    if (only === undefined || paths.length === 1) return only ?? null;
    const own = paths.filter(({ parent }) => parent === '');
    const [ownOnly] = own;
    if (own.length === 1 && ownOnly !== undefined) return ownOnly;
    const best = Math.max(...candidates.map(({ strength }) => strength));
    const strongest = candidates.filter(({ strength }) => strength > best - 0.02);
    const [first] = strongest;
    if (first !== undefined && new Set(strongest.map(({ of }) => of.path)).size === 1) return first.of;
    this.problems.push({ kind: 'ambiguous', words, choices: paths });
    return null;
  }

  private fieldFirst(reading: FieldReading, segment: Segment): Filter | null {
    const { of } = reading;
    const words = this.words(segment);
    this.at++;
    if (of.field.type === 'boolean') return this.flag(reading);
    const after = this.comparedWith(of, segment);
    if (after !== undefined) return after;
    if (segment.grammar?.kind === 'elapsed' && isTime(of.field.type)) return this.elapsedOf(of, '<');
    if (of.field.relationship !== undefined) {
      const { parent } = of;
      const path = `${parent === '' ? '' : `${parent}.`}${of.field.relationship.name}`;
      if (parent === '' && this.leadsOn(path)) {
        this.scope = path;
        return null;
      }
    }
    if (this.wants) {
      const filter = this.finish(isNull(of.path, false));
      this.carriesWants = true;
      return filter;
    }
    if (/^un(?:assigned|owned)/i.test(words)) return this.finish(isNull(of.path, true));
    // "bounced emails": that it has a date says that it happened.
    if (isTime(of.field.type) && !reading.isByWords && /^\p{L}+ed\b/iu.test(words) && this.isEndAfter(0)) {
      return this.finish(isNull(of.path, false));
    }
    this.leavePending();
    this.pending = { of, words, isSure: reading.strength >= 0.9 && !reading.isByWords };
    return null;
  }

  /** Whether what follows a parent is said of the parent. */
  private leadsOn(path: string): boolean {
    for (let offset = 0; offset < 6; offset++) {
      const segment = this.segment(offset);
      if (segment === undefined || segment.grammar?.kind === 'comma') return false;
      if (segment.values.some(({ of }) => of.parent === path)) return true;
      if (segment.fields.some(({ of }) => of.parent === path)) return true;
      if (segment.values.length > 0 || segment.grammar?.kind === 'or') return false;
      if (segment.grammar?.kind === 'preposition' && this.segment(offset + 1) !== undefined) {
        const next = this.segment(offset + 1);
        if (next !== undefined && isUnknown(next)) return true;
      }
    }
    return false;
  }

  /** A yes/no field: what is said of it, or yes. */
  private flag({ of, says }: FieldReading): Filter | null {
    let value = says;
    let offset = 0;
    for (; offset < 3; offset++) {
      const kind = this.segment(offset)?.grammar?.kind;
      const text = this.segment(offset)?.tokens[0]?.text ?? '';
      const isLast = kind === 'yes' || kind === 'no' || (text === 'on' && this.isEndAfter(offset + 1));
      if (isLast) {
        value = kind === 'no' ? !value : value;
        this.at += offset + 1;
        break;
      }
      if (kind === 'empty') {
        this.at += offset + 1;
        return this.finish(isNull(of.path, true));
      }
      if (kind === 'not' && this.repeats(of, offset + 1)) {
        value = !value;
        this.at += offset + 2;
        break;
      }
      if (kind !== 'is' && kind !== 'compare' && this.segment(offset)?.isFiller !== true) break;
      if (this.segment(offset)?.grammar?.kind === 'compare' && text !== '=') break;
    }
    this.wants = false;
    return this.finish(isTrue(of.path, value));
  }

  /** "letter not sent": the rest of the name after its "not". */
  private repeats(of: KnownField, offset: number): boolean {
    const next = this.segment(offset);
    return next?.fields.some((reading) => reading.of.path === of.path) === true || (next !== undefined && next.isFiller && this.isEndAfter(offset));
  }

  // ---- what a field is compared with ----

  /** undefined where nothing to compare with follows. */
  private comparedWith(of: KnownField, fieldSegment: Segment): Filter | null | undefined {
    const start = this.at;
    let isSaid = false;
    let operator: TimeOperator = null;
    let isTurned = false;
    for (let steps = 0; steps < 7; steps++) {
      const segment = this.segment(0);
      if (segment === undefined) break;
      const { grammar } = segment;
      const kind = grammar?.kind;
      if (kind === 'comma' || kind === 'and' || kind === 'or' || kind === 'close') break;
      const found = this.valueFor(of, segment, operator, isSaid, isTurned);
      if (found !== undefined) return found;
      if (grammar?.kind === 'compare') operator = grammar.operator;
      else if (grammar?.kind === 'older') operator = grammar.operator;
      else if (kind === 'within') operator = 'within';
      else if (kind === 'not' || kind === 'except') isTurned = !isTurned;
      else if (kind === 'is' || segment.tokens[0]?.text === 'named' || segment.tokens[0]?.text === 'called') isSaid = true;
      else if (kind === 'both') isSaid = true;
      else if (kind === 'preposition') {
        if (of.field.relationship !== undefined) break;
      } else if (!segment.isFiller || segment.fields.length > 0 || segment.values.length > 0) break;
      this.at++;
    }
    this.at = start;
    return this.looseText(of, fieldSegment);
  }

  private valueFor(
    of: KnownField,
    segment: Segment,
    operator: TimeOperator,
    isSaid: boolean,
    isTurned: boolean,
  ): Filter | null | undefined {
    const { grammar } = segment;
    const kind = kindOfType[of.field.type];
    const done = (filter: Filter | null): Filter | null => this.finish(filter === null || !isTurned ? filter : negate(filter));
    const values = segment.values.filter(({ of: other }) => other.path === of.path);
    if (values.length > 0 && (operator === null || operator === '=')) {
      const filter = this.valueList(values);
      return filter !== null && isTurned ? negate(filter) : filter;
    }
    if (grammar?.kind === 'empty' || (grammar?.kind === 'without' && segment.tokens.length === 1 && this.isEndAfter(1))) {
      this.at++;
      return done(isNull(of.path, true));
    }
    if (grammar?.kind === 'filled' && (isSaid || this.isEndAfter(1))) {
      this.at++;
      return done(isNull(of.path, false));
    }
    if (grammar?.kind === 'text') {
      this.at++;
      return done(this.textCondition(of, grammar.operator));
    }
    if (grammar?.kind === 'with' && kind === 'multipicklist') {
      this.at++;
      return this.valueFor(of, this.segment(0) ?? segment, operator, true, isTurned);
    }
    if (kind === 'date' || kind === 'datetime') {
      if (grammar?.kind === 'elapsed' || grammar?.kind === 'ahead') {
        this.at++;
        return done(this.elapsedOf(of, grammar.kind === 'elapsed' ? '<' : '>'));
      }
      if (grammar?.kind === 'between' || (segment.tokens[0]?.text === 'from' && this.rangeFollows())) return done(this.timeRange(of));
      if (segment.time !== null) return done(this.timeFor(of, operator, segment.time));
      return undefined;
    }
    if (kind === 'number') {
      if (grammar?.kind === 'between' || (segment.tokens[0]?.text === 'from' && this.rangeFollows())) return done(this.numberRange(of));
      if (segment.amount !== null) return done(this.amountFor(of, operator, segment.amount));
      return undefined;
    }
    const isEqual = operator === null || operator === '=';
    if (isEqual && (isSaid || operator === '=' || segment.isQuoted) && (segment.isQuoted || !segment.isFiller || this.isTextField(of))) {
      if (grammar !== null && grammar.kind !== 'preposition' && grammar.kind !== 'with') return undefined;
      if (segment.isFiller && !segment.isQuoted) return undefined;
      return this.said(of, segment, isTurned);
    }
    return undefined;
  }

  /** `owner is Dana Price or Lee Wong`: a text that was said to be the field's value. */
  private said(of: KnownField, segment: Segment, isTurned: boolean): Filter | null | undefined {
    const kind = kindOfType[of.field.type];
    const target = kind === 'id' ? nameFieldOf(this.input.known, of) : of;
    if (target === null) return undefined;
    if (kind === 'id' && this.speaksOfParent(of, segment)) return undefined;
    const isText = this.isTextField(target);
    if (!isText && kind !== 'picklist' && kind !== 'multipicklist') return undefined;
    if (segment.grammar?.kind === 'preposition' && segment.tokens[0]?.isCapital !== true) return undefined;
    const texts = this.textList();
    if (texts.length === 0) return undefined;
    if (!isText) {
      this.problems.push({ kind: 'wrong value', words: texts.join(', '), field: of });
      return this.finish(null);
    }
    const filter = isAmong(target.path, texts);
    return this.finish(isTurned ? negate(filter) : filter);
  }

  private speaksOfParent({ parent, field }: KnownField, segment: Segment): boolean {
    if (segment.isQuoted) return false;
    const path = `${parent === '' ? '' : `${parent}.`}${field.relationship?.name ?? ''}`;
    const ofParent = [...segment.fields, ...segment.values].some(({ of }) => of.parent === path);
    return ofParent && !(segment.tokens[0]?.isCapital === true && segment.fields.every(({ isScoped }) => isScoped));
  }

  /** A text right after its field, without "is". */
  private looseText(of: KnownField, fieldSegment: Segment): Filter | null | undefined {
    const segment = this.segment(0);
    if (segment === undefined) return undefined;
    const kind = kindOfType[of.field.type];
    const target = kind === 'id' ? nameFieldOf(this.input.known, of) : of;
    if (target === null || !this.isTextField(target)) return undefined;
    const leadsBy = fieldSegment.tokens.at(-1)?.text;
    const isCalled = leadsBy === 'by' || leadsBy === 'to';
    let offset = 0;
    while (offset < 2 && isCalled && this.segment(offset)?.isFiller === true && !this.isCapitalAt(offset)) offset++;
    const first = this.segment(offset);
    if (first === undefined || this.speaksOfParent(of, first)) return undefined;
    const isNumberText = first.amount !== null && kind === 'text' && first.grammar === null;
    const isName = first.isQuoted || this.isCapitalAt(offset) || isNumberText;
    if (!isName && !(isUnknown(first) && (isCalled || kind === 'text' || kind === 'id'))) return undefined;
    if (first.grammar !== null && !this.isCapitalAt(offset)) return undefined;
    if ((first.isNoun || first.fields.length > 0) && !isCalled && !first.isQuoted) return undefined;
    this.at += offset;
    const texts = this.textList();
    if (texts.length === 0) return undefined;
    return this.finish(isAmong(target.path, texts));
  }

  private isCapitalAt(offset: number): boolean {
    const token = this.segment(offset)?.tokens[0];
    return token?.isCapital === true && !(token.start === 0);
  }

  private readonly isTextField = (of: KnownField): boolean => kindOfType[of.field.type] === 'text';

  /** Texts up to the next word that is none: `Dana Price or Lee Wong`. */
  private textList(): string[] {
    const texts: string[] = [];
    for (let count = 0; count < maxConditions; count++) {
      const text = this.oneText();
      if (text === '') break;
      texts.push(text);
      const joiner = this.segment(0);
      const connective = joiner === undefined ? null : connectiveOf(joiner);
      const next = this.segment(1);
      if (connective === null || next === undefined || !this.continuesTexts(next, connective)) break;
      this.at++;
    }
    return texts;
  }

  private continuesTexts(next: Segment, connective: 'and' | 'or' | 'comma'): boolean {
    if (next.isQuoted) return true;
    if (next.grammar !== null || next.time !== null) return false;
    const isName = next.tokens[0]?.isCapital === true || (isUnknown(next) && connective === 'or');
    const after = this.segment(2);
    const isCompared = after?.grammar !== null && after?.grammar !== undefined && connectiveOf(after) === null;
    const opensNext = next.fields.some(({ isScoped }) => !isScoped) && (isCompared || connective !== 'or');
    return isName && !opensNext && !isCompared;
  }

  private oneText(): string {
    const first = this.segment(0);
    if (first === undefined) return '';
    if (first.isQuoted) {
      this.at++;
      return first.tokens[0]?.text ?? '';
    }
    let count = 0;
    for (; count < maxTextSegments; count++) {
      const segment = this.segment(count);
      if (segment === undefined || segment.isQuoted) break;
      const [token] = segment.tokens;
      const isCapital = token?.isCapital === true;
      if (segment.grammar !== null && textEnds.has(segment.grammar.kind) && !(isCapital && count > 0)) break;
      if (segment.grammar?.kind === 'is' || segment.grammar?.kind === 'text') break;
      if (relativeWords.has(token?.text ?? '')) break;
      if (count > 0 && !isCapital && (segment.grammar !== null || segment.isNoun)) {
        // "Bank of America" goes on in capitals; "Berlin with …" does not.
        const next = this.segment(count + 1)?.tokens[0];
        if (segment.grammar?.kind !== 'preposition' || next?.isCapital !== true) break;
      }
      if (count > 0 && !isCapital && (segment.time !== null || segment.fields.some(({ isScoped }) => !isScoped))) break;
      if (count === 0 && segment.isFiller && !isCapital && ['the', 'a', 'an'].includes(token?.text ?? '')) {
        this.at++;
        count--;
        continue;
      }
      if (/^[?!.…]$/.test(token?.text ?? '')) break;
    }
    const [start, end] = [this.segment(0), this.segment(count - 1)];
    const [first0, last] = [start?.tokens[0], end?.tokens.at(-1)];
    if (count <= 0 || first0 === undefined || last === undefined) return '';
    this.at += count;
    this.skipJoined();
    return writtenSpan(this.input.text, first0, last);
  }

  /** What hangs on a text without a blank is part of it: `@example.org`. */
  private skipJoined(): void {
    while (this.segment(0)?.tokens[0]?.isJoined === true && !['comma', 'close', 'open'].includes(this.segment(0)?.grammar?.kind ?? '')) this.at++;
  }

  private textCondition(of: KnownField, operator: 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH'): Filter | null {
    const kind = kindOfType[of.field.type];
    if (kind === 'multipicklist') {
      const values = this.segment(0)?.values.filter(({ of: other }) => other.path === of.path) ?? [];
      return values.length > 0 ? this.valueList(values) : null;
    }
    const target = kind === 'id' ? nameFieldOf(this.input.known, of) : of;
    const texts = this.forcedTexts();
    if (target === null || texts.length === 0) {
      this.problems.push({ kind: 'open', words: of.field.label, field: of });
      return null;
    }
    return joinAll(
      'or',
      texts.map((text) => compare(target.path, operator, textValue(text))),
    );
  }

  /** After "contains" whatever stands there is text. */
  private forcedTexts(): string[] {
    const texts: string[] = [];
    for (let count = 0; count < maxConditions; count++) {
      while (['the', 'a', 'an', 'with', 'word', 'text', 'letter', 'letters', 'either', 'in'].includes(this.segment(0)?.tokens[0]?.text ?? '') && this.segment(1) !== undefined && this.segment(0)?.isQuoted === false && this.segment(0)?.tokens[0]?.isCapital === false) this.at++;
      const before = this.at;
      const text = this.segment(0) === undefined ? '' : this.oneForced();
      if (text === '') {
        this.at = before;
        break;
      }
      texts.push(text);
      const joiner = this.segment(0);
      if (joiner === undefined || connectiveOf(joiner) !== 'or') break;
      const next = this.segment(1);
      if (next === undefined || !(next.isQuoted || (isUnknown(next) && this.segment(2)?.grammar?.kind !== 'is'))) break;
      this.at++;
    }
    return texts;
  }

  private oneForced(): string {
    const first = this.segment(0);
    if (first === undefined) return '';
    if (first.isQuoted) return this.oneText();
    const raw = first.tokens[0];
    // Signs such as "@" begin the text itself.
    if (raw !== undefined && /^[^\p{L}\p{N},;()]$/u.test(raw.text) && this.segment(1) !== undefined) {
      this.at++;
      const rest = this.oneText();
      return rest;
    }
    const text = this.oneText();
    if (text !== '') return text;
    const [token] = first.tokens;
    const last = first.tokens.at(-1);
    if (token === undefined || last === undefined || connectiveOf(first) !== null) return '';
    this.at++;
    this.skipJoined();
    return writtenSpan(this.input.text, token, last);
  }

  private pendingText(operator: 'CONTAINS' | 'STARTS WITH' | 'ENDS WITH'): Filter | null {
    const of = this.pending?.of ?? null;
    if (of === null) return this.unknown();
    this.pending = null;
    this.at++;
    return this.finish(this.textCondition(of, operator));
  }

  // ---- times and numbers ----

  private timeFor(of: KnownField, operator: TimeOperator, time: TimeMatch): Filter | null {
    const next = this.segment(1);
    const low = this.segment(0);
    if (operator === null && next?.tokens[0]?.text === 'to' && this.segment(2)?.time !== null && this.segment(2)?.time !== undefined) {
      return this.timeRange(of);
    }
    this.at++;
    let order = operator;
    const after = this.segment(0)?.grammar;
    if (after?.kind === 'compare-after') {
      order = after.operator;
      this.at++;
    }
    if (time.time.kind === 'unclear') {
      this.problems.push({ kind: 'unclear date', text: time.time.text });
      return null;
    }
    const filter = timeCondition(of, order, time.time, this.input.today);
    if (filter === null && low !== undefined) this.problems.push({ kind: 'no field', words: this.words(low) });
    return filter;
  }

  /** `between a and b`, `from a to b`, `a to b`. */
  private range<Item>(read: (segment: Segment) => Item | null): readonly [Item, Item] | null {
    const start = this.at;
    const found: Item[] = [];
    for (let steps = 0; steps < 8 && found.length < 2; steps++) {
      const segment = this.segment(0);
      if (segment === undefined) break;
      const item = read(segment);
      if (item !== null) found.push(item);
      else if (found.length === 1 && !isRangeJoiner(segment)) break;
      this.at++;
    }
    const [low, high] = found;
    if (low !== undefined && high !== undefined) return [low, high];
    this.at = start;
    return null;
  }

  private rangeFollows(): boolean {
    const first = this.nextMeaningful(1);
    return first !== undefined && (first.time !== null || first.amount !== null);
  }

  private timeRange(of: KnownField): Filter | null {
    const times = this.range(({ time }) => time);
    if (times === null) {
      this.at++;
      return null;
    }
    const [from, to] = times;
    const unclear = [from, to].find(({ time }) => time.kind === 'unclear')?.time;
    if (unclear?.kind === 'unclear') this.problems.push({ kind: 'unclear date', text: unclear.text });
    // "between January and March 2025": the year is said once.
    const filter = betweenTimes(of, borrowedYear(from, to), to.time, this.input.today);
    if (filter === null && unclear === undefined) this.problems.push({ kind: 'no field', words: of.field.label });
    return filter;
  }

  private numberRange(of: KnownField): Filter | null {
    const amounts = this.range(({ amount }) => amount);
    if (amounts === null) {
      this.at++;
      return null;
    }
    const [low, high] = amounts;
    const scaled = sameScale(low, high);
    return joinAll('and', [compare(of.path, '>=', numberValue(scaled)), compare(of.path, '<=', numberValue(high.digits))]);
  }

  private amountFor(of: KnownField, operator: TimeOperator, amount: Amount): Filter | null {
    if (operator === null && isRangeJoiner(this.segment(1)) && this.segment(2)?.amount !== null && this.segment(2)?.amount !== undefined && connectiveOf(this.segment(1) ?? null) === null) {
      return this.numberRange(of);
    }
    this.at++;
    let order = amount.orMore ? '>=' : operator === 'within' ? '<=' : (operator ?? '=');
    const after = this.segment(0)?.grammar;
    if (after?.kind === 'compare-after') {
      order = after.operator;
      this.at++;
    }
    this.skipUnit(of);
    return compare(of.path, order, numberValue(amount.digits));
  }

  /** `500 kg` of `Weight (kg)`, `8 hours` of `First Response Hours`. */
  private skipUnit(of: KnownField): void {
    const segment = this.segment(0);
    const [token] = segment?.tokens ?? [];
    if (token === undefined || segment?.tokens.length !== 1) return;
    const label = of.field.label.toLowerCase();
    const isUnit = token.text.length > 1 && new RegExp(`\\b${token.text.replace(/[^\p{L}\p{N}]/gu, '')}\\b`, 'u').test(label);
    const sameField = segment.fields.some((reading) => reading.of.path === of.path);
    if (isUnit || sameField || timeUnits.has(token.text)) this.at++;
  }

  /** A number before its field, or without one. */
  private bareAmount(operator: TimeOperator): Filter | null {
    const segment = this.segment(0);
    const amount = segment?.amount;
    if (segment === undefined || amount === null || amount === undefined) return null;
    const isRange = operator === null && isRangeJoiner(this.segment(1)) && connectiveOf(this.segment(1) ?? null) === null && this.segment(2)?.amount !== null && this.segment(2)?.amount !== undefined;
    const start = this.at;
    const last = isRange ? 2 : 0;
    let offset = last + 1;
    const after = this.segment(offset)?.grammar?.kind === 'compare-after';
    if (after) offset++;
    const named = this.numberFieldAfter(offset);
    const of = named?.of ?? this.pendingNumber() ?? this.defaultAmount(amount, offset);
    if (of === null) {
      this.problems.push({ kind: 'no field', words: this.words(segment) });
      this.at = start + 1;
      return null;
    }
    const filter = isRange ? this.numberRange(of) : this.amountFor(of, operator, amount);
    if (named !== null) this.at = Math.max(this.at, named.end);
    return this.finish(filter);
  }

  private numberFieldAfter(offset: number): { readonly of: KnownField; readonly end: number } | null {
    for (let step = offset; step < offset + 3; step++) {
      const segment = this.segment(step);
      if (segment === undefined) return null;
      const found = segment.fields.find(({ of, isScoped }) => kindOfType[of.field.type] === 'number' && (!isScoped || of.parent === this.scope));
      if (found !== undefined) return { of: found.of, end: this.at + step + 1 };
      const isSmall = segment.isFiller || segment.grammar?.kind === 'preposition';
      if (!isSmall || segment.fields.length > 0 || segment.values.length > 0) return null;
    }
    return null;
  }

  private pendingNumber(): KnownField | null {
    const of = this.pending?.of;
    if (of === undefined || kindOfType[of.field.type] !== 'number') return null;
    this.pending = null;
    return of;
  }

  /** The one amount of money, or percentage, that the object has; only where nothing else can be meant. */
  private defaultAmount(amount: Amount, offset: number): KnownField | null {
    const next = this.segment(offset);
    if (next !== undefined && (isUnknown(next) || next.isNoun || next.fields.length > 0)) {
      const goesOn = next.grammar !== null || this.isEndAfter(offset + 1) === false;
      if (isUnknown(next) || !goesOn) return null;
    }
    const wanted = amount.unit === 'percent' ? 'percent' : 'currency';
    const own = this.input.known.fields.filter(({ parent, field }) => parent === '' && field.type === wanted);
    const [only] = own;
    if (own.length === 1) return only ?? null;
    return wanted === 'currency' ? (this.input.matcher.fieldsNamed(['amount'])[0]?.of ?? null) : null;
  }

  private bareTime(operator: TimeOperator): Filter | null {
    const time = this.segment(0)?.time;
    if (time === null || time === undefined) return null;
    if (this.pending !== null && operator !== null && kindOfType[this.pending.of.field.type] === 'number') {
      this.problems.push({ kind: 'open', words: this.pending.words, field: this.pending.of });
      this.at++;
      return null;
    }
    const of = this.fieldForTime();
    if (of === null) {
      this.problems.push({ kind: 'no field', words: this.words(this.segment(0)) });
      this.at++;
      return null;
    }
    return this.finish(this.timeFor(of, operator, time));
  }

  private fieldForTime(): KnownField | null {
    const pending = this.pending?.of;
    if (pending !== undefined && isTime(pending.field.type)) {
      this.pending = null;
      return pending;
    }
    const following = this.segment(1)?.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped);
    if (following !== undefined && this.isEndAfter(2)) return following.of;
    const created = this.input.matcher.fieldsNamed(placeFields.created)[0]?.of ?? null;
    if (this.isNew) {
      this.isNew = false;
      return created;
    }
    if (this.dateHint !== null) return this.dateHint;
    return this.ownDate() ?? created;
  }

  /** `Donation Date` of a donation. */
  private ownDate(): KnownField | null {
    const { fields, schema } = this.input.known;
    const label = schema.object.label.toLowerCase();
    return (
      fields.find(({ parent, field }) => parent === '' && isTime(field.type) && field.label.toLowerCase() === `${label} date`) ??
      null
    );
  }

  private compared(operator: '<' | '<=' | '>' | '>=' | '='): Filter | null {
    this.at++;
    let order: TimeOperator = operator;
    const segment = this.nextMeaningful(0);
    while (this.segment(0) !== undefined && this.segment(0) !== segment) this.at++;
    if (segment === undefined) return null;
    if (segment.time?.isYear === false) return this.bareTime(order);
    if (segment.time?.isYear === true && (this.pending === null || isTime(this.pending.of.field.type)) && operator !== '=') {
      const before = this.segment(-1)?.tokens[0]?.text ?? '';
      if (timeCompare.has(before)) return this.bareTime(order);
    }
    if (segment.amount !== null) {
      if (operator === '=') order = '=';
      return this.bareAmount(order);
    }
    if (this.pending !== null && operator === '=') {
      const { of } = this.pending;
      this.pending = null;
      const filter = this.valueFor(of, segment, '=', true, false);
      if (filter !== undefined) return filter;
    }
    return null;
  }

  private older(operator: '<' | '>'): Filter | null {
    this.at++;
    if (this.segment(0)?.time === null || this.segment(0)?.time === undefined) return null;
    if (this.pending === null || !isTime(this.pending.of.field.type)) this.isNew = true;
    return this.bareTime(operator);
  }

  private between(): Filter | null {
    const first = this.nextMeaningful(1);
    if (first?.amount !== null && first?.amount !== undefined && first.time?.isYear !== true) {
      const start = this.at;
      const amounts = this.range(({ amount }) => amount);
      if (amounts === null) return this.unknown();
      const named = this.numberFieldAfter(0);
      const of = named?.of ?? this.pendingNumber() ?? this.defaultAmount(amounts[1], 0);
      if (of === null) {
        this.problems.push({ kind: 'no field', words: this.wordsBetween(start, this.at) });
        return null;
      }
      const [low, high] = amounts;
      if (named !== null) this.at = named.end;
      const filter = joinAll('and', [compare(of.path, '>=', numberValue(sameScale(low, high))), compare(of.path, '<=', numberValue(high.digits))]);
      return this.finish(filter);
    }
    if (first?.time === null || first?.time === undefined) return this.unknown();
    const of = this.fieldForTime();
    return of === null ? this.unknown() : this.finish(this.timeRange(of));
  }

  private elapsed(segment: Segment, operator: '<' | '>'): Filter | null | undefined {
    const named = segment.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped)?.of;
    if (named !== undefined && this.timeIsNext()) return undefined;
    this.at++;
    const pending = this.pending !== null && isTime(this.pending.of.field.type) ? this.pending.of : undefined;
    if (pending !== undefined) this.pending = null;
    const next = this.segment(0)?.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped)?.of;
    // "overdue: resolve by is in the past" says it twice.
    if (this.segment(0)?.tokens[0]?.text === ':') return null;
    if (pending === undefined && named === undefined && next !== undefined) {
      this.at++;
      return this.elapsedOf(next, operator);
    }
    const of = pending ?? named ?? this.input.matcher.fieldsNamed(dueFields)[0]?.of;
    if (of === undefined) {
      this.problems.push({ kind: 'no field', words: this.words(segment) });
      return null;
    }
    return this.elapsedOf(of, operator);
  }

  private elapsedOf(of: KnownField, operator: '<' | '>'): Filter | null {
    return this.finish(timeCondition(of, operator, { kind: 'literal', name: 'TODAY' }, this.input.today));
  }

  // ---- nothing, never, where ----

  /** `no website or phone`, `missing both a and b`, `no partners`. */
  private without(): Filter | null {
    this.at++;
    const missing: Filter[] = [];
    let joiner: 'and' | 'or' = 'and';
    for (let count = 0; count < maxConditions; count++) {
      while (this.segment(0)?.grammar?.kind === 'both' || (this.segment(0)?.isFiller === true && this.segment(0)?.fields.length === 0)) this.at++;
      const segment = this.segment(0);
      if (segment === undefined) break;
      const field = segment.fields.filter(({ isScoped, of }) => !isScoped || of.parent === this.scope).toSorted((a, b) => b.strength - a.strength)[0];
      const valueStrength = Math.max(0, ...segment.values.map(({ strength }) => strength));
      if (field === undefined || valueStrength > field.strength || field.of.field.type === 'boolean') {
        if (count === 0) {
          this.isNegated = !this.isNegated;
          return this.afterNo(segment);
        }
        break;
      }
      if (isTime(field.of.field.type) && this.timeIsNext()) {
        this.isNegated = !this.isNegated;
        return this.named(segment);
      }
      missing.push(isNull(this.plainestOf(segment.fields, field).path, true));
      this.at++;
      if (this.segment(0)?.tokens[0]?.text === 'recorded' || this.segment(0)?.grammar?.kind === 'filled' || this.segment(0)?.grammar?.kind === 'empty') this.at++;
      const connective = this.segment(0) === undefined ? null : connectiveOf(this.segment(0) ?? null);
      if (connective === null || !this.isBareFieldNext(1)) break;
      if (connective === 'or') joiner = 'and';
      this.at++;
    }
    this.wants = false;
    return this.finish(joinAll(joiner, missing));
  }

  private afterNo(segment: Segment): Filter | null {
    if (segment.values.length > 0 || segment.fields.length > 0) return this.named(segment);
    if (segment.parents.length > 0) {
      const [parent = ''] = segment.parents;
      const reference = this.input.known.fields.find(({ parent: of, field }) => of === '' && field.relationship?.name === parent);
      this.at++;
      if (reference !== undefined) {
        const filter = isNull(reference.path, false);
        return this.finish(filter);
      }
      return null;
    }
    return this.unknown();
  }

  private plainestOf(readings: readonly FieldReading[], best: FieldReading): KnownField {
    const rivals = readings.filter(({ isScoped, strength }) => !isScoped && strength >= best.strength - 0.02);
    return (rivals.length > 1 ? (this.plainest(rivals) ?? best) : best).of;
  }

  private isBareFieldNext(offset: number): boolean {
    let step = offset;
    while (this.segment(step)?.isFiller === true && this.segment(step)?.fields.length === 0 && step < offset + 2) step++;
    const segment = this.segment(step);
    if (segment === undefined || segment.fields.length === 0 || segment.grammar !== null) return false;
    return this.isEndAfter(step + 1) || connectiveOf(this.segment(step + 1) ?? null) !== null;
  }

  /** `empty department`: before its field; after it, the field has taken it. */
  private emptyBefore(): Filter | null {
    this.at++;
    if (this.pending !== null) {
      const { of } = this.pending;
      this.pending = null;
      return this.finish(isNull(of.path, true));
    }
    this.at--;
    return this.without();
  }

  private never(): Filter | null {
    this.at++;
    const segment = this.nextMeaningful(0);
    const field = segment?.fields.find(({ of }) => isTime(of.field.type)) ?? segment?.fields[0];
    if (segment === undefined || field === undefined) return this.unknown();
    while (this.segment(0) !== segment) this.at++;
    this.at++;
    return this.finish(isNull(field.of.path, true));
  }

  private afterPreposition(preposition: Preposition): Filter | null {
    const start = this.at;
    this.at++;
    while (this.segment(0)?.isFiller === true && this.segment(0)?.isQuoted === false && this.segment(0)?.values.length === 0 && !this.isCapitalAt(0) && this.at < start + 3) this.at++;
    const segment = this.segment(0);
    if (segment === undefined) return null;
    if (preposition === 'from' && segment.amount !== null && isRangeJoiner(this.segment(1)) && this.segment(2)?.amount !== null) {
      return segment.time?.isYear === true ? this.bareTime(null) : this.bareAmount(null);
    }
    if (segment.time !== null) return this.prepositionTime(preposition, segment);
    const isOpen = isUnknown(segment) || segment.isQuoted || (this.isCapitalAt(0) && segment.values.length === 0 && segment.grammar === null);
    if (!isOpen || (segment.isNoun && !segment.isQuoted)) return null;
    const before = this.at;
    const beside = this.textBeforeField();
    if (beside !== undefined) return beside;
    const isName = segment.isQuoted || segment.tokens[0]?.isCapital === true;
    const texts = this.textList();
    const of = placeOf({ preposition, texts, isName, scope: this.scope, ...this.input });
    if (of === null) {
      this.at = before;
      return this.unknown();
    }
    return this.finish(isAmong(of.path, texts));
  }

  private prepositionTime(preposition: Preposition, segment: Segment): Filter | null {
    if (segment.time?.isYear === true && segment.amount !== null && preposition !== 'in' && preposition !== 'from' && preposition !== 'of') return null;
    if (preposition === 'for' && segment.time?.time.kind === 'length') return this.bareTime(null);
    if (preposition === 'by') return this.bareTime('<=');
    if (preposition === 'from' && (segment.time?.time.kind === 'days' || segment.time?.time.kind === 'month')) {
      if (isRangeJoiner(this.segment(1)) && this.segment(2)?.time !== null) {
        const of = this.fieldForTime();
        return of === null ? null : this.finish(this.timeRange(of));
      }
    }
    return this.bareTime(null);
  }

  /** `Support department`, `gmail addresses`: a text before its field. */
  private textBeforeField(): Filter | null | undefined {
    for (let count = 1; count <= 3; count++) {
      const field = this.segment(count)?.fields.find(({ of, isScoped }) => this.isTextField(of) && (!isScoped || of.parent === this.scope));
      const between = this.segment(count - 1);
      if (between === undefined || !(isUnknown(between) || between.isQuoted || this.isCapitalAt(count - 1))) return undefined;
      if (field === undefined) continue;
      const first = this.segment(0)?.tokens[0];
      const last = between.tokens.at(-1);
      if (first === undefined || last === undefined) return undefined;
      const text = between.isQuoted && count === 1 ? (first.text ?? '') : writtenSpan(this.input.text, first, last);
      this.at += count + 1;
      const isEmail = field.of.field.type === 'email' || field.of.field.type === 'url';
      const isPlain = first.isCapital || between.isQuoted || departments.has(text.toLowerCase()) || isEmail;
      if (!isPlain && (field.strength < 0.9 || this.segment(count)?.isNoun === true)) return undefined;
      const isPart = field.of.field.type === 'email' || field.of.field.type === 'url';
      const { path } = field.of;
      return this.finish(isPart ? compare(path, 'CONTAINS', textValue(text)) : compare(path, '=', textValue(text)));
    }
    return undefined;
  }

  private unknown(): Filter | null {
    const segment = this.segment(0);
    if (segment === undefined) return null;
    const beside = isUnknown(segment) || segment.isQuoted ? this.textBeforeField() : undefined;
    if (beside !== undefined) return beside;
    const position = this.position();
    if (position !== null) return position;
    if (segment.tokens[0]?.isCapital === true || segment.isQuoted) {
      const before = this.at;
      const texts = this.textList();
      const of = placeOf({ preposition: null, texts, isName: true, scope: this.scope, ...this.input });
      if (of !== null) return this.finish(isAmong(of.path, texts));
      this.at = before;
    }
    const start = this.at;
    this.at++;
    while (this.segment(0) !== undefined && isUnknown(this.segment(0) ?? segment)) this.at++;
    this.problems.push({ kind: 'unknown', words: this.wordsBetween(start, this.at) });
    return null;
  }

  /** `CEOs and CFOs`, `engineers`. */
  private position(): Filter | null {
    const found: { readonly text: string; readonly isWhole: boolean }[] = [];
    const start = this.at;
    let end = this.at;
    const [of] = this.input.matcher.fieldsNamed(placeFields.title, this.scope);
    if (of === undefined) return null;
    for (let offset = 0; offset < 8; offset++) {
      const segment = this.segment(offset);
      if (segment === undefined) break;
      const position = isUnknown(segment) ? positionOf(segment.tokens) : null;
      if (position !== null) {
        found.push(position);
        end = this.at + offset + 1;
      } else if (found.length === 0 || connectiveOf(segment) === null) break;
    }
    if (found.length === 0) return null;
    this.at = Math.max(end, start + 1);
    const { path } = of.of;
    const whole = found.filter(({ isWhole }) => isWhole).map(({ text }) => text.toUpperCase());
    const parts = found.filter(({ isWhole }) => !isWhole).map(({ text }) => compare(path, 'CONTAINS', textValue(text)));
    return this.finish(joinAll('or', [...(whole.length === 0 ? [] : [isAmong(path, whole)]), ...parts]));
  }

  // ---- the way through the segments ----

  private segment(offset: number): Segment | undefined {
    return this.input.segments[this.at + offset];
  }

  private nextMeaningful(offset: number): Segment | undefined {
    for (let step = offset; step < offset + 5; step++) {
      const segment = this.segment(step);
      if (segment === undefined) return undefined;
      const kind = segment.grammar?.kind;
      const isSmall = segment.isFiller || kind === 'is' || kind === 'preposition' || kind === 'compare' || kind === 'between' || kind === 'within' || kind === 'older';
      if (!isSmall || segment.time !== null || segment.amount !== null || segment.values.length > 0) return segment;
    }
    return undefined;
  }

  private timeIsNext(): boolean {
    const next = this.nextMeaningful(1);
    return next?.time !== null && next?.time !== undefined && connectiveOf(next) === null;
  }

  private isComparedNext(): boolean {
    const next = this.segment(1);
    const kind = next?.grammar?.kind;
    return kind === 'is' || kind === 'compare' || kind === 'text' || kind === 'empty' || kind === 'between' || next?.amount !== null;
  }

  private timeFollows(): boolean {
    for (let offset = 1; offset < 8; offset++) {
      const segment = this.segment(offset);
      if (segment === undefined || segment.grammar?.kind === 'comma') return false;
      if (segment.time !== null && !segment.time.isYear) return true;
      if (segment.fields.some(({ of }) => isTime(of.field.type))) return false;
    }
    return false;
  }

  private isEndAfter(offset: number): boolean {
    for (let step = offset; step < offset + 4; step++) {
      const segment = this.segment(step);
      if (segment === undefined) return true;
      if (connectiveOf(segment) !== null || segment.grammar?.kind === 'close') return true;
      if (!segment.isFiller && !segment.isNoun) return false;
    }
    return false;
  }

  private rememberDate(segment: Segment): void {
    const date = segment.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped);
    if (date !== undefined) this.dateHint = date.of;
    if (date !== undefined || segment.values.length === 0) return;
    for (let at = 0; at < segment.tokens.length; at++) {
      const said = phraseAt(segment.tokens, at, fieldWords);
      const of = this.input.matcher.fieldsNamed(said?.meaning ?? [])[0]?.of;
      if (of !== undefined && isTime(of.field.type)) this.dateHint = of;
    }
  }

  private takeNegation(): boolean {
    const { isNegated } = this;
    this.isNegated = false;
    return isNegated;
  }

  /** A condition that is complete: negated where "not" stood before, and what waited is over. */
  private finish(filter: Filter | null): Filter | null {
    const isNegated = this.takeNegation();
    this.wants = false;
    this.carriesWants = false;
    if (filter === null) return null;
    if (this.pending !== null && pathsOf(filter).includes(this.pending.of.path)) this.pending = null;
    this.lastPaths = pathsOf(filter);
    return isNegated ? negate(filter) : filter;
  }
  private lastPaths: readonly string[] = [];

  /** A field that was named and never compared: to be asked about, unless it is spoken of anyway. */
  private leavePending(): void {
    const { pending } = this;
    this.pending = null;
    if (pending === null || this.lastPaths.includes(pending.of.path)) return;
    if (!pending.isSure && this.lastPaths.length > 0) return;
    const { field, path } = pending.of;
    const isParentSaid = field.relationship !== undefined && this.lastPaths.some((other) => other.startsWith(`${field.relationship?.name ?? ''}.`));
    if (!isParentSaid && path !== '') this.problems.push({ kind: 'open', words: pending.words, field: pending.of });
  }

  private settlePending(pieces: readonly Piece[]): void {
    if (this.pending === null) return;
    const said = pieces.flatMap((piece) => (piece.kind === 'condition' ? pathsOf(piece.filter) : []));
    this.lastPaths = [...this.lastPaths, ...said];
    this.leavePending();
  }

  private words(segment: Segment | undefined): string {
    const [first] = segment?.tokens ?? [];
    const last = segment?.tokens.at(-1);
    return first === undefined || last === undefined ? '' : this.input.text.slice(first.start, last.end);
  }

  private wordsBetween(start: number, end: number): string {
    const first = this.input.segments[start]?.tokens[0];
    const last = this.input.segments[end - 1]?.tokens.at(-1);
    return first === undefined || last === undefined ? '' : this.input.text.slice(first.start, last.end);
  }
}

const maxDepth = 5;
const dueFields = ['due date', 'due on', 'resolve by', 'renewal date', 'end date', 'close date', 'deadline', 'expiry date'];
const timeUnits = new Set(['hours', 'hour', 'minutes', 'days', 'seconds', 'percent', 'units', 'points', 'people', 'persons', 'pieces', 'times']);
const timeCompare = new Set(['since', 'before', 'after', 'seit', 'vor', 'nach', 'depuis', 'avant', 'until', 'desde', 'prior', 'until', 'apres']);

const isTime = (type: string): boolean => type === 'date' || type === 'datetime';

function connectiveOf(segment: Segment | null): 'and' | 'or' | 'comma' | null {
  const kind = segment?.grammar?.kind;
  if (segment === null || segment.values.some(({ strength }) => strength > 0.8)) return null;
  return kind === 'and' || kind === 'or' || kind === 'comma' ? kind : null;
}

/** A word for the records that is a little like the name of a field or value: it is the records that are meant. */
function isNounOnly({ isNoun, fields, values, tokens, parents }: Segment): boolean {
  if ((!isNoun && (parents.length === 0 || values.length === 0)) || fields.some(({ strength }) => strength >= 0.97)) return false;
  const word = tokens[0]?.text ?? '';
  return values.every(({ of, values }) => {
    const labels = of.field.picklistValues.filter(({ value }) => values.includes(value)).map(({ label }) => label.toLowerCase());
    return !labels.some((label) => label.split(/[^\p{L}]+/u).some((part) => [part, `${part}s`].includes(word) || `${word}s` === part));
  });
}

function isUnknown(segment: Segment): boolean {
  const { grammar, fields, values, time, amount, isNoun, isFiller, impossible, isQuoted, parents } = segment;
  const isNamed = fields.some(({ isScoped }) => !isScoped) || values.length > 0;
  if (grammar !== null || isNamed || impossible !== null || isQuoted) return false;
  return time === null && amount === null && !isNoun && !isFiller && parents.length === 0;
}

function isRangeJoiner(segment: Segment | undefined): boolean {
  const text = segment?.tokens[0]?.text ?? '';
  return ['to', 'and', '-', '–', '—', 'bis', 'und', 'et', 'y', 'a', 'through', 'until', 'till', 'up'].includes(text);
}

/** `between 10 and 20k`: thousands both. */
function sameScale(low: Amount, high: Amount): string {
  const [small, large] = [Number(low.digits), Number(high.digits)];
  return small < 1_000 && large >= 1_000 && large / small >= 500 && /000$/.test(high.digits) && !low.digits.includes('.') && small > 0 && small < large / 1_000
    ? `${low.digits}000`
    : low.digits;
}

function borrowedYear(from: TimeMatch, to: TimeMatch): TimeMatch['time'] {
  const { time } = from;
  if (time.kind !== 'month' || to.time.kind !== 'days') return time;
  return time;
}

function pathsOf(filter: Filter): string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(pathsOf);
    case 'not':
      return pathsOf(filter.operand);
    case 'comparison':
    case 'membership':
      break;
  }
  return [filter.field.path];
}
