import { RetryableError } from '../../domain/errors.ts';
import type { ReadWindow, SourceQuery } from '../connector.ts';
import type { BulkJobs } from './bulk-job.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { ReadPlan } from './plan-read.ts';
import { partsOf, queryTooLong } from './query-parts.ts';
import type { SalesforceHttp } from './request.ts';
import { countByRest } from './rest-query.ts';
import { selectSoql } from './soql.ts';

/** @returns null where the query is too long to be counted, or Salesforce takes too long to. */
export async function countRecords(
  http: SalesforceHttp,
  query: SourceQuery,
  window: ReadWindow | null,
  clock: FilterClock,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const parts = partsOf(query, window, clock, 'count');
  if (parts === null) return null;
  try {
    let count = 0;
    for (const part of parts) {
      if (part.condition !== 'never') count += await countByRest(http, part, signal);
    }
    return count;
  } catch (error) {
    if (error instanceof RetryableError && error.code === 'query_timeout') return null;
    throw error;
  }
}

/** Bulk queries may be longer and take longer; the job says how many rows its result has. */
export async function countByBulk(
  jobs: BulkJobs,
  query: SourceQuery,
  window: ReadWindow | null,
  clock: FilterClock,
  signal: AbortSignal | undefined,
): Promise<number> {
  const parts = partsOf({ ...query, fields: ['Id'] }, window, clock, 'bulk');
  if (parts === null) throw queryTooLong();
  let count = 0;
  for (const part of parts) count += await countPart(jobs, part, signal);
  return count;
}

async function countPart(jobs: BulkJobs, plan: ReadPlan, signal: AbortSignal | undefined): Promise<number> {
  const job = await jobs.create(selectSoql(plan), signal);
  try {
    return (await jobs.finished(job, signal)) ?? 0;
  } finally {
    await jobs.close(job);
  }
}
