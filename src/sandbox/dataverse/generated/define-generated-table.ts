import { guidOf } from '../org/guid.ts';
import type { Org } from '../org/org.ts';
import type { RecordSource, Row } from '../org/row.ts';
import type { Value } from '../schema/column.ts';
import { generatedColumns } from './columns.ts';

/** Columns that every table has of itself. */
const ownColumns: ReadonlySet<string> = new Set(['createdon', 'modifiedon']);

export interface GeneratedTable {
  /** Logical name of a table that the org does not have yet, such as `acme_customer`. */
  readonly name: string;
  readonly rows: number;
}

/** Adds a table of any number of records to the org. They take no memory, and cannot be changed. */
export function defineGeneratedTable(org: Org, { name, rows }: GeneratedTable): void {
  const { objectTypeCode, primaryId } = org.define({
    logicalName: name,
    columns: generatedColumns
      .map(({ column }) => column)
      .filter((column) => !ownColumns.has(column.logicalName)),
  });
  org.useSource(name, sourceOf({ name, rows }, objectTypeCode, primaryId, `systemuser/${org.userId}`));
}

type ValueOf = (row: number) => Value;

function sourceOf(
  { name, rows }: GeneratedTable,
  objectTypeCode: number,
  primaryId: string,
  owner: string,
): RecordSource {
  const values = new Map<string, ValueOf>([
    [primaryId, (row) => guidOf(objectTypeCode, row + 1)],
    ['ownerid', () => owner],
    ['createdby', () => owner],
    ['modifiedby', () => owner],
    ['statecode', () => '0'],
    ['statuscode', () => '1'],
    ...generatedColumns.map(({ column, value }) => [column.logicalName, value] as const),
  ]);
  return {
    count: rows,
    at: (position): Row => ({
      id: guidOf(objectTypeCode, position + 1),
      table: name,
      // They have been there from the beginning: no delta tells of them.
      version: 1,
      get: (column) => values.get(column)?.(position) ?? null,
    }),
    find(id) {
      const position = Number.parseInt(id.slice(0, 8), 16) - 1;
      const isThere = position >= 0 && position < rows && guidOf(objectTypeCode, position + 1) === id;
      return isThere ? position : null;
    },
  };
}
