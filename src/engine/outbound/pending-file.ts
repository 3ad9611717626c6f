/** Rows that are to be sent once somebody has approved it, just as they were rehearsed. One line of JSON a row. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { zeroCounts } from '../../domain/run.ts';
import type { Run } from '../../domain/run.ts';
import { hasLength, removeFile } from '../append-file.ts';
import { filePath } from '../attempt-files.ts';
import { openRunFile } from '../run-file.ts';
import type { ToSend } from './judge.ts';
import type { OutboundBatch } from './batch.ts';
import { createHeldRows } from './held-rows.ts';

export interface PendingFile {
  add(rows: readonly ToSend[]): Promise<void>;
  /** @returns the length of the file */
  close(): Promise<number>;
}

interface Place {
  readonly dataDir: string;
  readonly run: Run;
}

/** Begins a new file. */
export function openPendingFile({ dataDir, run }: Place): PendingFile {
  const file = openRunFile({ dataDir, path: pathOf(run), length: 0 });
  return {
    add: (rows) => file.addCsv(Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))),
    async close() {
      const length = await file.endPage();
      await file.close();
      return length;
    },
  };
}

/** @param after the record behind which it begins; null = with the first one */
export async function* pendingBatches(
  { dataDir, run }: Place,
  {
    length,
    after,
    batchRows,
  }: { readonly length: number; readonly after: number | null; readonly batchRows: number },
): AsyncGenerator<OutboundBatch, void> {
  if (length === 0) return;
  const gunzip = createGunzip();
  // What goes wrong with the file comes out of the loop.
  pipeline(createReadStream(join(dataDir, pathOf(run)), { end: length - 1 }), gunzip, () => undefined);
  let batch: ToSend[] = [];
  const held = createHeldRows(batchRows);
  for await (const line of linesOf(gunzip)) {
    const row = JSON.parse(line) as ToSend;
    if (after !== null && row.record.recordId <= after) continue;
    batch.push(row);
    held.add(row.row);
    if (!held.isFull) continue;
    yield batchOf(batch);
    batch = [];
    held.clear();
  }
  if (batch.length > 0) yield batchOf(batch);
}

function batchOf(toSend: readonly ToSend[]): OutboundBatch {
  const last = toSend.at(-1)?.record.recordId ?? 0;
  return { toSend, adopted: [], counts: zeroCounts, rejects: [], last };
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let begins = 0;
    for (let end = rest.indexOf(lineEnd); end >= 0; end = rest.indexOf(lineEnd, begins)) {
      yield rest.toString('utf8', begins, end);
      begins = end + 1;
    }
    rest = rest.subarray(begins);
  }
}

const lineEnd = 0x0a;

export function hasPending({ dataDir, run }: Place, length: number): boolean {
  return length === 0 || hasLength(dataDir, pathOf(run), length);
}

export function forgetPending({ dataDir, run }: Place): void {
  removeFile(dataDir, pathOf(run));
}

function pathOf(run: Run): string {
  return filePath(run, 'pending');
}
