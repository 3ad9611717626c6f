/** Results of a bulk load: the rows as they were uploaded, behind what became of them. */
import { CsvCells } from '../csv-cells.ts';
import type { CsvSpaces } from '../csv-cells.ts';
import { namesOfHeader } from './csv-page.ts';
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
const idName = 'Id';
/** What stands before the uploaded columns: the record's id, and what became of it. */
const toldColumns = 2;

/** Whichever rows of the job have a result, in no order. @throws RetryableError where bytes of a result are missing. */
export async function readIngestResults(
  { ingest, spaces }: IngestReading,
  job: string,
  resultKey: ResultKey,
): Promise<readonly IngestResult[]> {
  const results: IngestResult[] = [];
  eachRow(await ingest.results(job, 'successfulResults'), spaces, (names) => {
    const keyOf = resultKey(names);
    return (id, told, valueOf) =>
      void results.push({ key: keyOf(valueOf), answer: writtenAnswer(id, told === 'true') });
  });
  eachRow(await ingest.results(job, 'failedResults'), spaces, (names) => {
    const keyOf = resultKey(names);
    const idColumn = names.indexOf(idName);
    return (_, told, valueOf) => {
      const answer = refusedAnswer([errorOf(told)], idColumn < 0 ? null : valueOf(idColumn) || null);
      results.push({ key: keyOf(valueOf), answer });
    };
  });
  return results;
}

/** @param told whether it was created, or why it was refused */
type TakeRow = (id: string, told: string, valueOf: ValueOf) => void;

/** The values of a row are read only where one is asked for: of a batch they are far more than what becomes of it. */
function eachRow(csv: Uint8Array, spaces: CsvSpaces, taker: (names: readonly string[]) => TakeRow): void {
  // A job without such rows may answer without a header too.
  const names = headerOf(csv);
  if (names === null) return;
  const cells = new CsvCells(names.length, 1, spaces);
  cells.add(csv);
  if (csv.at(-1) !== lineEnd) cells.add(Uint8Array.of(lineEnd));
  const { rows } = cells.take();
  const take = taker(names.slice(toldColumns));
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows.cellsAt(index);
    take(row.text(0) ?? '', row.text(1) ?? '', (column) => row.text(toldColumns + column) ?? '');
  }
  rows.release();
}

function headerOf(csv: Uint8Array): readonly string[] | null {
  const end = csv.indexOf(lineEnd);
  const line = Buffer.from(csv.subarray(0, end < 0 ? csv.length : end)).toString('utf8');
  return line.trim() === '' ? null : namesOfHeader(line);
}

/** `STRING_TOO_LONG:Account Name: data value too large … (max length=255):Name --` */
function errorOf(told: string): SalesforceError {
  const [, errorCode = 'UNKNOWN', message = told] =
    /^([A-Z][A-Z0-9_]+):(.*?)(?::[\w, ]*)? ?-*$/s.exec(told) ?? [];
  return { errorCode, message };
}
