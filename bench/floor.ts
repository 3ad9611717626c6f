/**
 * The floor: what has to be done at least to get the rows from the CRM into a table. One thread, one thing after
 * the other: fetch a page, parse it, upsert it in batches. No run file, no mapping, no types, no matches, no
 * hashes, no checks, no resuming.
 */
import { inferSchema, initParser } from 'udsv';
import { measured } from './child.ts';
import { openFloorDatabase } from './floor-database.ts';
import { pagesOf } from './org-pages.ts';
import type { OrgAddress } from './org-pages.ts';

export interface FloorInput {
  readonly org: OrgAddress;
  readonly object: string;
  readonly columns: readonly string[];
  readonly pageRows: number;
  readonly databaseUrl: string;
}

export interface FloorOutput {
  readonly rows: number;
  readonly seconds: number;
}

const batchRows = 5_000;

measured(async (input: FloorInput): Promise<FloorOutput> => {
  const { org, object, columns, pageRows, databaseUrl } = input;
  const database = await openFloorDatabase(databaseUrl);
  const startedAt = performance.now();
  for await (const page of pagesOf(org, `SELECT ${columns.join(', ')} FROM ${object}`, pageRows)) {
    const rows = initParser(inferSchema(page)).stringArrs(page);
    for (let first = 0; first < rows.length; first += batchRows) {
      await database.upsert(JSON.stringify(rows.slice(first, first + batchRows)));
    }
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const rows = await database.count();
  await database.close();
  return { rows, seconds };
});
