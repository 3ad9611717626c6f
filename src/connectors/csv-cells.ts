/**
 * Splits CSV into cells where its bytes lie. Most values of a bulk result go into the hub and into the run file as
 * they came, so that a string for each, which is all that a CSV parser gives, would be made to be written again: with
 * udsv, the fastest of them, that took two thirds of a run's own time. See docs/decisions/bulk-csv.md.
 *
 * The form is RFC 4180 with "\n" between rows, as is asked for: values in quotes or without, quotes in them doubled.
 */
import { RetryableError } from '../domain/errors.ts';
import { maxBatchesInFlight } from '../domain/run.ts';
import type { RowCells, SourceCells } from '../domain/mapping/row-cells.ts';
import type { SourceRows } from './source-rows.ts';

/** What a cell has in it, as bits that are gathered byte by byte. */
const plain = 0;
/** A control character or a backslash: no JSON text as it stands. */
const unusual = 1;
const beyondAscii = 2;
/** Doubled quotes. */
const quotes = 4;
const flagBits = 3;
const flagsMask = (1 << flagBits) - 1;
/** Numbers kept of each cell: where it begins, and its length with its flags. */
const stride = 2;

const [quote, comma, lineEnd, backslash] = [...Buffer.from('",\n\\')] as [number, number, number, number];
const firstPrintable = 0x20;
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte > 0x7f) return beyondAscii;
  return byte < firstPrintable || byte === backslash ? unusual : plain;
});

/** Rows to begin with; it grows. */
const initialRows = 512;
const initialBytes = 256 * 1024;

/** What the rows of a batch lie in. */
interface Space {
  readonly bytes: Buffer;
  readonly cells: Uint32Array;
}

/**
 * Memory that was used before. Megabytes that are new for each batch would make the runtime look through its whole heap
 * again and again, which takes a third of a run's time.
 */
export class CsvSpaces {
  readonly #spare: Space[] = [];

  take(columns: number): Space {
    const spare = this.#spare.pop();
    if (spare !== undefined) return spare;
    return {
      bytes: Buffer.allocUnsafeSlow(initialBytes),
      cells: new Uint32Array(initialRows * columns * stride),
    };
  }

  giveBack(space: Space): void {
    if (this.#spare.length < maxSpare) this.#spare.push(space);
  }
}

/** As many as there are batches on their way at one time, and one that is read. */
const maxSpare = maxBatchesInFlight + 2;

/** Takes bytes, gives whole rows. */
export class CsvCells {
  readonly #columns: number;
  #toSkip: number;
  #seen = 0;
  readonly #spaces: CsvSpaces;
  #bytes: Buffer;
  #filled = 0;
  /** Where the first row begins that `take` would give. */
  #from = 0;
  /** Where the first row begins that is not whole yet. */
  #rowAt = 0;
  #cells: Uint32Array;
  #rows = 0;

  /** @param toSkip rows at the beginning that are not given. */
  constructor(columns: number, toSkip: number, spaces: CsvSpaces) {
    this.#columns = columns;
    this.#toSkip = toSkip;
    this.#spaces = spaces;
    ({ bytes: this.#bytes, cells: this.#cells } = spaces.take(columns));
  }

  /** Whole rows that `take` would give. */
  get rows(): number {
    return this.#rows;
  }

  /** Bytes of them. */
  get bytes(): number {
    return this.#rowAt - this.#from;
  }

  /** Whether the last row is whole. */
  get isWhole(): boolean {
    return this.#rowAt === this.#filled;
  }

  /** Whole rows until now, those taken and those skipped included. */
  get seen(): number {
    return this.#seen;
  }

  /** @throws RetryableError where a row has more or fewer cells than there are columns: bytes are missing. */
  add(bytes: Uint8Array): void {
    if (this.#rows === 0 && this.#from > 0) this.#begin();
    this.#put(bytes);
    while (this.#readRow());
  }

  #put(bytes: Uint8Array): void {
    const needed = this.#filled + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, needed));
      larger.set(this.#bytes.subarray(0, this.#filled));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#filled);
    this.#filled = needed;
  }

  /** The whole rows so far. What has begun after them stays. */
  take(): { readonly rows: SourceRows; readonly csv: Uint8Array } {
    const bytes = this.#bytes;
    const csv = bytes.subarray(this.#from, this.#rowAt);
    const rows = new CsvRows({ bytes, cells: this.#cells }, this.#columns, this.#rows, this.#spaces);
    const rest = bytes.subarray(this.#rowAt, this.#filled);
    ({ bytes: this.#bytes, cells: this.#cells } = this.#spaces.take(this.#columns));
    this.#filled = 0;
    this.#put(rest);
    this.#from = 0;
    this.#rowAt = 0;
    this.#rows = 0;
    return { rows, csv };
  }

  /** Leaves behind what was skipped. */
  #begin(): void {
    this.#bytes.copyWithin(0, this.#rowAt, this.#filled);
    this.#filled -= this.#rowAt;
    this.#from = 0;
    this.#rowAt = 0;
  }

  /** Reads the next row, if it is whole. */
  #readRow(): boolean {
    const columns = this.#columns;
    const first = this.#rows * columns * stride;
    if (first + columns * stride > this.#cells.length) {
      const larger = new Uint32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    const bytes = this.#bytes;
    const filled = this.#filled;
    const cells = this.#cells;
    let at = this.#rowAt;
    for (let column = 0; ; column += 1) {
      if (at >= filled) return false;
      let start = at;
      let end;
      let flags = plain;
      if (bytes[at] === quote) {
        start += 1;
        at += 1;
        for (;;) {
          // The byte behind a quote tells whether it ends the value.
          if (at + 1 >= filled) return false;
          const byte = bytes[at] as number;
          if (byte !== quote) {
            flags |= kinds[byte] as number;
            at += 1;
          } else if (bytes[at + 1] === quote) {
            flags |= quotes;
            at += 2;
          } else break;
        }
        end = at;
        at += 1;
      } else {
        for (;;) {
          if (at >= filled) return false;
          const byte = bytes[at] as number;
          if (byte === comma || byte === lineEnd) break;
          flags |= byte === quote ? unusual : (kinds[byte] as number);
          at += 1;
        }
        end = at;
      }
      if (column === columns) throw wrongWidth(columns);
      cells[first + column * stride] = start;
      cells[first + column * stride + 1] = ((end - start) << flagBits) | flags;
      const delimiter = bytes[at];
      at += 1;
      if (delimiter === comma) continue;
      if (delimiter !== lineEnd || column + 1 !== columns) throw wrongWidth(columns);
      this.#seen += 1;
      this.#rowAt = at;
      if (this.#toSkip > 0) {
        this.#toSkip -= 1;
        this.#from = at;
      } else this.#rows += 1;
      return true;
    }
  }
}

/** A row that is not all there. */
export function wrongWidth(columns: number): RetryableError {
  return new RetryableError(
    `A bulk result has a row that does not consist of ${columns} values: bytes of it are missing.`,
    { code: 'truncated_page' },
  );
}

/** Rows over the bytes that they came as. */
class CsvRows implements SourceRows, RowCells {
  readonly length: number;
  readonly bytes: Buffer;
  readonly #cells: Uint32Array;
  readonly #columns: number;
  readonly #spaces: CsvSpaces;
  /** Where the numbers of the row begin that is looked at. */
  #first = 0;

  constructor({ bytes, cells }: Space, columns: number, rows: number, spaces: CsvSpaces) {
    this.bytes = bytes;
    this.#cells = cells;
    this.#columns = columns;
    this.#spaces = spaces;
    this.length = rows;
  }

  release(): void {
    this.#spaces.giveBack({ bytes: this.bytes, cells: this.#cells });
  }

  at(index: number): SourceCells {
    return this.cellsAt(index).cells();
  }

  cellsAt(index: number): RowCells {
    this.#first = index * this.#columns * stride;
    return this;
  }

  text(column: number): string | null {
    const place = this.#first + column * stride;
    const packed = this.#cells[place + 1] as number;
    const length = packed >>> flagBits;
    if (length === 0) return null;
    const start = this.#cells[place] as number;
    const flags = packed & flagsMask;
    const encoding = (flags & beyondAscii) === 0 ? 'latin1' : 'utf8';
    const text = this.bytes.toString(encoding, start, start + length);
    return (flags & quotes) === 0 ? text : text.replaceAll('""', '"');
  }

  plainLength(column: number): number {
    const packed = this.#cells[this.#first + column * stride + 1] as number;
    return (packed & flagsMask) === plain ? packed >>> flagBits : -1;
  }

  startOf(column: number): number {
    return this.#cells[this.#first + column * stride] as number;
  }

  cells(): SourceCells {
    return Array.from({ length: this.#columns }, (_, column) => this.text(column));
  }

  *[Symbol.iterator](): Iterator<SourceCells> {
    for (let index = 0; index < this.length; index += 1) yield this.at(index);
  }
}
