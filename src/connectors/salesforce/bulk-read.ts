import { RetryableError } from '../../domain/errors.ts';
import type { ReadBatch } from '../connector.ts';
import { beginAhead } from '../http/begin-ahead.ts';
import type { BegunAhead } from '../http/begin-ahead.ts';
import type { BulkJobs } from './bulk-job.ts';
import { cutOff, openBulkPage, withoutHead } from './bulk-page.ts';
import type { BulkPage } from './bulk-page.ts';
import { CsvSpaces } from '../csv-cells.ts';
import { createCsvPage } from './csv-page.ts';
import type { ReadPlan } from './plan-read.ts';
import { writePosition } from './read-position.ts';
import type { SalesforcePosition } from './read-position.ts';
import type { SalesforceHttp } from './request.ts';
import { isRepeatable, pauseMs } from '../http/retry.ts';
import { selectSoql } from './soql.ts';
import type { Tuning } from './tuning.ts';

/** Rows of a batch, about: large enough to be written as one, small enough to hold several of them. */
const batchRows = 2_000;
/** Rows with long texts make smaller batches. */
const maxBatchBytes = 4 * 1024 * 1024;

type BulkPosition = Extract<SalesforcePosition, { way: 'Bulk' }>;

export interface BulkRead {
  readonly http: SalesforceHttp;
  readonly jobs: BulkJobs;
  /** One query or several that follow each other; all with the same columns. */
  readonly plans: readonly ReadPlan[];
  readonly columns: readonly string[];
  readonly from: BulkPosition;
  /** Whether the job is that of an earlier attempt, which may be gone. */
  readonly isResumed: boolean;
  readonly maxPageRows: number;
  /** Called before each request for rows; throws where the org's requests are running out. */
  readonly beforeRequest: () => void;
  readonly signal: AbortSignal;
}

/** Each job is closed when its rows are read, and whatever else ends the read. */
export async function* readByBulk(read: BulkRead): AsyncGenerator<ReadBatch, void, undefined> {
  let position = read.from;
  for (let isFirst = true; ; isFirst = false) {
    const { job, part } = position;
    let following: BulkPosition | null = null;
    let isRead = false;
    try {
      read.signal.throwIfAborted();
      if (isFirst && read.isResumed) await read.jobs.found(job, read.signal);
      else await read.jobs.finished(job, read.signal);
      const nextPlan = read.plans[part + 1];
      if (nextPlan !== undefined) {
        // Made before the last rows of this one are handed on: they say where the read goes on.
        const nextJob = await read.jobs.create(selectSoql(nextPlan), read.signal);
        following = { ...position, part: part + 1, job: nextJob, locator: null };
      }
      yield* readJob(read, position, following);
      isRead = true;
    } finally {
      await read.jobs.close(job);
      if (!isRead && following !== null) await read.jobs.close(following.job);
    }
    if (following === null) return;
    position = following;
  }
}

async function* readJob(
  read: BulkRead,
  from: BulkPosition,
  following: BulkPosition | null,
): AsyncGenerator<ReadBatch, void, undefined> {
  const { http, signal } = read;
  const begin = (locator: string | null): BegunAhead<BulkPage> => {
    read.beforeRequest();
    const request = { job: from.job, locator, maxRows: read.maxPageRows };
    return beginAhead((signal) => openBulkPage(http, request, signal), signal);
  };

  const spaces = new CsvSpaces();
  let { locator } = from;
  let current = begin(locator);
  let ahead: BegunAhead<BulkPage> | null = null;
  try {
    for (;;) {
      const page = writePosition({ ...from, locator });
      const handed = { rows: 0 };
      let nextLocator: string | null = null;
      for (let attempt = 1; ; attempt += 1) {
        let opened: BulkPage | null = null;
        try {
          opened = await current.result;
          nextLocator = opened.next;
          if (nextLocator !== null) ahead ??= begin(nextLocator);
          const next = nextLocator === null ? following : { ...from, locator: nextLocator };
          const place = { page, next: next === null ? 'end' : writePosition(next) } as const;
          yield* readPage(opened, { columns: read.columns, spaces, handed, place, signal });
          break;
        } catch (error) {
          current.abort();
          if (!isBrokenOff(error, opened, http.tuning) || attempt >= http.tuning.pageAttempts) throw error;
          await http.tuning.wait(pauseMs(error, attempt, http.tuning), signal);
          current = begin(locator);
        }
      }
      current.abort();
      if (nextLocator === null || ahead === null) return;
      locator = nextLocator;
      current = ahead;
      ahead = null;
    }
  } finally {
    current.abort();
    ahead?.abort();
  }
}

interface PageReading {
  readonly columns: readonly string[];
  readonly spaces: CsvSpaces;
  /** What of the page was handed on before it broke off, and since: kept up to date. */
  readonly handed: { rows: number };
  readonly place: Pick<ReadBatch, 'page' | 'next'>;
  readonly signal: AbortSignal;
}

async function* readPage(
  { rows: expected, answer }: BulkPage,
  { columns, spaces, handed, place, signal }: PageReading,
): AsyncGenerator<ReadBatch, void, undefined> {
  const page = createCsvPage(columns, handed.rows, spaces);
  const take = (next: ReadBatch['next']): ReadBatch => {
    handed.rows = page.rowCount;
    return { ...page.take(), page: place.page, next };
  };
  for await (const bytes of answer.chunks()) {
    page.add(bytes);
    const { waiting } = page;
    if (waiting.rows < batchRows && waiting.bytes < maxBatchBytes) continue;
    // The last rows of a page wait for its end, which says that they are the last.
    if (waiting.rows === 0 || page.rowCount >= expected) continue;
    yield take(null);
    signal.throwIfAborted();
  }
  page.end();
  if (page.rowCount !== expected) throw cutOff(expected, page.rowCount);
  yield take(place.next);
  signal.throwIfAborted();
}

/** Whether the page is to be read again. A request that failed was repeated already; a body that broke was not. */
function isBrokenOff(error: unknown, opened: BulkPage | null, tuning: Tuning): error is RetryableError {
  if (!(error instanceof RetryableError) || !isRepeatable(error, tuning)) return false;
  return opened !== null || error.code === withoutHead;
}
