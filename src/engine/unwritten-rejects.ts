import type { SourceRow } from '../connectors/connector.ts';
import type { LoadReject, RunCheckpoint } from '../hub/hub.ts';
import { findRows } from './find-rows.ts';
import type { OpenRunFiles } from './run-files.ts';
import type { ReadProgress } from './run-position.ts';

/**
 * What the hub rejected of the last batches of an attempt that died before it wrote it down. The rows stand in
 * the run file, or come again with the page that is read again.
 */
export interface UnwrittenRejects {
  /** Takes a row that comes again. */
  see(row: SourceRow): void;
  /** No more rows come: what is left is written without its row, so that no reason is lost. */
  settle(): void;
}

export const noUnwrittenRejects: UnwrittenRejects = { see: () => undefined, settle: () => undefined };

/** Writes those whose rows are in the run file. */
export async function recoverRejects(
  { rejects, sequence }: RunCheckpoint,
  { answered, layout, rowsLength: length }: ReadProgress,
  { dataDir, files }: { readonly dataDir: string; readonly files: OpenRunFiles },
): Promise<UnwrittenRejects> {
  const left = new Map<string, LoadReject>();
  for (const batch of rejects) {
    if (batch.sequence <= answered || batch.sequence > sequence) continue;
    for (const reject of batch.rejects) left.set(reject.crmId, reject);
  }
  if (left.size === 0) return noUnwrittenRejects;

  const { idColumn } = layout;
  const file = { dataDir, path: files.rows.path, length };
  const { columns, rows } = await findRows(file, new Set(left.keys()), idColumn);
  const write = ({ code, message, crmId }: LoadReject, row: SourceRow): void => {
    left.delete(crmId);
    files.rejects.add([{ code, reason: message, crmId, row }], columns);
  };
  const see = (row: SourceRow): void => {
    const reject = left.get(row[idColumn] ?? '');
    if (reject !== undefined) write(reject, row);
  };
  for (const row of rows.values()) see(row);
  return {
    see,
    settle() {
      for (const reject of left.values()) write(reject, []);
    },
  };
}
