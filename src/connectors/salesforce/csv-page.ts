/**
 * Reads a page of a bulk result as its bytes arrive. udsv splits the text; what it does not do by itself is
 * here: characters and rows that are cut by the edge of a chunk, the header, empty text as null.
 */
import { StringDecoder } from 'node:string_decoder';
import { initParser, inferSchema } from 'udsv';
import type { Parser } from 'udsv';
import { FatalError } from '../../domain/errors.ts';

/** Bytes handed to the parser at once: each call costs it a copy of the row that was cut. */
const parseBytes = 256 * 1024;
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

/** What of the page was handed on before it broke off. It is read over again, and not given twice. */
export interface CsvSkip {
  readonly rows: number;
  readonly bytes: number;
}

export function createCsvPage(columns: readonly string[], skip: CsvSkip): CsvPage {
  const decoder = new StringDecoder('utf8');
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

  const onRow = (row: string[]): void => {
    rowCount += 1;
    if (rowCount <= skip.rows) return;
    // The array is new and nobody else's; a copy of each would cost as much as reading it.
    const cells: (string | null)[] = row;
    for (let column = 0; column < cells.length; column += 1) if (cells[column] === '') cells[column] = null;
    rows.push(cells);
  };

  const parse = (): void => {
    if (parser === null || pendingBytes === 0) return;
    const [first] = pending;
    const bytes = pending.length === 1 && first !== undefined ? first : Buffer.concat(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    parser.chunk(decoder.write(asBuffer(bytes)));
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
