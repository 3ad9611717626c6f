import type { Read, ReadBatch } from '../connectors/connector.ts';
import type { SourceRows } from '../connectors/source-rows.ts';
import type { CompiledMapping } from '../domain/mapping/compile.ts';
import type { LoadReject } from '../hub/hub.ts';
import type { Loader, LoaderOptions } from './loader.ts';
import { mapBatch, useAgain } from './map-batch.ts';
import type { MappedBatch } from './map-batch.ts';
import type { OpenRunFiles } from './run-files.ts';
import { layoutOf } from './run-position.ts';
import type { ReadProgress } from './run-position.ts';
import { isLeftOpen } from './stop.ts';
import type { Stop } from './stop.ts';
import type { UnwrittenRejects } from './unwritten-rejects.ts';

export interface RowsReading {
  readonly read: Read;
  /** Rows at the beginning that an earlier attempt loaded: they come again and are passed over. */
  readonly rowsToSkip: number;
  /** An earlier attempt began the read. */
  readonly isResumed: boolean;
  /** Rejects of rows among those. */
  readonly unwritten: UnwrittenRejects;
  readonly expectedRows: number;
  readonly mapping: CompiledMapping;
  readonly files: OpenRunFiles;
  readonly loader: Loader;
  readonly positionAt: LoaderOptions['positionAt'];
  readonly stop: Stop;
}

export interface RowsRead {
  readonly progress: ReadProgress;
  /** Why the first row was rejected that the mapping rejected; names no value. */
  readonly firstReason: string | null;
}

/**
 * Reads, files, maps and hands on, a batch at a time, until the last one is in the hub. While one batch is
 * mapped, earlier ones are loaded and the next page is on its way.
 */
export async function readRows(reading: RowsReading): Promise<RowsRead> {
  const { read, files, loader, stop, unwritten, mapping, expectedRows } = reading;
  const { columns, idColumn, stampColumn } = read;
  const layout = layoutOf(read);
  let toSkip = reading.rowsToSkip;
  let rowsOfPage = 0;
  let firstReason: string | null = null;

  function progressAt(place: Pick<ReadProgress, 'page' | 'rowsOfPage'>, rowsLength: number): ReadProgress {
    // Taken together: what is answered is what has its rejects in so much of the file.
    const { length: rejectsLength } = files.rejects;
    return { ...place, layout, expectedRows, rowsLength, rejectsLength, answered: loader.answered };
  }

  /** @returns the index of the first row that is not known yet */
  function passOver(rows: SourceRows): number {
    const known = Math.min(toSkip, rows.length);
    if (known === 0) return 0;
    toSkip -= known;
    for (let index = 0; index < known; index += 1) unwritten.see(rows.at(index));
    if (toSkip === 0) unwritten.settle();
    return known;
  }

  function writeRejected({ source, from }: MappedBatch, rejects: readonly LoadReject[]): void {
    if (rejects.length === 0) return;
    const indexes = new Map(rejects.map(({ crmId }) => [crmId, -1]));
    for (let index = from; index < source.length; index += 1) {
      const crmId = source.cellsAt(index).text(idColumn) ?? '';
      if (indexes.has(crmId)) indexes.set(crmId, index);
    }
    const known = rejects.map(({ code, message, crmId }) => {
      const index = indexes.get(crmId) ?? -1;
      return { code, reason: message, crmId, row: index < 0 ? [] : source.at(index) };
    });
    files.rejects.add(known, columns);
  }

  async function take({ rows, csv, page, next }: ReadBatch): Promise<void> {
    const filing = csv === null ? files.rows.addRows(rows) : files.rows.addCsv(csv);
    const from = passOver(rows);
    const batch = mapBatch(rows, { mapping, idColumn, stampColumn, from });
    await filing;
    firstReason ??= batch.rejects[0]?.reason ?? null;
    rowsOfPage += rows.length;
    const place = next === null ? { page, rowsOfPage } : { page: next, rowsOfPage: 0 };
    const beginsAt = next === null ? files.rows.pageStart : files.rows.endPage();
    if (next !== null) rowsOfPage = 0;
    if (from === rows.length) return rows.release();
    await loader.load({
      batch,
      async progress() {
        const rowsLength = await beginsAt;
        files.rejects.add(batch.rejects, columns);
        return progressAt(place, rowsLength);
      },
      loaded(rejects, memory) {
        writeRejected(batch, rejects);
        rows.release();
        useAgain(memory);
      },
    });
  }

  if (toSkip === 0) unwritten.settle();
  if (read.begun !== undefined && !reading.isResumed) {
    const begun = progressAt({ page: read.begun, rowsOfPage: 0 }, await files.rows.pageStart);
    await loader.bookmark(reading.positionAt(begun));
  }
  const batches = read.batches[Symbol.asyncIterator]();
  try {
    for (;;) {
      stop.check();
      const step = await batches.next();
      if (step.done === true) break;
      stop.check();
      await take(step.value);
      if (step.value.next === 'end') break;
    }
    await loader.drain();
  } catch (error) {
    // Somebody may go on with the read, which ends for good when its batches are closed.
    if (!isLeftOpen(error)) await batches.return?.();
    throw error;
  }
  // Not before everything is in the hub: until then a crash has to be able to read the last page again.
  await batches.return?.();
  const rowsLength = await files.rows.endPage();
  return { progress: progressAt({ page: 'end', rowsOfPage: 0 }, rowsLength), firstReason };
}
