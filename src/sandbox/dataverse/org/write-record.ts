/** What the platform checks before it stores a record that came over the API. */
import { ApiError, beyondSandbox } from '../http/api-error.ts';
import type { Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import type { Org } from './org.ts';
import type { StoredRow } from './row.ts';
import { isPair, withBothStates } from './state-and-status.ts';

type Values = Readonly<Record<string, Value>>;

/** @returns the record's id. @throws ApiError */
export function createRecord(org: Org, table: TableDefinition, values: Values): string {
  checkWritable(org, table);
  const id = values[table.primaryId];
  if (typeof id === 'string' && org.tableOf(table.logicalName).stored(id) !== undefined)
    throw new ApiError(412, '0x80040237', 'Cannot insert duplicate key.');
  check(org, table, values, null);
  return org.put(table, null, values);
}

/** @throws ApiError */
export function updateRecord(org: Org, table: TableDefinition, row: StoredRow, values: Values): void {
  checkWritable(org, table);
  check(org, table, values, row);
  org.put(table, row, values);
}

/** @throws ApiError */
export function deleteRecord(org: Org, table: TableDefinition, row: StoredRow): void {
  checkWritable(org, table);
  org.rules.takeLock(row.id);
  org.tableOf(table.logicalName).remove(row.id, org.nextVersion());
}

function checkWritable(org: Org, { isReadOnly, logicalName }: TableDefinition): void {
  if (org.tableOf(logicalName).source !== null) throw beyondSandbox('a change of a generated record');
  if (!isReadOnly) return;
  throw new ApiError(
    403,
    '0x80040220',
    `Principal user (Id=${org.userId}, type=8) is missing the privilege to write ${logicalName}.`,
  );
}

function check(org: Org, table: TableDefinition, values: Values, row: StoredRow | null): void {
  const get = (name: string): Value =>
    values[name] === undefined ? (row?.get(name) ?? null) : (values[name] ?? null);
  checkStates(table, withBothStates(table, values), row);
  checkKeys(org, table, get, row);
  org.rules.check(table.logicalName, get);
  if (row !== null) org.rules.takeLock(row.id);
}

function checkStates(table: TableDefinition, values: Values, row: StoredRow | null): void {
  const { statecode, statuscode } = values;
  if (statecode === undefined || statuscode === undefined || isPair(table, statecode, statuscode)) return;
  throw new ApiError(
    400,
    '0x80048408',
    `${String(statuscode)} is not a valid status code for state code ${table.logicalName}State.${String(statecode)} on ${table.logicalName} with Id ${row?.id ?? ''}.`,
  );
}

function checkKeys(
  org: Org,
  table: TableDefinition,
  get: (column: string) => Value,
  row: StoredRow | null,
): void {
  for (const { name, columns } of table.keys) {
    const taken = org
      .tableOf(table.logicalName)
      .withValues(columns, columns.map(get))
      .some((other) => other.id !== row?.id);
    if (!taken) continue;
    const labels = columns.map((column) => table.byName.get(column)?.label ?? column).join(', ');
    throw new ApiError(
      412,
      '0x80060892',
      `A record that has the attribute values ${labels} already exists. The entity key ${name} requires that this set of attributes contains unique values. Select unique values and try again.`,
    );
  }
}
