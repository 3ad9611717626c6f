import type { SourceField, SourceObject } from '../source-schema.ts';

/** The fields by which records of an object can be found: its id first, then external ids and keys as they stand. */
export function matchFields({ fields }: SourceObject): SourceField[] {
  const ids = fields.filter(isId);
  return [...ids.slice(0, 1), ...fields.filter((field) => !isId(field) && isMatchable(field))];
}

export const isMatchable = (field: SourceField): boolean => isId(field) || field.externalId;
export const isId = ({ type }: SourceField): boolean => type === 'id';

/**
 * Whether records can be made that are found by this field. Each is sent again where nobody knows whether the CRM took
 * it: without an id that Crosswalk chose, or a key in the record itself, that would make it twice.
 */
export function canCreateBy(field: SourceField): boolean {
  return !isId(field) || field.createable;
}
