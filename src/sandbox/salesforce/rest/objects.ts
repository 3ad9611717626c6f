import { ApiError, notFound } from '../http/api-error.ts';
import type { Org } from '../org/org.ts';
import type { FieldDefinition } from '../schema/field-definition.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';

/** The object that an address names. */
export function objectOf(org: Org, name: string | undefined): ObjectDefinition {
  const object = org.schema.find(name ?? '');
  if (object === undefined || object.keyPrefix === null) throw notFound();
  return object;
}

/** The external id (or the id itself) that an address names. */
export function externalIdOf(object: ObjectDefinition, name: string | undefined): FieldDefinition {
  const field = object.byName.get((name ?? '').toLowerCase());
  if (field === undefined || !field.idLookup) {
    throw new ApiError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${name ?? ''}`,
    );
  }
  return field;
}
