/** From a table over lookups to a column. */
import { badQuery, noSuchProperty } from '../http/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import { lookupTypes, propertyName, referenceOf } from '../schema/column.ts';
import type { Column, Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import type { Path } from './condition.ts';

export interface ResolvedPath {
  readonly column: Column;
  read(row: Row): Value;
}

/** The service joins no more tables than this in one query. */
const maxJoins = 10;

/** A column by the name that queries have for it. @throws ApiError */
export function columnOfTable(table: TableDefinition, name: string): Column {
  const lookupName = /^_(\w+)_value$/.exec(name)?.[1];
  const column = table.byName.get(lookupName ?? name);
  if (column === undefined || !column.readable || propertyName(column) !== name)
    throw noSuchProperty(name, table.logicalName);
  return column;
}

/** A column by its logical name, as query functions name it. @throws ApiError */
export function columnOfFunction(table: TableDefinition, name: string): Column {
  const column = table.byName.get(/^_(\w+)_value$/.exec(name)?.[1] ?? name);
  if (column === undefined || !column.readable) {
    throw badQuery(`'${table.logicalName}' entity doesn't contain attribute with Name = '${name}'.`);
  }
  return column;
}

/** @throws ApiError */
export function resolvePath(org: Org, table: TableDefinition, path: Path): ResolvedPath {
  const [name, ...rest] = path;
  const [next, ...others] = rest;
  if (path.length > maxJoins) throw badQuery(`A query may join ${maxJoins} tables.`);
  if (next === undefined) {
    const column = columnOfTable(table, name);
    return { column, read: (row) => org.read(row, column) };
  }
  const { column: lookup, target } = navigate(org, table, name);
  const below = resolvePath(org, target, [next, ...others]);
  return {
    column: below.column,
    read(row) {
      const reference = referenceOf(org.read(row, lookup));
      const found = reference?.table === target.logicalName ? org.follow(reference) : null;
      return found === null ? null : below.read(found);
    },
  };
}

/** Where a navigation property leads. @throws ApiError */
export function navigate(
  org: Org,
  table: TableDefinition,
  name: string,
): { readonly column: Column; readonly target: TableDefinition } {
  const found = table.byNavigation.get(name);
  if (found === undefined || !lookupTypes.has(found.column.type))
    throw noSuchProperty(name, table.logicalName);
  // An owner is a principal, of which the service knows the id and nothing else.
  if (found.column.type === 'owner')
    throw badQuery(
      `Could not find a property of '${name}' on type 'Microsoft.Dynamics.CRM.principal': use owninguser or owningteam.`,
    );
  const target = org.schema.find(found.table);
  if (target === undefined) throw noSuchProperty(name, table.logicalName);
  return { column: found.column, target };
}
