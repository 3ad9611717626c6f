/**
 * The floor of a job that sends: the very same rows in batches of the same size, one after the other, each waited for
 * and its answer read. No hub, no mapping, no checks, no hashes, and nothing is noted.
 */
import { measured } from './child.ts';
import type { OrgAddress } from './org-pages.ts';
import { openOrgWrites } from './org-writes.ts';
import type { Cells, OrgWrites } from './org-writes.ts';
import { changedCells, changedRows, sentCells, sentColumns } from './sent-accounts.ts';

export interface OutboundFloorInput {
  readonly org: OrgAddress;
  readonly rows: number;
}

export interface OutboundFloorOutput {
  /** For all rows. */
  readonly seconds: number;
  /** For the few that changed. */
  readonly changedSeconds: number;
}

/** Above, the connector takes bulk jobs. */
const mostInCollections = 10_000;
/** As many as a run holds at once of rows that have so many values. */
const bulkRows = Math.ceil(80_000 / sentColumns.length);
/** So few rows of a batch go in collections also then. */
const fewRows = 2_000;
const collectionRows = 200;

measured(async ({ org, rows }: OutboundFloorInput): Promise<OutboundFloorOutput> => {
  const startedAt = performance.now();
  const writes = await openOrgWrites(org);
  const batchRows = rows > mostInCollections ? bulkRows : collectionRows;
  let written = 0;
  for (let first = 0; first < rows; first += batchRows) {
    const batch = Array.from({ length: Math.min(batchRows, rows - first) }, (_, index) =>
      sentCells(first + index),
    );
    written += batch.length > fewRows ? await writes.bulk(batch) : await inCollections(writes, batch);
  }
  const changedAt = performance.now();
  const changed = changedRows(rows);
  written += await inCollections(writes, changed.map(changedCells));
  const endedAt = performance.now();
  if (written !== rows + changed.length) throw new Error('The org did not take all rows of the floor');
  return { seconds: (changedAt - startedAt) / 1_000, changedSeconds: (endedAt - changedAt) / 1_000 };
});

async function inCollections(writes: OrgWrites, rows: readonly Cells[]): Promise<number> {
  let written = 0;
  for (let first = 0; first < rows.length; first += collectionRows) {
    written += await writes.collection(rows.slice(first, first + collectionRows));
  }
  return written;
}
