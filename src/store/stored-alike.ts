import { isDeepStrictEqual } from 'node:util';

/** Whether two values come back from the database as the same: properties that are undefined do not come back. */
export function isStoredAlike(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(asStored(one), asStored(other));
}

function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}
