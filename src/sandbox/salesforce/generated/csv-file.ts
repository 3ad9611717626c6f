import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is written at once. */
const writeBytes = 1024 * 1024;
/** More than any line takes: none is cut at the buffer's end. */
const maxLineBytes = 16 * 1024;

/** Lines of CSV in a file without a name, made once, so that serving any stretch of them costs one read. */
export interface CsvFile {
  /** The bytes of the lines from `first` up to but without `end`. */
  lines(first: number, end: number): Uint8Array;
  close(): void;
}

/** @param line gives a line, "\n" included. Lines are made in order, when one of them or a later one is asked for. */
export function createCsvFile(count: number, line: (index: number) => string): CsvFile {
  const file = openNameless();
  /** Where each line begins and the one before it ends. */
  const offsets = new Float64Array(count + 1);
  const buffer = Buffer.allocUnsafe(writeBytes);
  let made = 0;

  const makeUpTo = (end: number): void => {
    let written = offsets[made] ?? 0;
    let filled = 0;
    const flush = (): void => {
      writeSync(file, buffer, 0, filled, written);
      written += filled;
      filled = 0;
    };
    for (; made < end; made += 1) {
      if (filled > writeBytes - maxLineBytes) flush();
      filled += buffer.write(line(made), filled);
      offsets[made + 1] = written + filled;
    }
    flush();
  };

  return {
    lines(first, end) {
      if (end > made) makeUpTo(end);
      const from = offsets[first] ?? 0;
      const bytes = Buffer.allocUnsafe((offsets[end] ?? from) - from);
      const read = readSync(file, bytes, 0, bytes.length, from);
      if (read !== bytes.length) throw new Error(`The file of generated lines ends before line ${end}`);
      return bytes;
    },
    close() {
      closeSync(file);
    },
  };
}

/** Only the descriptor leads to it: the file goes with the process, however that ends. */
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-sandbox-'));
  try {
    return openSync(join(folder, 'rows.csv'), 'w+');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
