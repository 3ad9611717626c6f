/** Reads a page of a bulk result as its bytes arrive: checks the header and gives the rows that are whole. */
import { FatalError } from '../../domain/errors.ts';
import type { SourceRows } from '../source-rows.ts';
import { CsvCells, CsvSpaces } from '../csv-cells.ts';
import { namesOfHeader } from './csv-header.ts';

/** A header is field names; more than this without a line end is no CSV of ours. */
const maxHeaderBytes = 1024 * 1024;
const lineEnd = 0x0a;

export interface CsvPage {
  /** @throws FatalError for another header, RetryableError where bytes are missing. */
  add(bytes: Uint8Array): void;
  /** To be called once all bytes are in. */
  end(): void;
  /** Rows so far, those taken already and those skipped included. */
  readonly rowCount: number;
  /** Whole rows and their bytes (without the header) since the last call. */
  take(): { readonly rows: SourceRows; readonly csv: Uint8Array };
  /** Rows that `take` would give, and their bytes. */
  readonly waiting: { readonly rows: number; readonly bytes: number };
}

/** @param skip rows that were handed on before the page broke off: it is read over again, and they are not given twice. */
export function createCsvPage(columns: readonly string[], skip: number, spaces = new CsvSpaces()): CsvPage {
  const cells = new CsvCells(columns.length, skip, spaces);
  let hasHeader = false;
  let header: Uint8Array[] = [];
  let headerBytes = 0;
  let lastByte = lineEnd;

  const addBody = (bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    lastByte = bytes[bytes.length - 1] ?? lastByte;
    cells.add(bytes);
  };

  const addHeader = (bytes: Uint8Array): void => {
    const end = bytes.indexOf(lineEnd);
    const part = end < 0 ? bytes : bytes.subarray(0, end);
    header.push(part);
    headerBytes += part.length;
    if (headerBytes > maxHeaderBytes) throw wrongHeader(columns, 'no line end');
    if (end < 0) return;
    checkHeader(columns, Buffer.concat(header).toString('utf8'));
    hasHeader = true;
    header = [];
    addBody(bytes.subarray(end + 1));
  };

  return {
    add: (bytes) => (hasHeader ? addBody(bytes) : addHeader(bytes)),
    end() {
      // A result without rows may come without a header too.
      if (!hasHeader && headerBytes > 0) addHeader(Uint8Array.of(lineEnd));
      // Pages follow each other in one file, so the last row of one needs its line end.
      if (hasHeader && lastByte !== lineEnd) addBody(Uint8Array.of(lineEnd));
    },
    take: () => cells.take(),
    get rowCount() {
      return cells.seen;
    },
    get waiting() {
      return { rows: cells.rows, bytes: cells.bytes };
    },
  };
}

/** @throws FatalError where the columns are not those that were asked for, in their order. */
function checkHeader(columns: readonly string[], line: string): void {
  const names = namesOfHeader(line);
  const isSame =
    names.length === columns.length &&
    names.every((name, index) => name.toLowerCase() === columns[index]?.toLowerCase());
  if (!isSame) throw wrongHeader(columns, names.slice(0, 20).join(', '));
}

function wrongHeader(columns: readonly string[], found: string): FatalError {
  return new FatalError(
    `Salesforce answered a bulk query with other columns than were asked for: ${found} instead of ${columns.slice(0, 20).join(', ')}. The connection's apiVersion must be 50.0 or newer.`,
    { code: 'unexpected_columns' },
  );
}
