import type { Org } from '../org/org.ts';
import type { Row } from '../org/row.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import type { RowTest } from './compile-filter.ts';
import type { Place, RowOrder } from './order-rows.ts';

export interface Selection {
  readonly table: TableDefinition;
  readonly test: RowTest;
  readonly order: RowOrder;
}

export interface Page {
  readonly rows: readonly Row[];
  /** Where the next page begins; null where this is the last. */
  readonly next: Place | null;
}

/** Live: a record that comes or goes between two pages is in the second as it is then. */
export function selectPage(
  org: Org,
  { table, test, order }: Selection,
  after: Place | null,
  size: number,
): Page {
  const found: Row[] = [];
  const scanned = org
    .tableOf(table.logicalName)
    .scan(org.nowMs, order.isNatural ? (after?.id ?? null) : null);
  for (const row of scanned) {
    if (!test(row)) continue;
    if (!order.isNatural && after !== null && order.compare(order.placeOf(row), after) <= 0) continue;
    found.push(row);
    if (order.isNatural && found.length > size) break;
  }
  const sorted = order.isNatural ? found : sortRows(found, order);
  const rows = sorted.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: sorted.length > size && last !== undefined ? order.placeOf(last) : null };
}

function sortRows(rows: readonly Row[], order: RowOrder): Row[] {
  return rows
    .map((row) => ({ row, place: order.placeOf(row) }))
    .sort((a, b) => order.compare(a.place, b.place))
    .map(({ row }) => row);
}

/** As far as `most`: whoever asks knows no more. */
export function countRows(org: Org, table: TableDefinition, test: RowTest, most: number): number {
  let count = 0;
  for (const row of org.tableOf(table.logicalName).scan(org.nowMs)) {
    if (!test(row)) continue;
    count += 1;
    if (count >= most) break;
  }
  return count;
}
