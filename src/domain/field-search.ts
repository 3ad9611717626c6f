/**
 * Finding fields of a source object and of its parents by what is typed: by label or API name, `Owner.Name` as well as
 * `owner name`, up to five levels deep.
 */
import { fieldLabel } from './field-label.ts';
import { knownNames, nameQuery, nameRanks, rankNames } from './mapping/name-query.ts';
import type { KnownNames } from './mapping/name-query.ts';
import { wordsOf } from './mapping/name-words.ts';
import { kindOfField } from './mapping/value-kind.ts';
import { nearestNames } from './nearest.ts';
import { maxRelationshipDepth } from './source-schema.ts';
import type { SourceField, SourceObject, SourceRelationship, SourceSchema } from './source-schema.ts';

export interface FoundField extends Pick<SourceField, 'label' | 'type'> {
  /** In the CRM's own letter case. */
  readonly path: string;
}

/**
 * The fields that a person may mean, best first, each once; those that cannot be read as one value are left out. Where
 * nothing is typed, the object's own in their order.
 *
 * @param schema parents that were not loaded are not searched: `parentsToSearch` names them
 */
export function searchFields(typed: string, schema: SourceSchema, limit: number): FoundField[] {
  const best = new Map<string, Ranked>();
  for (const place of placesOf(typed, schema)) {
    for (const ranked of rankedIn(place)) {
      const known = best.get(ranked.path);
      if (known === undefined || ranked.rank < known.rank) best.set(ranked.path, ranked);
    }
  }
  // The sort is stable: what ranks alike keeps the order of the object.
  return [...best.values()]
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ path, field }) => ({ path, label: fieldLabel({ path, field }, schema), type: field.type }));
}

/**
 * Relationships that what is typed leads over, and behind which nothing was loaded yet: `Owner.Manager`. Load them and
 * ask again, at most `maxRelationshipDepth` times.
 */
export function parentsToSearch(typed: string, schema: SourceSchema): string[] {
  return placesOf(typed, schema)
    .filter(({ object }) => object === undefined)
    .map(({ path }) => path.join('.'));
}

/** An object among whose fields the rest of what is typed is looked for. */
interface Place {
  /** The relationships that lead there. */
  readonly path: readonly string[];
  /** undefined where it was not loaded. */
  readonly object: SourceObject | undefined;
  readonly rest: string;
  /** Added to the ranks of what is found there. */
  readonly penalty: number;
}

interface Ranked {
  readonly path: string;
  readonly field: SourceField;
  readonly rank: number;
}

/** Behind all that was found by its letters. */
const nearRank = 6;
const maxNear = 6;
/** Relationships that one piece of what is typed may mean, the best ones. */
const maxRelationships = 3;
/** Objects of one level that are gone on with. */
const maxPlaces = 12;
/** A word that is shorter means no relationship unless it is the whole of its name. */
const minWordLength = 3;
/** Who writes a dot wants a parent; who writes words rather a field of the object's own. */
const dotPenalty = -10;
const wordsPenalty = 1.5;

function placesOf(typed: string, schema: SourceSchema): Place[] {
  const own: Place = { path: [], object: schema.object, rest: typed, penalty: 0 };
  const segments = typed.split('.');
  if (segments.length === 1) return [own, ...byWords(own, schema)];
  return [...byDots(segments, schema), own];
}

/** `owner.mana.na`: each piece before the last one means a relationship. */
function byDots(segments: readonly string[], schema: SourceSchema): Place[] {
  const rest = segments.at(-1) ?? '';
  const before = segments.slice(0, -1);
  if (before.length > maxRelationshipDepth) return [];
  let places: readonly Place[] = [{ path: [], object: schema.object, rest, penalty: dotPenalty }];
  for (const segment of before) {
    const next = places.flatMap((place) => {
      // What lies behind can only be told once this one is loaded.
      if (place.object === undefined) return [place];
      return relationshipsLike(segment, place.object).map(({ relationship, rank }) =>
        placeBehind(place, relationship, { rest, penalty: place.penalty + rank }, schema),
      );
    });
    places = next.slice(0, maxPlaces);
  }
  return [...places];
}

function relationshipsLike(
  segment: string,
  object: SourceObject,
): readonly { readonly relationship: SourceRelationship; readonly rank: number }[] {
  const query = nameQuery(segment);
  const found = object.fields.flatMap((field) => {
    const { relationship } = field;
    if (relationship === undefined) return [];
    const isWritten = relationship.name.toLowerCase() === segment.trim().toLowerCase();
    const rank = isWritten ? -1 : rankNames(query, knownNames([relationship.name, ...namesOf(field)]));
    return rank === null ? [] : [{ relationship, rank }];
  });
  const sorted = found.sort((a, b) => a.rank - b.rank);
  // A name that is written out means that one, and no other.
  return sorted[0]?.rank === -1 ? sorted.slice(0, 1) : sorted.slice(0, maxRelationships);
}

/** `manager owner name`: words that are those of a relationship lead over it, the others name the field. */
function byWords(from: Place, schema: SourceSchema): Place[] {
  const places: Place[] = [];
  let edge: readonly Place[] = [{ ...from, rest: wordsOf(from.rest).join(' '), penalty: wordsPenalty }];
  for (let depth = 0; depth < maxRelationshipDepth && edge.length > 0; depth += 1) {
    const next = edge.flatMap((place) =>
      relationshipsNamed(place).map(({ relationship, rest }) =>
        placeBehind(place, relationship, { rest, penalty: place.penalty + 1 }, schema),
      ),
    );
    edge = next.slice(0, maxPlaces);
    places.push(...edge);
  }
  return places;
}

function relationshipsNamed({ object, rest }: Place): readonly {
  readonly relationship: SourceRelationship;
  readonly rest: string;
}[] {
  const words = rest.split(' ').filter((word) => word !== '');
  if (object === undefined || words.length === 0) return [];
  const found = object.fields.flatMap(({ relationship }) => {
    if (relationship === undefined) return [];
    const names = wordsOf(relationship.name);
    const others = words.filter((word) => !names.some((name) => isNamed(name, word)));
    if (others.length === words.length) return [];
    return [{ relationship, rest: others.join(' '), left: others.length }];
  });
  return found.sort((a, b) => a.left - b.left).slice(0, maxRelationships);
}

const isNamed = (name: string, word: string): boolean =>
  name === word || (word.length >= minWordLength && name.startsWith(word));

function placeBehind(
  { path, object }: Place,
  relationship: SourceRelationship,
  found: Pick<Place, 'rest' | 'penalty'>,
  schema: SourceSchema,
): Place {
  const behind = [...path, relationship.name];
  // Behind what was not loaded nothing was.
  return { path: behind, object: object && schema.parent(behind.join('.')), ...found };
}

function rankedIn({ path, object, rest, penalty }: Place): Ranked[] {
  if (object === undefined) return [];
  const query = nameQuery(rest);
  const fields = object.fields.filter(({ type }) => kindOfField[type] !== null);
  const ranked = fields.flatMap((field): Ranked[] => {
    const rank = query.letters === '' ? unaskedRank(field, path) : rankNames(query, searchedNames(field));
    return rank === null ? [] : [rankedAt(path, field, rank + penalty)];
  });
  if (query.letters === '') return ranked;
  return [
    ...ranked,
    ...nearlyWritten(rest, fields).map((field) => rankedAt(path, field, nearRank + penalty)),
  ];
}

/** Of a parent, its name is what is asked for most. */
function unaskedRank({ name }: SourceField, path: readonly string[]): number {
  return path.length > 0 && name.toLowerCase() === 'name' ? nameRanks.same : nameRanks.words;
}

const rankedAt = (path: readonly string[], field: SourceField, rank: number): Ranked => ({
  path: [...path, field.name].join('.'),
  field,
  rank,
});

/** For a slip of the finger. */
function nearlyWritten(typed: string, fields: readonly SourceField[]): SourceField[] {
  const byName = new Map(fields.flatMap((field) => namesOf(field).map((name) => [name, field] as const)));
  const near = nearestNames(typed, [...byName.keys()], maxNear);
  return near.flatMap((name) => byName.get(name) ?? []);
}

const namesOf = ({ label, name }: SourceField): string[] => [label, name];

/** A person types letter by letter: the names of one describe are taken apart once. */
const searched = new WeakMap<SourceField, KnownNames>();

function searchedNames(field: SourceField): KnownNames {
  let names = searched.get(field);
  if (names === undefined) {
    names = knownNames(namesOf(field));
    searched.set(field, names);
  }
  return names;
}
