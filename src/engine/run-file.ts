import { awaitedLater } from '../domain/awaited-later.ts';
import { csvBytes } from '../domain/csv-bytes.ts';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { openAppendFile } from './append-file.ts';
import type { AppendFile } from './append-file.ts';
import type { SourceRow } from '../connectors/connector.ts';

/**
 * The rows that a run read, as gzipped CSV: one gzip member for the header and one for each page, which together
 * are one gzip file. After a crash it is cut back to where a page begins and goes on from there.
 */
export interface RunFile {
  /** Below DATA_DIR. */
  readonly path: string;
  /** Where the page under way begins, counted from the start of the file. */
  readonly pageStart: Promise<number>;
  /** Begins a new file. */
  addHeader(columns: readonly string[]): Promise<void>;
  /** Adds a piece of the page as it came. Resolves when it is compressed, so that its memory may be used again. */
  addCsv(csv: Uint8Array): Promise<void>;
  addRows(rows: Iterable<SourceRow>): Promise<void>;
  /** Resolves with the length of the file once the page is in it. The next page may be begun before. */
  endPage(): Promise<number>;
  /** Ends the page under way, so that what is there is a whole file. */
  close(): Promise<void>;
}

export interface RunFileOptions {
  readonly dataDir: string;
  readonly path: string;
  /** Length to go on from; 0 = a new file. */
  readonly length: number;
}

/**
 * The fastest level takes a third of the bytes for a quarter of the time that the usual one takes; the usual one
 * would be slower than everything else in a run.
 */
const level = constants.Z_BEST_SPEED;
/** Each piece of output is a turn through the thread pool. */
const outputBytes = 128 * 1024;

export function openRunFile({ dataDir, path, length }: RunFileOptions): RunFile {
  const file = openAppendFile(dataDir, path, length);
  let page: Member | null = null;
  /** Members follow each other: one is written when the one before it is. */
  let written: Promise<number> = Promise.resolve(length);

  function begin(): Member {
    page ??= startMember(file, written);
    return page;
  }

  function end(): Promise<number> {
    if (page !== null) written = awaitedLater(page.end());
    page = null;
    return written;
  }

  const addCsv = async (csv: Uint8Array): Promise<void> => {
    if (csv.length > 0) await begin().add(csv);
  };
  const addRows = (rows: Iterable<SourceRow>): Promise<void> => addCsv(csvBytes(rows));
  return {
    path,
    get pageStart() {
      return page === null ? written : page.start;
    },
    addCsv,
    addRows,
    async addHeader(columns) {
      await addRows([columns]);
      await end();
    },
    endPage: end,
    async close() {
      try {
        await end();
      } finally {
        file.close();
      }
    },
  };
}

interface Member {
  readonly start: Promise<number>;
  add(bytes: Uint8Array): Promise<void>;
  end(): Promise<number>;
}

/** @param before resolves when the file is written up to where this member begins */
function startMember(file: AppendFile, before: Promise<number>): Member {
  const settings = { level, chunkSize: outputBytes };
  const gzip = createGzip(settings);
  const ended = awaitedLater(
    pipeline(gzip, async (compressed: AsyncIterable<Uint8Array>) => {
      await before;
      for await (const bytes of compressed) file.append(bytes);
    }),
  );
  return {
    start: before,
    async add(bytes) {
      if (gzip.destroyed) await ended;
      const consumed = new Promise<void>((resolve) => {
        gzip.write(bytes, () => resolve());
      });
      await Promise.race([consumed, ended]);
    },
    async end() {
      gzip.end();
      await ended;
      return file.length;
    },
  };
}
