/** Results of a bulk load: the rows as they were uploaded, behind what became of them. */
import { inferSchema, initParser } from 'udsv';
import type { SalesforceError } from './errors.ts';
import type { IngestJobs } from './ingest-jobs.ts';
import { refusedAnswer, writtenAnswer } from './write-answers.ts';
import type { RowAnswer } from './write-answers.ts';

export interface IngestResult {
  /** Values by the names of the uploaded columns. */
  readonly values: ReadonlyMap<string, string>;
  readonly answer: RowAnswer;
}

const idName = 'Id';

/** Whichever rows of the job have a result, in no order. */
export async function readIngestResults(jobs: IngestJobs, job: string): Promise<readonly IngestResult[]> {
  const written = parseResults(await jobs.results(job, 'successfulResults'));
  const refused = parseResults(await jobs.results(job, 'failedResults'));
  return [
    ...written.map(({ id, told, values }) => ({ values, answer: writtenAnswer(id, told === 'true') })),
    ...refused.map(({ told, values }) => ({
      values,
      answer: refusedAnswer([errorOf(told)], values.get(idName) || null),
    })),
  ];
}

interface ParsedResult {
  readonly id: string;
  /** Whether it was created, or why it was refused. */
  readonly told: string;
  readonly values: ReadonlyMap<string, string>;
}

function parseResults(text: string): readonly ParsedResult[] {
  // A job without such rows may answer without a header too.
  if (text.trim() === '') return [];
  const parser = initParser(inferSchema(text, { col: ',', row: '\n', encl: '"' }));
  const names = parser.schema.cols.map(({ name }) => name);
  return parser.stringArrs(text).map(([id = '', told = '', ...cells]) => ({
    id,
    told,
    values: new Map(cells.map((cell, index) => [names[index + 2] ?? '', cell] as const)),
  }));
}

/** `STRING_TOO_LONG:Account Name: data value too large … (max length=255):Name --` */
function errorOf(told: string): SalesforceError {
  const [, errorCode = 'UNKNOWN', message = told] =
    /^([A-Z][A-Z0-9_]+):(.*?)(?::[\w, ]*)? ?-*$/s.exec(told) ?? [];
  return { errorCode, message };
}
