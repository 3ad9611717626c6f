/** The order of a result, and where in it a page begins. */
import { badQuery } from '../http/api-error.ts';
import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import type { Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { columnOfTable } from './column-path.ts';
import { orderOf } from './compare.ts';
import type { OrderItem } from './parse-expand.ts';

/** The last row of a page: the next one begins behind it. */
export interface Place {
  readonly id: string;
  /** Of the columns that the result is ordered by. */
  readonly values: readonly Value[];
}

export interface RowOrder {
  /** Rows come in this order anyway: by their ids or, of generated ones, by their stamps. */
  readonly isNatural: boolean;
  placeOf(row: Row): Place;
  compare(a: Place, b: Place): number;
}

/** Rows of one value are in the order of their ids. @throws ApiError */
export function rowOrder(org: Org, table: TableDefinition, items: readonly OrderItem[]): RowOrder {
  const columns = items.map(({ name, isDescending }) => {
    if (name.includes('/'))
      throw badQuery(`The query option '$orderby' takes columns of the table, not '${name}'.`);
    const column = columnOfTable(table, name);
    return { column, order: orderOf(column), sign: isDescending ? -1 : 1 };
  });
  const isGenerated = org.tableOf(table.logicalName).source !== null;
  const natural = new Set(isGenerated ? [table.primaryId, 'modifiedon'] : [table.primaryId]);
  const [first] = items;
  return {
    isNatural:
      first === undefined ||
      (items.every(({ name, isDescending }) => natural.has(name) && !isDescending) &&
        (items.length === 1 || first.name === 'modifiedon')),
    placeOf: (row) => ({ id: row.id, values: columns.map(({ column }) => org.read(row, column)) }),
    compare(a, b) {
      for (const [index, { order, sign }] of columns.entries()) {
        const compared = compareValues(a.values[index] ?? null, b.values[index] ?? null, order) * sign;
        if (compared !== 0) return compared;
      }
      if (a.id === b.id) return 0;
      return a.id < b.id ? -1 : 1;
    },
  };
}

/** Without a value come first. */
function compareValues(
  a: Value,
  b: Value,
  order: (a: string | boolean, b: string | boolean) => number,
): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return order(a, b);
}
