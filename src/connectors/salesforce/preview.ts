import type { SourceQuery, SourceRow } from '../connector.ts';
import { readByBulk } from './bulk-read.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { ReadContext } from './open-read.ts';
import { planRead } from './plan-read.ts';
import type { ReadPlan } from './plan-read.ts';
import { partsOf, queryTooLong } from './query-parts.ts';
import { fetchRestPage } from './rest-query.ts';
import { rowReader } from './rest-read.ts';
import { queryPath, selectSoql } from './soql.ts';

/** Rows as they come first, without an order that Salesforce would have to make. */
export async function preview(
  context: ReadContext,
  query: SourceQuery,
  limit: number,
  clock: FilterClock,
  signal: AbortSignal,
): Promise<readonly SourceRow[]> {
  const layout = planRead(query, null, clock);
  if (layout.condition === 'never') return [];
  const parts = partsOf(query, null, clock, 'rest');
  const rows =
    parts === null
      ? await previewByBulk(context, query, limit, clock, signal)
      : await previewByRest(context, parts, limit, signal);
  return rows.slice(0, limit).map((row) => row.slice(0, query.fields.length));
}

async function previewByRest(
  { http }: ReadContext,
  parts: readonly ReadPlan[],
  limit: number,
  signal: AbortSignal,
): Promise<readonly SourceRow[]> {
  const rows: SourceRow[] = [];
  for (const plan of parts) {
    if (rows.length >= limit) break;
    const { records } = await fetchRestPage(http, queryPath(limited(plan, limit)), signal);
    rows.push(...records.map(rowReader(plan)));
  }
  return rows;
}

/** Takes its time, but takes queries of any length. */
async function previewByBulk(
  { http, jobs, checkReserve }: ReadContext,
  query: SourceQuery,
  limit: number,
  clock: FilterClock,
  signal: AbortSignal,
): Promise<readonly SourceRow[]> {
  const plans = partsOf(query, null, clock, 'bulk')?.slice(0, 1);
  const [plan] = plans ?? [];
  if (plans === undefined || plan === undefined) throw queryTooLong();
  const job = await jobs.create(limited(plan, limit), signal);
  const from = { way: 'Bulk', part: 0, nowMs: clock.nowMs, job, locator: null } as const;
  const rows: SourceRow[] = [];
  const read = {
    http,
    jobs,
    plans,
    columns: plan.columns,
    from,
    isResumed: false,
    maxPageRows: limit,
    beforeRequest: checkReserve,
  };
  for await (const batch of readByBulk({ ...read, signal })) rows.push(...batch.rows);
  return rows;
}

function limited(plan: ReadPlan, limit: number): string {
  return `${selectSoql(plan)} LIMIT ${limit}`;
}
