import type { Read, ReadBatch, ReadRequest } from '../connector.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { sourceRows } from '../source-rows.ts';
import { countRecords } from './count-records.ts';
import { planRead } from './plan-read.ts';
import { readPosition, writePosition } from './read-position.ts';
import type { DynamicsHttp } from './request.ts';
import { readByRest } from './rest-read.ts';

/** Dataverse has no interface for bulk queries: every set is read in pages. */
export async function openRead(
  http: DynamicsHttp,
  { query, window, resumeFrom, signal }: ReadRequest,
  clock: FilterClock,
): Promise<Read> {
  const plan = planRead(query, window, clock);
  const { columns, idColumn, stampColumn } = plan;
  const from = resumeFrom === null ? { nowMs: clock.nowMs, skipToken: null } : readPosition(resumeFrom);
  const layout = { columns, idColumn, stampColumn, method: 'Web API' };
  if (plan.condition === 'never') {
    return { ...layout, expectedRows: 0, batches: noRows(clock.nowMs) };
  }
  signal.throwIfAborted();
  const expectedRows = await countRecords(http, plan, signal);
  return { ...layout, expectedRows, batches: readByRest({ http, plan, from, signal }) };
}

/** A set that is known to be empty without a question to Dataverse. */
async function* noRows(nowMs: number): AsyncGenerator<ReadBatch, void, undefined> {
  await Promise.resolve();
  const page = writePosition({ nowMs, skipToken: null });
  yield { rows: sourceRows([]), csv: null, page, next: 'end' };
}
