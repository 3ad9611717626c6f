/** GET sobjects/X/deleted and sobjects/X/updated: ids that changed in a span of time. */
import { badRequest, notFound } from '../http/api-error.ts';
import { jsonAnswer } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import type { Org } from '../org/org.ts';
import type { StoredRow } from '../org/row.ts';
import { restStamp } from './render-record.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** How far back Salesforce knows. */
const deletedDays = 15;
const updatedDays = 30;

export function answerDeleted(request: ApiRequest, org: Org, nowMs: number): Answer {
  const { start, end } = readSpan(request, nowMs, deletedDays);
  const rows = storedRows(request, org);
  const deletedRecords = rows.flatMap(({ id, deletedAt }) =>
    deletedAt !== null && deletedAt >= start && deletedAt < end
      ? [{ id, deletedDate: restStamp(deletedAt) }]
      : [],
  );
  return jsonAnswer({
    deletedRecords,
    earliestDateAvailable: restStamp(new Date(nowMs - deletedDays * dayMs).toISOString()),
    latestDateCovered: restStamp(end),
  });
}

export function answerUpdated(request: ApiRequest, org: Org, nowMs: number): Answer {
  const { start, end } = readSpan(request, nowMs, updatedDays);
  const ids = storedRows(request, org).flatMap((row) => {
    const stamp = String(row.get('SystemModstamp'));
    const isSeen = row.deletedAt === null && row.visibleAtMs <= nowMs;
    return isSeen && stamp >= start && stamp < end ? [row.id] : [];
  });
  return jsonAnswer({ ids, latestDateCovered: restStamp(end) });
}

function storedRows({ params }: ApiRequest, org: Org): StoredRow[] {
  const object = org.schema.find(params[0] ?? '');
  if (object === undefined) throw notFound();
  return org.tableOf(object).snapshot();
}

/** Both ends to the minute: Salesforce leaves seconds out of account. */
function readSpan({ query }: ApiRequest, nowMs: number, days: number): { start: string; end: string } {
  const [start, end] = ['start', 'end'].map((name) => {
    // A plus sign that was not encoded has become a blank.
    const ms = Date.parse((query.get(name) ?? '').replace(' ', '+'));
    if (Number.isNaN(ms)) throw badRequest('INVALID_REPLICATION_DATE', `${name} is not a valid date`);
    return Math.floor(ms / minuteMs) * minuteMs;
  });
  if (start === undefined || end === undefined || end <= start)
    throw badRequest('INVALID_REPLICATION_DATE', 'endDate must be greater than startDate');
  if (start < nowMs - days * dayMs)
    throw badRequest('INVALID_REPLICATION_DATE', `startDate cannot be more than ${days} days ago`);
  return { start: new Date(start).toISOString(), end: new Date(Math.min(end, nowMs)).toISOString() };
}
