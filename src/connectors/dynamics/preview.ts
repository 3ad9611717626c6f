import type { SourceRow } from '../connector.ts';
import { previewPath } from './odata.ts';
import type { ReadPlan } from './plan-read.ts';
import type { DynamicsHttp } from './request.ts';
import { fetchPage } from './rest-query.ts';
import { listRequest, rowReader } from './rest-read.ts';

/** @param width how many of the columns are shown. */
export async function preview(
  http: DynamicsHttp,
  plan: ReadPlan,
  width: number,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<readonly SourceRow[]> {
  if (plan.condition === 'never') return [];
  const { rows } = await fetchPage(http, { ...listRequest(plan), path: previewPath(plan, limit), signal });
  return rows.slice(0, limit).map((row) => rowReader(plan)(row).slice(0, width));
}
