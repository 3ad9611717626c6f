import { nearestNames } from './nearest.ts';
import {
  maxRelationshipDepth,
  type FieldLookup,
  type SourceField,
  type SourceObject,
  type SourceRelationship,
  type SourceSchema,
} from './source-schema.ts';

const maxSuggestions = 3;

/**
 * A schema over one object and the parents that were loaded with it.
 *
 * @param parents by API name, as `SourceRelationship.resolvesTo` names them; the root need not be among them.
 */
export function schemaOf(root: SourceObject, parents: ReadonlyMap<string, SourceObject>): SourceSchema {
  const loaded = new LoadedObjects(root, parents);
  return {
    object: root,
    field: (path) => lookUp(loaded, path),
    parent: (path) => parentAt(loaded, segmentsOf(path)),
  };
}

/**
 * API names of the parents that `paths` lead over and that are not in `parents` yet, as far as can be told
 * from what is. Load them and ask again, at most `maxRelationshipDepth` times, until there are none. Where a path leads
 * nowhere, the nearest parent is among them, so that a path which does can be suggested.
 */
export function missingParents(
  root: SourceObject,
  parents: ReadonlyMap<string, SourceObject>,
  paths: Iterable<string>,
): string[] {
  const loaded = new LoadedObjects(root, parents);
  const missing = new Set<string>();
  for (const path of paths) {
    let object: SourceObject | undefined = root;
    for (const segment of segmentsOf(path).slice(0, -1).slice(0, maxRelationshipDepth)) {
      const relationship: SourceRelationship | undefined = object && loaded.nearest(object, segment);
      if (relationship === undefined) break;
      object = loaded.find(relationship.resolvesTo);
      if (object === undefined) missing.add(relationship.resolvesTo);
    }
  }
  return [...missing];
}

function lookUp(loaded: LoadedObjects, path: string): FieldLookup {
  // Nearly every path is the name of one of the object's own fields.
  const own = loaded.field(loaded.root, path);
  if (own !== undefined) return { kind: 'found', field: own, path: own.name };
  const segments = segmentsOf(path);
  const last = segments.pop() ?? '';
  const canonical: string[] = [];
  let object = loaded.root;
  for (const segment of segments) {
    const relationship = loaded.relationship(object, segment);
    if (relationship === undefined || canonical.length === maxRelationshipDepth) {
      const suggestions = suggestRelationships(object, segment);
      const rest = [...segments.slice(canonical.length + 1), last];
      const paths = suggestions.flatMap((name) => nearestPath(loaded, object, [name, ...rest]) ?? []);
      return missing(segment, object, suggestions, withParents(canonical, paths));
    }
    canonical.push(relationship.name);
    const parent = loaded.find(relationship.resolvesTo);
    if (parent === undefined) {
      const next = segments[canonical.length] ?? last;
      return { kind: 'missing', segment: next, object: relationship.resolvesTo, suggestions: [], paths: [] };
    }
    object = parent;
  }
  const field = loaded.field(object, last);
  if (field === undefined) {
    const suggestions = suggestFields(object, last);
    return missing(last, object, suggestions, withParents(canonical, suggestions));
  }
  return { kind: 'found', field, path: [...canonical, field.name].join('.') };
}

function parentAt(loaded: LoadedObjects, segments: readonly string[]): SourceObject | undefined {
  if (segments.length > maxRelationshipDepth) return undefined;
  let object: SourceObject | undefined = loaded.root;
  for (const segment of segments) {
    const relationship: SourceRelationship | undefined = object && loaded.relationship(object, segment);
    object = relationship && loaded.find(relationship.resolvesTo);
  }
  return object;
}

function segmentsOf(path: string): string[] {
  return path.split('.').map((segment) => segment.trim());
}

function missing(
  segment: string,
  object: SourceObject,
  suggestions: readonly string[],
  paths: readonly string[],
): FieldLookup {
  return { kind: 'missing', segment, object: object.name, suggestions, paths };
}

/** A field of a parent is suggested as it has to be written: with the parents in front. */
function withParents(parents: readonly string[], paths: readonly string[]): string[] {
  return paths.map((path) => [...parents, path].join('.'));
}

/** The field that is nearest to a path at each of its parts; null where a part is near to nothing that is known. */
function nearestPath(loaded: LoadedObjects, from: SourceObject, segments: readonly string[]): string | null {
  const found: string[] = [];
  let object: SourceObject | undefined = from;
  for (const segment of segments.slice(0, -1)) {
    const relationship: SourceRelationship | undefined = object && loaded.nearest(object, segment);
    if (relationship === undefined) return null;
    found.push(relationship.name);
    object = loaded.find(relationship.resolvesTo);
  }
  if (object === undefined) return null;
  const last = segments.at(-1) ?? '';
  const name = loaded.field(object, last)?.name ?? suggestFields(object, last)[0];
  return name === undefined ? null : [...found, name].join('.');
}

function suggestFields(object: SourceObject, segment: string): string[] {
  return suggest(
    segment,
    object.fields.map((field) => [field.name, field.label, field.relationship?.name ?? ''] as const),
  );
}

function suggestRelationships(object: SourceObject, segment: string): string[] {
  return suggest(
    segment,
    object.fields.flatMap((field) =>
      field.relationship ? [[field.relationship.name, field.name, field.label] as const] : [],
    ),
  );
}

/** @param entries the name to suggest, then the other names by which a person may know it. */
function suggest(segment: string, entries: readonly (readonly [string, ...string[]])[]): string[] {
  const nameOf = new Map<string, string>();
  // Names go in before aliases, so that a label which is another field's name does not hide that field.
  for (const [name] of entries) nameOf.set(name, name);
  for (const [name, ...aliases] of entries) {
    for (const alias of aliases) if (!nameOf.has(alias)) nameOf.set(alias, name);
  }
  const near = nearestNames(segment, [...nameOf.keys()], maxSuggestions * 3);
  const names = new Set(near.map((known) => nameOf.get(known) ?? known));
  return [...names].slice(0, maxSuggestions);
}

/** The objects of one schema, each indexed by lower-cased names when it is first asked for. */
class LoadedObjects {
  readonly root: SourceObject;
  readonly #parents: ReadonlyMap<string, SourceObject>;
  readonly #indexes = new Map<SourceObject, ObjectIndex>();

  constructor(root: SourceObject, parents: ReadonlyMap<string, SourceObject>) {
    this.root = root;
    this.#parents = parents;
  }

  find(name: string): SourceObject | undefined {
    return name === this.root.name ? this.root : this.#parents.get(name);
  }

  field(object: SourceObject, name: string): SourceField | undefined {
    return this.#index(object).fields.get(name.toLowerCase());
  }

  relationship(object: SourceObject, name: string): SourceRelationship | undefined {
    return this.#index(object).relationships.get(name.toLowerCase());
  }

  /** The relationship of this name, or the one that is most like it. */
  nearest(object: SourceObject, name: string): SourceRelationship | undefined {
    const known = this.relationship(object, name);
    if (known !== undefined) return known;
    const [near] = suggestRelationships(object, name);
    return near === undefined ? undefined : this.relationship(object, near);
  }

  #index(object: SourceObject): ObjectIndex {
    let index = this.#indexes.get(object);
    if (index === undefined) {
      index = indexOf(object);
      this.#indexes.set(object, index);
    }
    return index;
  }
}

interface ObjectIndex {
  readonly fields: ReadonlyMap<string, SourceField>;
  readonly relationships: ReadonlyMap<string, SourceRelationship>;
}

function indexOf(object: SourceObject): ObjectIndex {
  const fields = new Map<string, SourceField>();
  const relationships = new Map<string, SourceRelationship>();
  for (const field of object.fields) {
    fields.set(field.name.toLowerCase(), field);
    if (field.relationship) relationships.set(field.relationship.name.toLowerCase(), field.relationship);
  }
  return { fields, relationships };
}
