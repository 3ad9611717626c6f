import { csvLine } from './csv-line.ts';

/** Rows as they stand in run files. */
export function csvBytes(rows: Iterable<readonly (string | null)[]>): Uint8Array {
  const csv = new CsvBytes();
  for (const row of rows) csv.add(row);
  return csv.head();
}

/** Grows by doubling, and is used again. */
const initialBytes = 64 * 1024;
/** A letter of a JavaScript text takes at most so many bytes of UTF-8. */
const mostBytesOfLetter = 3;

/**
 * Rows of CSV, written as the bytes that they are sent or kept as. One text of them all would be twice as large where a
 * single name is beyond Latin-1, and would be gone through again to become bytes.
 */
export class CsvBytes {
  #bytes = Buffer.allocUnsafeSlow(initialBytes);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** In the form of `csvLine`. */
  add(cells: readonly (string | null)[]): void {
    const line = csvLine(cells);
    const most = this.#length + line.length * mostBytesOfLetter;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, most));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(line, this.#length);
  }

  /** The first so many bytes of what was added, which stand until the next call of `clear`. */
  head(length = this.#length): Uint8Array {
    return this.#bytes.subarray(0, length);
  }

  /** Begins again, in the memory that is there. */
  clear(): void {
    this.#length = 0;
  }
}
