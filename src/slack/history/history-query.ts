/** What a history modal shows, as it is kept in the modal itself. Forged requests may hold anything. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { runModes, runStatuses } from '../../domain/run.ts';
import type { JobHistoryInput } from '../../operations/job-history.ts';

const date = z.iso.date().nullable().catch(null);

const schema = z.object({
  job: z.string().max(200).catch(''),
  status: z.enum(runStatuses).nullable().catch(null),
  mode: z.enum(runModes).nullable().catch(null),
  /** Days in the person's time zone, both included. */
  from: date,
  to: date,
  page: z.int().min(0).max(100_000).catch(0),
  /** Another one makes filters forget what was chosen in them. */
  turn: z.int().min(0).catch(0),
});

export type HistoryQuery = Readonly<z.infer<typeof schema>>;

export const runsOnPage = 8;

export function newHistoryQuery(job: string): HistoryQuery {
  return { job, status: null, mode: null, from: null, to: null, page: 0, turn: 0 };
}

export function readHistoryQuery(privateMetadata: string): HistoryQuery {
  return schema.parse(asObject(privateMetadata));
}

function asObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

/** null where none is chosen, or none of ours. */
export function statusOf(value: string | null | undefined): HistoryQuery['status'] {
  return schema.shape.status.parse(value ?? null);
}

export function modeOf(value: string | null | undefined): HistoryQuery['mode'] {
  return schema.shape.mode.parse(value ?? null);
}

export function dayOf(value: string | null | undefined): string | null {
  return date.parse(value ?? null);
}

/** What is asked of the operation. */
export function historyInput(query: HistoryQuery, timezone: string): JobHistoryInput {
  const { job, status, mode, from, to, page } = query;
  const startOf = (day: string, plus: number): Date =>
    DateTime.fromISO(day, { zone: timezone }).startOf('day').plus({ days: plus }).toJSDate();
  return {
    job,
    ...(status === null ? {} : { statuses: [status] }),
    ...(mode === null ? {} : { mode }),
    ...(from === null ? {} : { since: startOf(from, 0) }),
    ...(to === null ? {} : { until: startOf(to, 1) }),
    limit: runsOnPage,
    offset: page * runsOnPage,
  };
}

export function isNarrowed({ status, mode, from, to }: HistoryQuery): boolean {
  return status !== null || mode !== null || from !== null || to !== null;
}
