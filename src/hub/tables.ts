/** Names of the hub's tables, in one place. Views are named after their objects. */
import { hubObjects } from '../domain/hub-object.ts';
import type { HubObjectName } from '../domain/hub-object.ts';

export function recordsTable(object: HubObjectName): string {
  return `${object}_records`;
}

/** `prefix.account_id = other.k1 AND …`: records have their keys by name, a staged row by number. */
export function keysMatch(object: HubObjectName, records: string, staged: string): string {
  return hubObjects[object].keys
    .map((key, index) => `${records}.${key} = ${staged}.${stagedKey(index)}`)
    .join(' AND ');
}

export function stagedKey(index: number): string {
  return `k${index + 1}`;
}
