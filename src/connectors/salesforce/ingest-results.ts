/** Results of a bulk load: the rows as they were uploaded, behind what became of them. */
import { CsvCells, wrongWidth } from '../csv-cells.ts';
import type { CsvSpaces } from '../csv-cells.ts';
import { namesOfHeader } from './csv-header.ts';
import type { SalesforceError } from './errors.ts';
import type { IngestJobs } from './ingest-jobs.ts';
import { refusedAnswer, writtenAnswer } from './write-answers.ts';
import type { RowAnswer } from './write-answers.ts';

export interface IngestResult {
  /** By which the row is known again. */
  readonly key: string;
  readonly answer: RowAnswer;
}

export interface IngestReading {
  readonly ingest: Pick<IngestJobs, 'results'>;
  /** Memory for what is read. */
  readonly spaces: CsvSpaces;
}

/** Given the names of the uploaded columns, what a row is known by of its values, which are in their order. */
export type ResultKey = (names: readonly string[]) => (valueOf: ValueOf) => string;

type ValueOf = (column: number) => string;

const lineEnd = 0x0a;
const lineEnds = new Set([lineEnd, 0x0d]);
const idName = 'Id';
/** What stands before the uploaded columns: the record's id, and what became of it. */
const toldColumns = 2;

/** Whichever rows of the job have a result, in no order. @throws RetryableError where bytes stay missing. */
export async function readIngestResults(
  { ingest, spaces }: IngestReading,
  job: string,
  resultKey: ResultKey,
): Promise<readonly IngestResult[]> {
  const written = ingest.results(job, 'successfulResults', (csv) =>
    rowsOf(csv, spaces, (names) => {
      const keyOf = resultKey(names);
      return (id, told, valueOf) => ({ key: keyOf(valueOf), answer: writtenAnswer(id, told === 'true') });
    }),
  );
  const refused = ingest.results(job, 'failedResults', (csv) =>
    rowsOf(csv, spaces, (names) => {
      const keyOf = resultKey(names);
      const idColumn = names.indexOf(idName);
      return (_, told, valueOf) => {
        const id = idColumn < 0 ? null : valueOf(idColumn) || null;
        return { key: keyOf(valueOf), answer: refusedAnswer([errorOf(told)], id) };
      };
    }),
  );
  return (await Promise.all([written, refused])).flat();
}

/** @param told whether it was created, or why it was refused */
type ReadRow = (id: string, told: string, valueOf: ValueOf) => IngestResult;

/** The values of a row are read only where one is asked for: of a batch they are far more than what becomes of it. */
function rowsOf(
  csv: Uint8Array,
  spaces: CsvSpaces,
  reader: (names: readonly string[]) => ReadRow,
): readonly IngestResult[] {
  // A job without such rows may answer without a header too.
  const body = csv.subarray(0, endOfRows(csv));
  if (body.length === 0) return [];
  const names = headerOf(body);
  const cells = new CsvCells(names.length, 1, spaces);
  cells.add(body);
  cells.add(Uint8Array.of(lineEnd));
  if (!cells.isWhole) throw wrongWidth(names.length);
  const { rows } = cells.take();
  const read = reader(names.slice(toldColumns));
  const results = Array.from({ length: rows.length }, (_, index) => {
    const row = rows.cellsAt(index);
    return read(row.text(0) ?? '', row.text(1) ?? '', (column) => row.text(toldColumns + column) ?? '');
  });
  rows.release();
  return results;
}

/** Behind the last value of the last row. */
function endOfRows(csv: Uint8Array): number {
  let end = csv.length;
  while (end > 0 && lineEnds.has(csv[end - 1] ?? 0)) end -= 1;
  return end;
}

function headerOf(body: Uint8Array): readonly string[] {
  const end = body.indexOf(lineEnd);
  return namesOfHeader(Buffer.from(end < 0 ? body : body.subarray(0, end)).toString('utf8'));
}

/** `STRING_TOO_LONG:Account Name: data value too large … (max length=255):Name --` */
function errorOf(told: string): SalesforceError {
  const [, errorCode = 'UNKNOWN', message = told] =
    /^([A-Z][A-Z0-9_]+):(.*?)(?::[\w, ]*)? ?-*$/s.exec(told) ?? [];
  return { errorCode, message };
}
