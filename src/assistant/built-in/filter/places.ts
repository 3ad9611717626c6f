import { kindOfType } from '../../../domain/filter/field-type.ts';
import { cities } from '../vocabulary/cities.ts';
import { placeFields } from '../vocabulary/field-words.ts';
import type { Preposition } from '../vocabulary/grammar.ts';
import { acronyms, countries, departments, positions, states } from '../vocabulary/names.ts';
import { fold } from '../words/fold.ts';
import type { Token } from '../words/tokens.ts';
import type { Known, KnownField } from './known-fields.ts';
import { nameFieldOf } from './name-field.ts';
import type { WordMatcher } from './readings.ts';

export interface Asked {
  readonly preposition: Preposition | null;
  readonly texts: readonly string[];
  /** In capitals or quotes. */
  readonly isName: boolean;
  readonly scope: string;
  readonly known: Known;
  readonly matcher: WordMatcher;
}

/** The field in which a bare name is looked for, by what it is the name of and the word before; null where unsure. */
export function placeOf(asked: Asked): KnownField | null {
  const { preposition, texts, isName } = asked;
  const folded = texts.map(fold);
  const are = (names: ReadonlySet<string>): boolean =>
    folded.length > 0 && folded.every((text) => names.has(text));
  const isWhere = preposition === null || ['in', 'from', 'to', 'at', 'of', 'on'].includes(preposition);
  if (isWhere && are(countries)) {
    const country = find(asked, placeFields.country);
    if (country !== null) return country;
  }
  if (isWhere && are(states)) {
    const state = find(asked, placeFields.state);
    if (state !== null) return state;
  }
  const isCity = are(cities);
  if (preposition === 'from' || preposition === 'to') {
    const end = find(asked, placeFields[preposition]);
    if (end !== null && (isName || isCity)) return end;
  }
  if (preposition === 'in' || preposition === 'from' || preposition === null) {
    if (preposition === 'in' && are(departments)) {
      const department = find(asked, placeFields.department);
      if (department !== null) return department;
    }
    if (isCity || (isName && preposition === 'in')) return find(asked, placeFields.city);
  }
  if (!isName || preposition === null) return null;
  if (preposition === 'by') return nameOf(asked, placeFields.person);
  if (['at', 'of', 'for', 'from'].includes(preposition)) return nameOf(asked, placeFields.company);
  return null;
}

function find({ matcher, scope }: Asked, names: readonly string[]): KnownField | null {
  const inScope = scope === '' ? undefined : matcher.fieldsNamed(names, scope)[0];
  return (inScope ?? matcher.fieldsNamed(names)[0])?.of ?? null;
}

/** The name of the record that a reference of one of these names leads to. */
function nameOf(asked: Asked, names: readonly string[]): KnownField | null {
  const of = find({ ...asked, scope: '' }, names);
  if (of === null) return null;
  if (of.field.relationship !== undefined) return nameFieldOf(asked.known, of);
  // The object's own id is called like the object, and no name is kept in it.
  return kindOfType[of.field.type] === 'id' ? null : of;
}

/** `CEOs`, `engineers`: a word for somebody's work; whole where all write it alike. */
export function positionOf(
  tokens: readonly Token[],
): { readonly text: string; readonly isWhole: boolean } | null {
  const [token] = tokens;
  if (token === undefined || tokens.length !== 1 || token.kind !== 'word') return null;
  const singular = token.text.replace(/s$/, '');
  if (acronyms.has(token.text) || acronyms.has(singular)) {
    return { text: acronyms.has(token.text) ? token.text : singular, isWhole: true };
  }
  return positions.has(singular) ? { text: singular, isWhole: false } : null;
}
