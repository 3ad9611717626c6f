/** Results of the bulk jobs of an earlier attempt, which died before it had them. */
import type { WriteResult } from '../writing.ts';
import type { BulkWrite } from './bulk-write.ts';
import { readIngestResults } from './ingest-results.ts';
import { csvRecord } from './record-text.ts';
import type { Sending } from './record-text.ts';
import type { LaidField } from './write-layout.ts';

export interface RecoveredWrite {
  /** What became of a row that was sent just as it is now; null where it has to be sent. */
  take(sending: Sending): WriteResult | null;
  /** Those that Salesforce still has. */
  readonly jobs: readonly string[];
}

interface RecoveredJob {
  /** null where the columns are not those of the rows to come, so that nothing can be said of them. */
  readonly fields: readonly LaidField[] | null;
  readonly isUpdate: boolean;
  readonly results: ReadonlyMap<string, WriteResult>;
}

export async function recoverWrite(bulk: BulkWrite, jobs: readonly string[]): Promise<RecoveredWrite> {
  const { ingest, layout, signal } = bulk;
  const found: RecoveredJob[] = [];
  const there: string[] = [];
  for (const job of jobs) {
    const state = (await ingest.look(job))?.state;
    if (state === undefined) continue;
    // Its rows were never handed over as a whole: it does nothing by itself.
    if (state === 'Open') await ingest.abort(job);
    else {
      await ingest.ended(job, signal);
      found.push(await readJob(bulk, job));
    }
    there.push(job);
  }
  return {
    jobs: there,
    take(sending) {
      for (const { fields, isUpdate, results } of found) {
        if (fields === null || isUpdate !== (sending.id !== null)) continue;
        const result = results.get(contentOf(csvRecord(sending, fields, layout.clears)));
        if (result !== undefined) return result;
      }
      return null;
    },
  };
}

async function readJob(bulk: BulkWrite, job: string): Promise<RecoveredJob> {
  const { layout } = bulk;
  let names: readonly string[] = [];
  const rows = await readIngestResults(bulk, job, (columns) => {
    names = columns;
    return (valueOf) => contentOf(columns.map((_, column) => valueOf(column)));
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
  };
}

function contentOf(cells: readonly string[]): string {
  return cells.join('\0');
}
