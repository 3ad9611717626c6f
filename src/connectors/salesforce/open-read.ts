/** Decides how a set is read: by REST or by Bulk API 2.0. docs/decisions/rest-or-bulk.md says why. */
import { FatalError } from '../../domain/errors.ts';
import type { Read, ReadBatch, ReadRequest } from '../connector.ts';
import { sourceRows } from '../source-rows.ts';
import { readByBulk } from './bulk-read.ts';
import type { BulkJobs } from './bulk-job.ts';
import { countRecords } from './count-records.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { unsupportedByBulk } from './error-rules.ts';
import { planRead } from './plan-read.ts';
import type { ReadPlan } from './plan-read.ts';
import { partsOf, queryTooLong } from './query-parts.ts';
import { readPosition, writePosition } from './read-position.ts';
import type { SalesforcePosition } from './read-position.ts';
import type { SalesforceHttp } from './request.ts';
import { readByRest } from './rest-read.ts';
import { selectSoql } from './soql.ts';

export interface ReadContext {
  readonly http: SalesforceHttp;
  readonly jobs: BulkJobs;
  /** Throws where the org's requests are running out. */
  readonly checkReserve: () => void;
  readonly bulkThresholdRows: number;
  readonly bulkPageRows: number;
}

/** @param clock of the position, where the read goes on at one. */
export async function openRead(
  context: ReadContext,
  request: ReadRequest,
  clock: FilterClock,
): Promise<Read> {
  const { query, window, signal } = request;
  const layout = planRead(query, window, clock);
  const { columns, idColumn, stampColumn } = layout;
  const read = (expectedRows: number, way: Way): Read => ({
    columns,
    idColumn,
    stampColumn,
    expectedRows,
    ...way,
  });
  if (layout.condition === 'never') return read(0, noRows(clock));
  signal.throwIfAborted();

  const counted = await countRecords(context.http, query, window, clock, signal);
  context.checkReserve();
  if (request.resumeFrom !== null) {
    const from = readPosition(request.resumeFrom);
    const way =
      from.way === 'REST'
        ? restWay(context, request, clock, from)
        : bulkWay(context, request, clock, from, true);
    return read(counted ?? 0, way);
  }
  const rest = partsOf(query, window, clock, 'rest');
  const isSmall = counted !== null && counted <= context.bulkThresholdRows && rest?.length === 1;
  const job = isSmall ? null : await createJob(context, request, clock);
  const start = { part: 0, nowMs: clock.nowMs };
  if (job === null) {
    return read(counted ?? 0, restWay(context, request, clock, { ...start, way: 'REST', after: null }));
  }
  // Where Salesforce could not count in time, the job knows once it is done.
  const expected = counted ?? (await countOfJob(context.jobs, job, signal));
  const from = { ...start, way: 'Bulk', job, locator: null } as const;
  return read(expected, bulkWay(context, request, clock, from, false));
}

type Way = Pick<Read, 'method' | 'begun' | 'batches'>;
type Position<W> = Extract<SalesforcePosition, { way: W }>;

function restWay(
  { http, checkReserve }: ReadContext,
  { query, window, signal }: ReadRequest,
  clock: FilterClock,
  from: Position<'REST'>,
): Way {
  const plans = plansFor(partsOf(query, window, clock, 'rest'));
  const batches = readByRest({ http, plans, from, resource: 'query', beforeRequest: checkReserve, signal });
  return { method: 'REST', batches };
}

function bulkWay(
  { http, jobs, checkReserve, bulkPageRows }: ReadContext,
  { query, window, signal }: ReadRequest,
  clock: FilterClock,
  from: Position<'Bulk'>,
  isResumed: boolean,
): Way {
  const batches = readByBulk({
    http,
    jobs,
    plans: plansFor(partsOf(query, window, clock, 'bulk')),
    columns: planRead(query, window, clock).columns,
    from,
    isResumed,
    maxPageRows: bulkPageRows,
    beforeRequest: checkReserve,
    signal,
  });
  return { method: 'Bulk API 2.0', begun: writePosition(from), batches };
}

/** @returns null where the object cannot be read in bulk. */
async function createJob(
  { jobs }: ReadContext,
  { query, window, signal }: ReadRequest,
  clock: FilterClock,
): Promise<string | null> {
  const [first] = plansFor(partsOf(query, window, clock, 'bulk'));
  if (first === undefined) return null;
  try {
    return await jobs.create(selectSoql(first), signal);
  } catch (error) {
    if (error instanceof FatalError && error.code === unsupportedByBulk) return null;
    throw error;
  }
}

async function countOfJob(jobs: BulkJobs, job: string, signal: AbortSignal): Promise<number> {
  try {
    return (await jobs.finished(job, signal)) ?? 0;
  } catch (error) {
    await jobs.close(job);
    throw error;
  }
}

function plansFor(parts: readonly ReadPlan[] | null): readonly ReadPlan[] {
  if (parts === null) throw queryTooLong();
  return parts;
}

/** A set that is known to be empty without a question to Salesforce. */
function noRows({ nowMs }: FilterClock): Way {
  const page = writePosition({ way: 'REST', part: 0, nowMs, after: null });
  async function* batches(): AsyncGenerator<ReadBatch, void, undefined> {
    await Promise.resolve();
    yield { rows: sourceRows([]), csv: null, page, next: 'end' };
  }
  return { method: 'REST', batches: batches() };
}
