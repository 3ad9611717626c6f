import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { SourceRow } from '../connectors/connector.ts';
import { createRowSplitter } from './row-splitter.ts';

export interface FoundRows {
  readonly columns: readonly string[];
  /** By CRM id. */
  readonly rows: ReadonlyMap<string, SourceRow>;
}

/** Looks for records in the first `length` bytes of a run file. */
export async function findRows(
  file: { readonly dataDir: string; readonly path: string; readonly length: number },
  ids: ReadonlySet<string>,
  idColumn: number,
): Promise<FoundRows> {
  const rows = new Map<string, SourceRow>();
  const splitter = createRowSplitter((row) => {
    const id = row[idColumn] ?? '';
    if (ids.has(id)) rows.set(id, row);
  });
  const bytes = createReadStream(join(file.dataDir, file.path), { end: file.length - 1 });
  await pipeline(bytes, createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) splitter.add(chunk);
  });
  splitter.end();
  return { columns: splitter.columns, rows };
}
