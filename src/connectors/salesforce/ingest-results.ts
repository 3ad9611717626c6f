/** Results of a bulk load: the rows as they were uploaded, behind what became of them. */
import { inferSchema, initParser } from 'udsv';
import type { SalesforceError } from './errors.ts';
import type { IngestJobs } from './ingest-jobs.ts';
import { refusedAnswer, writtenAnswer } from './write-answers.ts';
import type { RowAnswer } from './write-answers.ts';

export interface IngestResult {
  /** By which the row is known again. */
  readonly key: string;
  readonly answer: RowAnswer;
}

/** Given the names of the uploaded columns, what a row is known by of its values, which are in their order. */
export type ResultKey = (names: readonly string[]) => (values: readonly string[]) => string;

const idName = 'Id';
/** What stands before the uploaded columns: the record's id, and what became of it. */
const toldColumns = 2;

/** Whichever rows of the job have a result, in no order. */
export async function readIngestResults(
  jobs: IngestJobs,
  job: string,
  resultKey: ResultKey,
): Promise<readonly IngestResult[]> {
  const results: IngestResult[] = [];
  const written = await jobs.results(job, 'successfulResults');
  eachRow(written, (names) => {
    const keyOf = resultKey(names);
    return (id, told, values) =>
      void results.push({ key: keyOf(values), answer: writtenAnswer(id, told === 'true') });
  });
  const refused = await jobs.results(job, 'failedResults');
  eachRow(refused, (names) => {
    const keyOf = resultKey(names);
    const idColumn = names.indexOf(idName);
    return (_, told, values) => {
      const answer = refusedAnswer([errorOf(told)], values[idColumn] || null);
      results.push({ key: keyOf(values), answer });
    };
  });
  return results;
}

/** @param told whether it was created, or why it was refused */
type TakeRow = (id: string, told: string, values: readonly string[]) => void;

/** The values of a row are not kept: of a batch they are far more than what becomes of it. */
function eachRow(text: string, taker: (names: readonly string[]) => TakeRow): void {
  // A job without such rows may answer without a header too.
  if (text.trim() === '') return;
  const parser = initParser(inferSchema(text, { col: ',', row: '\n', encl: '"' }));
  const take = taker(parser.schema.cols.slice(toldColumns).map(({ name }) => name));
  parser.stringArrs(text, (cells) => {
    const [id = '', told = ''] = cells;
    take(id, told, cells.slice(toldColumns));
  });
}

/** `STRING_TOO_LONG:Account Name: data value too large … (max length=255):Name --` */
function errorOf(told: string): SalesforceError {
  const [, errorCode = 'UNKNOWN', message = told] =
    /^([A-Z][A-Z0-9_]+):(.*?)(?::[\w, ]*)? ?-*$/s.exec(told) ?? [];
  return { errorCode, message };
}
