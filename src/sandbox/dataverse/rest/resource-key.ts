/** What stands in the parentheses of `accounts(…)`: an id, or the values of an alternate key. */
import { ApiError, badQuery, noSuchRecord } from '../http/api-error.ts';
import { readGuid } from '../org/guid.ts';
import type { Org } from '../org/org.ts';
import type { StoredRow } from '../org/row.ts';
import { lookupTypes, numberTypes, propertyName, textTypes } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';

export type ResourceKey =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'alternate'; readonly values: Readonly<Record<string, Value>> };

const pair = /\s*(\w+)\s*=\s*('(?:[^']|'')*'|[^,']+?)\s*(?:,|$)/y;

/** @throws ApiError */
export function parseKey(text: string, table: TableDefinition): ResourceKey {
  const id = readGuid(text);
  if (id !== null) return { kind: 'id', id };
  const given = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    pair.lastIndex = at;
    const match = pair.exec(text);
    if (match === null) throw badQuery(`Bad Request - Error in query syntax: '(${text})'.`);
    given.set(match[1] ?? '', match[2] ?? '');
    at = pair.lastIndex;
  }
  const own = given.get(table.primaryId);
  const ownId = given.size === 1 && own !== undefined ? readGuid(own) : null;
  if (ownId !== null) return { kind: 'id', id: ownId };
  return { kind: 'alternate', values: valuesOf(given, table) };
}

function valuesOf(given: ReadonlyMap<string, string>, table: TableDefinition): Record<string, Value> {
  const columns = [...given.keys()].map((name) =>
    table.columns.find((column) => propertyName(column) === name || column.logicalName === name),
  );
  const names = columns.map((column) => column?.logicalName ?? '').sort();
  const isKey = table.keys.some((key) => [...key.columns].sort().join() === names.join());
  if (!isKey) {
    throw new ApiError(
      400,
      '0x80060891',
      `The specified key attributes are not a defined key for the ${table.logicalName} entity`,
    );
  }
  return Object.fromEntries(
    [...given.values()].map((literal, index) => {
      const column = columns[index];
      if (column === undefined) throw new Error('A key has no such column.');
      return [column.logicalName, valueOf(column, literal)];
    }),
  );
}

function valueOf(column: Column, literal: string): Value {
  const isQuoted = literal.startsWith("'");
  if (textTypes.has(column.type) && isQuoted) return literal.slice(1, -1).replaceAll("''", "'");
  const id = readGuid(literal);
  const [target] = column.targets;
  if (lookupTypes.has(column.type) && id !== null && target !== undefined) return `${target.table}/${id}`;
  if (column.type === 'uniqueidentifier' && id !== null) return id;
  if (!isQuoted && (numberTypes.has(column.type) || /^[\w:.-]+$/.test(literal))) return literal;
  throw badQuery(`The value ${literal} is none of the key's column '${column.logicalName}'.`);
}

/** The record that a key leads to, or null. */
export function findByKey(org: Org, table: TableDefinition, key: ResourceKey): StoredRow | null {
  const records = org.tableOf(table.logicalName);
  if (key.kind === 'id') return records.stored(key.id) ?? null;
  const [found] = records.withValues(Object.keys(key.values), Object.values(key.values));
  return found ?? null;
}

/** As the service says that there is none. */
export function noRecordAt(table: TableDefinition, key: ResourceKey): ApiError {
  if (key.kind === 'id') return noSuchRecord(table.logicalName, key.id);
  return new ApiError(
    404,
    '0x80060891',
    `A record with the specified key values does not exist in ${table.logicalName} entity`,
  );
}
