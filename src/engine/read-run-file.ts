/** Reads the rows of a run file again, as the CRM gave them. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Read, ReadBatch } from '../connectors/connector.ts';
import { CsvCells, CsvSpaces } from '../connectors/csv-cells.ts';
import { FatalError } from '../domain/errors.ts';

export interface RunFileToRead {
  readonly dataDir: string;
  /** Below DATA_DIR. */
  readonly path: string;
  /** Of what the run wrote of it. */
  readonly length: number;
}

export interface RunFileReading
  extends RunFileToRead, Pick<Read, 'idColumn' | 'stampColumn' | 'expectedRows'> {
  /** Rows at the beginning that are passed over. */
  readonly from: number;
}

/** Rows of a batch, which is a page too: where it begins is told by the number of the rows before. */
const batchRows = 5_000;
const chunkBytes = 128 * 1024;
const lineEnd = 0x0a;

export async function openRunFileRead(reading: RunFileReading): Promise<Read> {
  const { idColumn, stampColumn, expectedRows, from } = reading;
  const chunks = bytesOf(reading);
  const { columns, rest } = await readHeader(chunks);
  return {
    columns,
    idColumn,
    stampColumn,
    expectedRows,
    method: 'run file',
    batches: batchesOf(chunks, { rest, from, columns: columns.length }),
  };
}

async function* batchesOf(
  chunks: AsyncGenerator<Buffer, void>,
  { rest, from, columns }: { readonly rest: Uint8Array; readonly from: number; readonly columns: number },
): AsyncGenerator<ReadBatch, void> {
  const cells = new CsvCells(columns, from, new CsvSpaces());
  let begins = from;
  const take = (): Pick<ReadBatch, 'rows' | 'csv' | 'page'> => ({
    rows: cells.take().rows,
    csv: null,
    page: { row: begins },
  });
  try {
    cells.add(rest);
    for await (const chunk of chunks) {
      cells.add(chunk);
      if (cells.rows < batchRows) continue;
      const batch = take();
      begins += batch.rows.length;
      yield { ...batch, next: { row: begins } };
    }
    yield { ...take(), next: 'end' };
  } finally {
    await chunks.return();
  }
}

async function* bytesOf({ dataDir, path, length }: RunFileToRead): AsyncGenerator<Buffer, void> {
  const file = createReadStream(join(dataDir, path), { end: Math.max(length - 1, 0) });
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // What goes wrong with the file comes out of the loop.
  pipeline(file, gunzip, () => undefined);
  for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
}

/** A header is written by us: each name in quotes, and no quotes or line ends in them. */
async function readHeader(
  chunks: AsyncGenerator<Buffer, void>,
): Promise<{ readonly columns: readonly string[]; readonly rest: Uint8Array }> {
  let read: Buffer = Buffer.alloc(0);
  for (;;) {
    const step = await chunks.next();
    if (step.done === true) {
      throw new FatalError('The file with the rows of this run has no header. Run the job again.', {
        code: 'run_file_broken',
      });
    }
    read = Buffer.concat([read, step.value]);
    const end = read.indexOf(lineEnd);
    if (end < 0) continue;
    const columns = read.toString('utf8', 1, end - 1).split('","');
    return { columns, rest: read.subarray(end + 1) };
  }
}
