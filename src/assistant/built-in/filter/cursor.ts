/** The way through the segments, and what was said so far. */
import type { Filter } from '../../../domain/filter/syntax.ts';
import { fieldWords } from '../vocabulary/field-words.ts';
import { phraseAt } from '../words/phrases.ts';
import { negate } from './condition.ts';
import type { Piece } from './join.ts';
import type { Known, KnownField } from './known-fields.ts';
import type { Problem } from './problem.ts';
import type { WordMatcher } from './readings.ts';
import { connectiveOf, isTime, pathsOf } from './segment-kind.ts';
import type { Segment } from './segments.ts';

export interface ReadInput {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly known: Known;
  readonly matcher: WordMatcher;
  /** Days since 1970. */
  readonly today: number;
}

export class Cursor {
  readonly input: ReadInput;
  at = 0;
  readonly problems: Problem[] = [];
  conditions = 0;
  /** The parent whose fields are spoken of. */
  scope = '';
  /** A field that waits for what it is compared with. */
  pending: { readonly of: KnownField; readonly words: string; readonly isSure: boolean } | null = null;
  /** `has`: what follows must be there. */
  wants = false;
  isNegated = false;
  /** `with a phone or a mobile`: the second is wanted as the first was. */
  carriesWants = false;
  /** The date that a word such as `won` or `delivered` may stand for. */
  dateHint: KnownField | null = null;
  isNew = false;
  lastPaths: readonly string[] = [];

  constructor(input: ReadInput) {
    this.input = input;
  }

  segment(offset: number): Segment | undefined {
    return this.input.segments[this.at + offset];
  }

  nextMeaningful(offset: number): Segment | undefined {
    for (let step = offset; step < offset + 5; step++) {
      const segment = this.segment(step);
      if (segment === undefined) return undefined;
      const kind = segment.grammar?.kind;
      const isSmall =
        segment.isFiller ||
        kind === 'is' ||
        kind === 'preposition' ||
        kind === 'compare' ||
        kind === 'between' ||
        kind === 'within' ||
        kind === 'older';
      if (!isSmall || segment.time !== null || segment.amount !== null || segment.values.length > 0)
        return segment;
    }
    return undefined;
  }

  timeIsNext(): boolean {
    const next = this.nextMeaningful(1);
    return next?.time !== null && next?.time !== undefined && connectiveOf(next) === null;
  }

  isComparedNext(): boolean {
    const next = this.segment(1);
    const kind = next?.grammar?.kind;
    return (
      kind === 'is' ||
      kind === 'compare' ||
      kind === 'text' ||
      kind === 'empty' ||
      kind === 'between' ||
      next?.amount !== null
    );
  }

  timeFollows(): boolean {
    for (let offset = 1; offset < 8; offset++) {
      const segment = this.segment(offset);
      if (segment === undefined || segment.grammar?.kind === 'comma') return false;
      if (segment.time !== null && !segment.time.isYear) return true;
      if (segment.fields.some(({ of }) => isTime(of.field.type))) return false;
    }
    return false;
  }

  isEndAfter(offset: number): boolean {
    for (let step = offset; step < offset + 4; step++) {
      const segment = this.segment(step);
      if (segment === undefined) return true;
      if (connectiveOf(segment) !== null || segment.grammar?.kind === 'close') return true;
      if (!segment.isFiller && !segment.isNoun) return false;
    }
    return false;
  }

  rememberDate(segment: Segment): void {
    const date = segment.fields.find(({ of, isScoped }) => isTime(of.field.type) && !isScoped);
    if (date !== undefined) this.dateHint = date.of;
    if (date !== undefined || segment.values.length === 0) return;
    for (let at = 0; at < segment.tokens.length; at++) {
      const said = phraseAt(segment.tokens, at, fieldWords);
      const of = this.input.matcher.fieldsNamed(said?.meaning ?? [])[0]?.of;
      if (of !== undefined && isTime(of.field.type)) this.dateHint = of;
    }
  }

  takeNegation(): boolean {
    const { isNegated } = this;
    this.isNegated = false;
    return isNegated;
  }

  /** A condition that is complete: negated where "not" stood before, and what waited is over. */
  finish(filter: Filter | null): Filter | null {
    const isNegated = this.takeNegation();
    this.wants = false;
    this.carriesWants = false;
    if (filter === null) return null;
    if (this.pending !== null && pathsOf(filter).includes(this.pending.of.path)) this.pending = null;
    this.lastPaths = pathsOf(filter);
    return isNegated ? negate(filter) : filter;
  }

  /** A field that was named and never compared: to be asked about, unless it is spoken of anyway. */
  leavePending(): void {
    const { pending } = this;
    this.pending = null;
    if (pending === null || this.lastPaths.includes(pending.of.path)) return;
    if (!pending.isSure && this.lastPaths.length > 0) return;
    const { field, path } = pending.of;
    const isParentSaid =
      field.relationship !== undefined &&
      this.lastPaths.some((other) => other.startsWith(`${field.relationship?.name ?? ''}.`));
    if (!isParentSaid && path !== '')
      this.problems.push({ kind: 'open', words: pending.words, field: pending.of });
  }

  settlePending(pieces: readonly Piece[]): void {
    if (this.pending === null) return;
    const said = pieces.flatMap((piece) => (piece.kind === 'condition' ? pathsOf(piece.filter) : []));
    this.lastPaths = [...this.lastPaths, ...said];
    this.leavePending();
  }

  words(segment: Segment | undefined): string {
    const [first] = segment?.tokens ?? [];
    const last = segment?.tokens.at(-1);
    return first === undefined || last === undefined ? '' : this.input.text.slice(first.start, last.end);
  }

  wordsBetween(start: number, end: number): string {
    const first = this.input.segments[start]?.tokens[0];
    const last = this.input.segments[end - 1]?.tokens.at(-1);
    return first === undefined || last === undefined ? '' : this.input.text.slice(first.start, last.end);
  }

  isCapitalAt(offset: number): boolean {
    const token = this.segment(offset)?.tokens[0];
    return token?.isCapital === true && !(token.start === 0);
  }

  isBareFieldNext(offset: number): boolean {
    let step = offset;
    while (
      this.segment(step)?.isFiller === true &&
      this.segment(step)?.fields.length === 0 &&
      step < offset + 2
    )
      step++;
    const segment = this.segment(step);
    if (segment === undefined || segment.fields.length === 0 || segment.grammar !== null) return false;
    // "and an email created this month": what follows is said of another field.
    const isDateNext = this.segment(step + 1)?.fields.some(({ of }) => isTime(of.field.type)) === true;
    return isDateNext || this.isEndAfter(step + 1) || connectiveOf(this.segment(step + 1) ?? null) !== null;
  }
}
