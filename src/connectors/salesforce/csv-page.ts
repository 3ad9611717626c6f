/**
 * Reads a page of a bulk result as its bytes arrive. udsv splits it; the header, empty text as null and what was
 * handed on before are settled here.
 *
 * udsv is given one character a byte (latin1): quotes, commas and line ends are the same bytes in UTF-8, no
 * character can be cut by the edge of a chunk, and texts with a byte a character take half the time and memory of
 * others. Only values that have more than ASCII are made UTF-8 then.
 */
import { isAscii } from 'node:buffer';
import { initParser, inferSchema } from 'udsv';
import type { Parser } from 'udsv';
import { FatalError } from '../../domain/errors.ts';
import type { SourceFieldType } from '../../domain/source-schema.ts';
import type { ReadPlan } from './plan-read.ts';

/** Bytes parsed at once: more do not stay in the processor's cache, fewer cut more rows. */
const parseBytes = 64 * 1024;
const beyondAscii = /[\u0080-\u00ff]/;
/** Their values are digits and Latin letters, so that nobody has to look. */
const asciiTypes: ReadonlySet<SourceFieldType> = new Set([
  'id',
  'reference',
  'boolean',
  'int',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
]);
/** A header is field names; more than this without a line end is no CSV of ours. */
const maxHeaderBytes = 1024 * 1024;
const lineEnd = 0x0a;

export interface CsvPage {
  add(bytes: Uint8Array): void;
  /** To be called once all bytes are in. */
  end(): void;
  /** Rows so far, those taken already and those skipped included. */
  readonly rowCount: number;
  /** Rows and bytes (without the header) since the last call. */
  take(): { rows: (string | null)[][]; csv: Uint8Array[] };
  /** Rows that `take` would give. */
  readonly waiting: number;
  /** Bytes given out by `take` so far, those skipped included. */
  readonly byteCount: number;
}

export type CsvLayout = Pick<ReadPlan, 'columns' | 'types'>;

/** What of the page was handed on before it broke off. It is read over again, and not given twice. */
export interface CsvSkip {
  readonly rows: number;
  readonly bytes: number;
}

export function createCsvPage({ columns, types }: CsvLayout, skip: CsvSkip): CsvPage {
  const isText = types.map((type) => !asciiTypes.has(type));
  let parser: Parser | null = null;
  let header: Uint8Array[] = [];
  let headerBytes = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let lastByte = lineEnd;
  let rows: (string | null)[][] = [];
  let csv: Uint8Array[] = [];
  let rowCount = 0;
  let byteCount = 0;

  /** Whether what is parsed, or the cut row before it, has more than ASCII. */
  let hasOthers = false;

  const onRow = (row: string[]): void => {
    rowCount += 1;
    if (rowCount <= skip.rows) return;
    // The array is new and nobody else's; a copy of each would cost as much as reading it.
    const cells: (string | null)[] = row;
    for (let column = 0; column < cells.length; column += 1) {
      const cell = row[column];
      if (cell === '') cells[column] = null;
      else if (hasOthers && isText[column] === true && cell !== undefined && beyondAscii.test(cell)) {
        cells[column] = Buffer.from(cell, 'latin1').toString('utf8');
      }
    }
    rows.push(cells);
  };

  const parse = (): void => {
    if (parser === null || pendingBytes === 0) return;
    const [first] = pending;
    const bytes = pending.length === 1 && first !== undefined ? first : Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    const hasOthersNow = !isAscii(bytes);
    hasOthers ||= hasOthersNow;
    parser.chunk(asBuffer(bytes).toString('latin1'));
    hasOthers = hasOthersNow;
  };

  const addBody = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    lastByte = bytes[bytes.length - 1] ?? lastByte;
    const unseen = Math.max(0, skip.bytes - byteCount);
    byteCount += bytes.length;
    if (unseen < bytes.length) csv.push(unseen === 0 ? bytes : bytes.subarray(unseen));
    pending.push(bytes);
    pendingBytes += bytes.length;
    if (pendingBytes >= parseBytes) parse();
  };

  const addHeader = (bytes: Uint8Array): void => {
    const end = bytes.indexOf(lineEnd);
    const part = end < 0 ? bytes : bytes.subarray(0, end);
    header.push(part);
    headerBytes += part.length;
    if (headerBytes > maxHeaderBytes) throw wrongHeader(columns, 'no line end');
    if (end < 0) return;
    parser = openParser(columns, Buffer.concat(header).toString('utf8'), onRow);
    header = [];
    addBody(bytes.subarray(end + 1));
  };

  return {
    add: (bytes) => (parser === null ? addHeader(bytes) : addBody(bytes)),
    end() {
      // A result without rows may come without a header too.
      if (parser === null && headerBytes > 0) addHeader(Uint8Array.of(lineEnd));
      // Pages follow each other in one file, so the last row of one needs its line end.
      if (parser !== null && lastByte !== lineEnd) addBody(Uint8Array.of(lineEnd));
      parse();
    },
    take() {
      const taken = { rows, csv };
      rows = [];
      csv = [];
      return taken;
    },
    get rowCount() {
      return rowCount;
    },
    get waiting() {
      return rows.length;
    },
    get byteCount() {
      return byteCount;
    },
  };
}

/** @throws FatalError where the columns are not those that were asked for, in their order. */
function openParser(columns: readonly string[], line: string, onRow: (row: string[]) => void): Parser {
  const text = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
  const names = text.split(',').map((name) => name.replace(/^"(.*)"$/, '$1'));
  const isSame =
    names.length === columns.length &&
    names.every((name, index) => name.toLowerCase() === columns[index]?.toLowerCase());
  if (!isSame) throw wrongHeader(columns, names.slice(0, 20).join(', '));
  const schema = inferSchema(`${text}\n`, { col: ',', row: '\n', header: (found) => [found[0] ?? null] });
  const parser = initParser(schema);
  // The header is skipped. What is given with this first piece holds for all that follow.
  parser.chunk<string[]>(`${text}\n`, parser.stringArrs, onRow);
  return parser;
}

function wrongHeader(columns: readonly string[], found: string): FatalError {
  return new FatalError(
    `Salesforce answered a bulk query with other columns than were asked for: ${found} instead of ${columns.slice(0, 20).join(', ')}. The connection's apiVersion must be 50.0 or newer.`,
    { code: 'unexpected_columns' },
  );
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
