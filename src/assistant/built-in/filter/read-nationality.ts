import { kindOfType } from '../../../domain/filter/field-type.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { placeFields } from '../vocabulary/field-words.ts';
import { nationalities } from '../vocabulary/nationalities.ts';
import { isAmong } from './condition.ts';
import type { Cursor } from './cursor.ts';
import type { KnownField } from './known-fields.ts';
import { connectiveOf, isUnknown } from './segment-kind.ts';
import type { Segment } from './segments.ts';

/** `German accounts`, `Polish or Austrian`: by the country of those that are called so; null where none is. */
export function nationality(cursor: Cursor): Filter | null {
  const countries: string[] = [];
  let offset = 0;
  for (;;) {
    const named = countriesOf(cursor.segment(offset));
    if (named === undefined) return null;
    countries.push(...named);
    offset++;
    const joiner = connectiveOf(cursor.segment(offset) ?? null);
    if (joiner === null || countriesOf(cursor.segment(offset + 1)) === undefined) break;
    offset++;
  }
  const next = cursor.segment(offset);
  // "German Motors" is the name of a company.
  if (next !== undefined && isUnknown(next) && cursor.isCapitalAt(offset)) return null;
  const of = countryOf(cursor, next);
  const values = of === null ? [] : keptAs(of, countries);
  if (of === null || values.length === 0) return null;
  cursor.at += offset;
  return cursor.finish(isAmong(of.path, values));
}

function countriesOf(segment: Segment | undefined): readonly string[] | undefined {
  const [token] = segment?.tokens ?? [];
  if (segment === undefined || token === undefined || segment.tokens.length > 1) return undefined;
  return token.kind === 'word' && segment.values.length === 0 ? nationalities.get(token.text) : undefined;
}

/** Of the records that are spoken of next, else of the object itself. */
function countryOf(cursor: Cursor, next: Segment | undefined): KnownField | null {
  const parents = next?.isNoun === true ? [] : (next?.parents ?? []);
  const [parent = cursor.scope] = parents;
  if (parents.length > 1) return null;
  return cursor.input.matcher.fieldsNamed(placeFields.country, parent)[0]?.of ?? null;
}

/** By the values of the field, where it has a list of them. */
function keptAs({ field }: KnownField, countries: readonly string[]): readonly string[] {
  if (kindOfType[field.type] === 'text') return countries;
  return field.picklistValues.filter(({ label }) => countries.includes(label)).map(({ value }) => value);
}
