/** Results of the bulk jobs of an earlier attempt, which died before it had kept them. */
import type { WriteResult } from '../writing.ts';
import type { BulkWrite } from './bulk-write.ts';
import { unlessAborted } from './collection-write.ts';
import { readIngestResults } from './ingest-results.ts';
import { recordKey, resultKey } from './record-key.ts';
import { csvRecord } from './record-text.ts';
import type { Sending } from './record-text.ts';
import type { LaidField } from './write-layout.ts';

export interface RecoveredWrite {
  /** What became of a row that was sent just as it is now; null where it has to be sent. To be asked in their order. */
  take(sending: Sending): WriteResult | null;
  /** Those that Salesforce still has. */
  readonly jobs: readonly string[];
}

interface RecoveredJob {
  /** null where the columns are not those of the rows to come, so that nothing can be said of them. */
  readonly fields: readonly LaidField[] | null;
  readonly isUpdate: boolean;
  /** By all that was sent of the row. */
  readonly results: ReadonlyMap<string, WriteResult>;
  /** Of which it has results. */
  readonly records: ReadonlySet<string>;
}

/**
 * Waits for jobs that are at work still, so that what they write does not come after what is sent now; where the run is
 * given up they are aborted, and tell what they got to.
 *
 * @param jobs in the order in which they write
 */
export async function recoverWrite(bulk: BulkWrite, jobs: readonly string[]): Promise<RecoveredWrite> {
  const { ingest, layout, signal } = bulk;
  /** The last one first. */
  const found: RecoveredJob[] = [];
  const there: string[] = [];
  for (const job of jobs) {
    const state = (await ingest.look(job))?.state;
    if (state === undefined) continue;
    there.push(job);
    ingest.adopt(job);
    // Its rows were never handed over as a whole: it does nothing by itself.
    if (state === 'Open') await ingest.abort(job);
    else {
      if ((await unlessAborted(signal, () => ingest.ended(job, signal))) === null) await ingest.abort(job);
      found.unshift(await readJob(bulk, job));
    }
  }
  /** They were sent anew: what comes of them later has to be sent after that, too. */
  const sentAnew = new Set<string>();
  return {
    jobs: there,
    take(sending) {
      const record = recordKey(sending, layout);
      if (!sentAnew.has(record)) {
        for (const { fields, isUpdate, results, records } of found) {
          if (fields === null || isUpdate !== (sending.id !== null)) continue;
          const result = results.get(contentOf(csvRecord(sending, fields, layout.clears)));
          if (result !== undefined) return result;
          // Another row has written the record since.
          if (records.has(record)) break;
        }
      }
      sentAnew.add(record);
      return null;
    },
  };
}

async function readJob(bulk: BulkWrite, job: string): Promise<RecoveredJob> {
  const { layout } = bulk;
  let names: readonly string[] = [];
  const records = new Set<string>();
  const rows = await readIngestResults(bulk, job, (columns) => {
    names = columns;
    const recordOf = resultKey(layout, columns.includes('Id'))(columns);
    return (valueOf) => {
      records.add(recordOf(valueOf));
      return contentOf(columns.map((_, column) => valueOf(column)));
    };
  });
  const byName = new Map(layout.fields.map((field) => [field.name, field]));
  const written = names.filter((name) => name !== 'Id');
  const fields = written.flatMap((name) => byName.get(name) ?? []);
  const results = new Map<string, WriteResult>();
  for (const { key, answer } of rows) if (answer.kind === 'done') results.set(key, answer.result);
  return {
    fields: fields.length === written.length ? fields : null,
    isUpdate: names.includes('Id'),
    results,
    records,
  };
}

function contentOf(cells: readonly string[]): string {
  return cells.join('\0');
}
