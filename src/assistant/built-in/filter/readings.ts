/** Which fields and values a run of words may mean. */
import { stem } from '../words/fold.ts';
import { translationsOf } from '../vocabulary/translations.ts';
import { isSlip } from '../words/typo.ts';
import type { Token } from '../words/tokens.ts';
import { fieldWords } from '../vocabulary/field-words.ts';
import { idioms } from '../vocabulary/idioms.ts';
import { oppositesOf } from '../vocabulary/opposites.ts';
import { fillerWords, grammar } from '../vocabulary/grammar.ts';
import { phraseAt, phraseKey } from '../words/phrases.ts';
import type { Known, KnownField, KnownValue } from './known-fields.ts';
import { nameOfWords, synonymStrength, type Name } from './names.ts';
import { maxNameWords } from '../limits.ts';

export interface FieldReading {
  readonly kind: 'field';
  readonly of: KnownField;
  /** 0 to 1. */
  readonly strength: number;
  /** Counts only where the parent was named before. */
  readonly isScoped: boolean;
  /** Of a yes/no field: what the words say of it. */
  readonly says: boolean;
  /** By what people say of records, and not by a name of the field. */
  readonly isByWords: boolean;
}

export interface ValueReading {
  readonly kind: 'value';
  readonly of: KnownField;
  readonly values: readonly string[];
  readonly strength: number;
}

export type Reading = FieldReading | ValueReading;

export interface Span {
  readonly length: number;
  readonly readings: readonly Reading[];
}

/** Below this the words say too little of the name. */
const minCoverage = 0.5;
/** What a field is called elsewhere must be said whole: `closing` is not the close probability. */
const minSynonymCoverage = 0.75;
/** Words whose comparison is kept; people use the same few again and again. */
const maxCachedWords = 2_000;
/** Of words of a parent's field that say it is meant. */
const ownWeight = 0.5;
/** Prepositions that belong to what follows: `donated on` or `on or after`. */
const danglers = new Set(['on', 'at', 'in', 'by', 'to', 'of', 'for', 'from', 'the', 'a']);
const typoStrength = 0.85;
const translatedStrength = 0.95;
const formStrength = 0.93;
/** A value whose joining words are left out is whole. */
const wholeCoverage = 0.9;
const minValueCoverage = 0.3;
/** Values that are whole sentences are not meant by one of their words. */
const maxPartialWords = 4;
const partialValueStrength = 0.62;
const wordsStrength = 0.88;
const scopedStrength = 0.8;
const parentValueStrength = 0.85;

/** A name among all that words are held against. */
interface Candidate {
  readonly name: Name;
  readonly of: KnownField;
  readonly isScoped: boolean;
  /** Where it is the name of a value. */
  readonly value: KnownValue | null;
}

type Add = (length: number, reading: Reading) => void;

/** How words are looked up: each distinct word is compared with all others once. */
export class WordMatcher {
  private readonly known: Known;
  private readonly byStem = new Map<string, Candidate[]>();
  private readonly hits = new Map<string, ReadonlyMap<string, number>>();

  constructor(known: Known) {
    this.known = known;
    for (const of of known.fields) {
      for (const name of of.names) this.index({ name, of, isScoped: false, value: null });
      for (const name of of.scopedNames) this.index({ name, of, isScoped: true, value: null });
    }
    for (const value of known.values) this.index({ name: value.name, of: value.of, isScoped: false, value });
  }

  private index(candidate: Candidate): void {
    for (const each of new Set(candidate.name.stems)) {
      const known = this.byStem.get(each);
      if (known === undefined) this.byStem.set(each, [candidate]);
      else known.push(candidate);
    }
  }

  /** Words of names that this word is, with how surely: 1 for the same, less for a slip or another word for it. */
  private hitsOf(token: Token): ReadonlyMap<string, number> {
    const known = this.hits.get(token.text);
    if (known !== undefined) return known;
    if (this.hits.size >= maxCachedWords) this.hits.clear();
    const hits = new Map<string, number>();
    if (token.kind === 'word' || token.kind === 'number') this.collectHits(token, hits);
    this.hits.set(token.text, hits);
    return hits;
  }

  private collectHits(token: Token, hits: Map<string, number>): void {
    for (const words of translationsOf(token.text)) {
      for (const word of words.split(' '))
        if (this.byStem.has(stem(word))) hits.set(stem(word), translatedStrength);
    }
    if (this.byStem.has(token.stem)) hits.set(token.stem, 1);
    if (hits.size > 0 || token.kind === 'number' || isSmallWord(token)) return;
    for (const wanted of this.byStem.keys()) {
      if (isSlip(token.stem, wanted) || isSlip(token.text, wanted)) hits.set(wanted, typoStrength);
    }
  }

  /** Whether the word, or another word for it, is in some name as it stands. */
  isKnown(token: Token): boolean {
    return [...this.hitsOf(token).values()].some((strength) => strength > typoStrength);
  }

  /** Whether the word is in some name but for a slip. */
  isNearlyKnown(token: Token): boolean {
    return this.hitsOf(token).size > 0;
  }

  /** The readings that begin at a token, longest first. */
  spansAt(tokens: readonly Token[], at: number): Span[] {
    const byLength = new Map<number, Reading[]>();
    const add: Add = (length, reading) => {
      byLength.set(length, [...(byLength.get(length) ?? []), reading]);
    };
    const first = tokens[at];
    if (first === undefined) return [];
    const candidates = new Set([...this.hitsOf(first).keys()].flatMap((each) => this.byStem.get(each) ?? []));
    const partial = new Map<string, PartialValues>();
    for (const candidate of candidates) {
      for (const cover of this.covered(tokens, at, candidate)) {
        if (candidate.value === null) addField(candidate, cover, add);
        else addValue(candidate, candidate.value, cover, add, partial);
      }
    }
    for (const { of, length, values, isFirst } of partial.values()) {
      // One word of several values means all of them only where they all begin with it: Customer - Direct, - Channel.
      if (values.size > 1 && !isFirst) continue;
      add(length, { kind: 'value', of, values: [...values], strength: partialValueStrength });
    }
    this.addFieldWords(tokens, at, add);
    return [...byLength]
      .map(([length, readings]) => ({ length, readings: best(readings) }))
      .sort((a, b) => b.length - a.length);
  }

  private addFieldWords(tokens: readonly Token[], at: number, add: Add): void {
    const found = phraseAt(tokens, at, fieldWords);
    for (const { of, strength } of this.fieldsNamed(found?.meaning ?? [])) {
      const reading = { kind: 'field', of, isScoped: false, says: true, isByWords: true } as const;
      add(found?.length ?? 1, { ...reading, strength: strength * wordsStrength });
    }
    this.addOpposites(tokens, at, add);
    this.addIdioms(tokens, at, add);
  }

  /** `open` of what may be closed, `inactive`, `uninsured`, `non-strategic`. */
  private addOpposites(tokens: readonly Token[], at: number, add: Add): void {
    const token = tokens[at];
    if (token?.kind !== 'word') return;
    const words = [token.text, ...translationsOf(token.text)];
    const meant = words.flatMap((word) => oppositesOf(word));
    if (meant.length === 0) return;
    for (const of of this.known.fields) {
      if (of.field.type !== 'boolean') continue;
      for (const [names, isScoped] of [
        [of.names, false],
        [of.scopedNames, true],
      ] as const) {
        const isNamed = names.some(
          ({ stems, weights, lead }) =>
            lead === 0 &&
            meant.some(
              (each) =>
                stems.some((word, index) => word === each && weights[index] === 1) && telling(weights) === 1,
            ),
        );
        if (isNamed)
          add(1, { kind: 'field', of, strength: wordsStrength, isScoped, says: false, isByWords: false });
      }
    }
  }

  private addIdioms(tokens: readonly Token[], at: number, add: Add): void {
    const found = phraseAt(tokens, at, idioms);
    if (found === null) return;
    for (const name of found.meaning.fields) {
      const of = this.fieldsNamed([name])[0]?.of;
      const value = of?.field.picklistValues.find(({ label }) =>
        found.meaning.values.includes(label.toLowerCase()),
      );
      if (of === undefined || value === undefined) continue;
      add(found.length, { kind: 'value', of, values: [value.value], strength: wordsStrength });
      return;
    }
  }

  /** The object's own fields of the first of these names that it has. */
  fieldsNamed(
    names: readonly string[],
    parent = '',
  ): { readonly of: KnownField; readonly strength: number }[] {
    for (const text of names) {
      const wanted = nameOfWords(text.split(' '), new Set(), 1);
      if (wanted === null) continue;
      const key = wanted.stems.join(' ');
      const own = this.known.fields.filter((of) => of.parent === parent);
      const found = own.filter((of) =>
        (parent === '' ? of.names : of.scopedNames).some(
          ({ stems, strength }) => strength === 1 && stems.join(' ') === key,
        ),
      );
      const [first] = found;
      if (first !== undefined) return [{ of: first, strength: 1 }];
    }
    return [];
  }

  /** How much of a name the words from a token on say, for each number of words that does. */
  private covered(tokens: readonly Token[], at: number, { name, of, value }: Candidate): Cover[] {
    const left = new Map(name.stems.map((wanted, index) => [index, wanted]));
    const negation =
      value === null && of.isNegative
        ? name.stems.findIndex((wanted) => wanted === 'not' || wanted === 'no')
        : -1;
    const total = name.weights.reduce((sum, weight, index) => (index === negation ? sum : sum + weight), 0);
    const covers: Cover[] = [];
    let said = 0;
    let quality = 1;
    let isFirst = false;
    let saysLead = name.lead === 0;
    let saysOwn = false;
    for (let length = 1; length <= maxNameWords; length++) {
      const token = tokens[at + length - 1];
      if (token === undefined) break;
      const hits = this.hitsOf(token);
      let hit = -1;
      let hitQuality = 0;
      for (const [index, wanted] of left) {
        const match = hits.get(wanted) ?? 0;
        if (match > hitQuality) [hit, hitQuality] = [index, match];
      }
      if (hit < 0) {
        // "number of employees", "name of the owner", "e-mail": small words inside a name.
        if (length > 1 && isJoiner(token)) continue;
        break;
      }
      left.delete(hit);
      if (hit < name.lead) saysLead = true;
      else if ((name.weights[hit] ?? 0) >= ownWeight) saysOwn = true;
      if (hit !== negation) said += name.weights[hit] ?? 0;
      quality = Math.min(
        quality,
        hitQuality === 1 && isOtherForm(token, name.words[hit] ?? '') ? formStrength : hitQuality,
      );
      if (hit === 0) isFirst = true;
      const coverage = total === 0 ? 1 : said / total;
      const isSaid = saysLead && (saysOwn || coverage === 1);
      if (!isSaid || (length > 1 && danglers.has(token.text))) continue;
      covers.push({ length, coverage, quality, isFirst, saysNot: negation >= 0 && !left.has(negation) });
    }
    return covers;
  }
}

interface Cover {
  /** Number of tokens. */
  readonly length: number;
  /** Share of the name that was said, 0 to 1. */
  readonly coverage: number;
  /** Of the least sure word. */
  readonly quality: number;
  /** Whether the name's first word is among them. */
  readonly isFirst: boolean;
  readonly saysNot: boolean;
}

interface PartialValues {
  readonly of: KnownField;
  readonly length: number;
  readonly values: Set<string>;
  isFirst: boolean;
}

function addField({ of, name, isScoped }: Candidate, cover: Cover, add: Add): void {
  const { coverage, quality, length, saysNot } = cover;
  if (coverage < (name.strength > synonymStrength ? minCoverage : minSynonymCoverage)) return;
  const strength = (isScoped ? scopedStrength : 1) * name.strength * quality * (0.5 + 0.5 * coverage);
  add(length, {
    kind: 'field',
    of,
    strength,
    isScoped,
    says: of.isNegative ? saysNot : true,
    isByWords: false,
  });
}

function addValue(
  { of }: Candidate,
  { value, name }: KnownValue,
  { length, coverage, quality, isFirst }: Cover,
  add: Add,
  partial: Map<string, PartialValues>,
): void {
  const factor = of.parent === '' ? 1 : parentValueStrength;
  if (coverage > wholeCoverage)
    add(length, { kind: 'value', of, values: [value], strength: factor * quality });
  else if (coverage >= minValueCoverage && of.parent === '' && name.stems.length <= maxPartialWords) {
    const key = `${of.path} ${length}`;
    const group = partial.get(key) ?? { of, length, values: new Set(), isFirst: true };
    group.values.add(value);
    group.isFirst &&= isFirst;
    partial.set(key, group);
  }
}

/** `end` of `Ended`: the same word in another form; a plural is no other one. */
function isOtherForm({ text }: Token, word: string): boolean {
  return (
    text !== word && text !== `${word}s` && word !== `${text}s` && text !== `${word.replace(/y$/, 'ie')}s`
  );
}

/** Number of words that say something. */
const telling = (weights: readonly number[]): number => weights.filter((weight) => weight === 1).length;

const joiners = new Set(['of', 'the', '-', '/', ':', '&', "'", '’', '.', '_', '(', ')', 'a', 'on', 'in']);
const isJoiner = (token: Token): boolean => joiners.has(token.text);

/** What is a word of its own is no slip of another one. */
function isSmallWord({ text }: Token): boolean {
  return fillerWords.has(text) || grammar.has(phraseKey(text)) || fieldWords.has(text);
}

/** A hair's breadth apart is the same to people. */
const tie = 0.04;

/** The best of each kind, and what is as good. */
function best(readings: readonly Reading[]): Reading[] {
  const bestOf = new Map<string, Reading>();
  for (const reading of readings) {
    const key = `${reading.kind} ${reading.of.path} ${reading.kind === 'value' ? reading.values.join(';') : String(reading.isScoped)}`;
    const known = bestOf.get(key);
    if (known === undefined || reading.strength > known.strength) bestOf.set(key, reading);
  }
  const all = [...bestOf.values()];
  return all
    .filter((reading) => {
      const rivals = all.filter((other) => groupOf(other) === groupOf(reading));
      const most = Math.max(...rivals.map(({ strength }) => strength));
      // Values of parents stay beside those of the object: which is meant, the words around tell.
      return reading.strength >= most - tie || (reading.kind === 'value' && reading.strength > 0.7);
    })
    .sort((a, b) => b.strength - a.strength);
}

/** `closed` is a date beside a time and a yes/no without: what is of another sort is no rival. */
function groupOf(reading: Reading): string {
  if (reading.kind === 'value') return 'value';
  const { type } = reading.of.field;
  const sort = type === 'boolean' ? 'flag' : type === 'date' || type === 'datetime' ? 'time' : 'other';
  return `${sort} ${reading.isScoped ? reading.of.parent : ''}`;
}
