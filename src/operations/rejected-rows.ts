import { hubObjects } from '../domain/hub-object.ts';
import type { Job } from '../domain/job.ts';
import { readRejects } from '../engine/read-rejects.ts';
import type { RejectReason } from '../engine/read-rejects.ts';
import type { OperationContext, OperationDeps } from './operation.ts';
import { authorize } from './operation.ts';
import { showRun } from './show-run.ts';

export type { RejectReason } from '../engine/read-rejects.ts';

/** What is shown; the file has them all. */
export const maxRejectsShown = 100;
/** For a summary; a run that rejected more is summarised by its first ones. */
const maxRejectsCounted = 10_000;

export interface RejectSummary {
  /** Most frequent first. Without anything from the rows. */
  readonly codes: readonly {
    readonly code: string;
    readonly count: number;
    /** The mapping's fields that the reasons name, most of them first. */
    readonly fields: readonly string[];
  }[];
  /** How many were counted. */
  readonly counted: number;
}

/** The first rows that a run rejected, and why. null where the file is gone. Reasons may name ids and values. */
export async function rejectedRows(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<readonly RejectReason[] | null> {
  authorize(context, 'operator', 'see rejected rows');
  return (await read(deps, context, runId, maxRejectsShown)).rejects;
}

/** Why rows were rejected, for everybody. null where the file is gone. */
export async function rejectSummary(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<RejectSummary | null> {
  authorize(context, 'viewer', 'see runs');
  const { rejects, job } = await read(deps, context, runId, maxRejectsCounted);
  if (rejects === null) return null;
  const fieldOf = fieldReader(job);
  const counts = new Map<string, { count: number; readonly fields: Map<string, number> }>();
  for (const { code, reason } of rejects) {
    const counted = counts.get(code) ?? { count: 0, fields: new Map<string, number>() };
    counts.set(code, counted);
    counted.count += 1;
    const field = fieldOf(reason);
    if (field !== null) counted.fields.set(field, (counted.fields.get(field) ?? 0) + 1);
  }
  const codes = [...counts].map(([code, { count, fields }]) => ({
    code,
    count,
    fields: [...fields].toSorted(([, a], [, b]) => b - a).map(([name]) => name),
  }));
  return { codes: codes.toSorted((a, b) => b.count - a.count), counted: rejects.length };
}

/**
 * The field of the mapping that a reason begins with, as ours do, or has in its words, as the CRM's do. Nothing else of
 * a reason is given: it may hold values of the row.
 */
function fieldReader(job: Job | null): (reason: string) => string | null {
  const names = new Map((job?.mapping ?? []).map(({ target }) => [target.toLowerCase(), target]));
  // Plain words such as `name` stand in many sentences.
  const telling = [...names.values()].filter((name) => /[a-z]_|_[a-z]|[a-z][A-Z]/.test(name));
  return (reason) => {
    const first = /^([\w.]+)(?::| is )/.exec(reason)?.[1]?.toLowerCase() ?? '';
    const words = new Set(reason.match(/\w+/g));
    return names.get(first) ?? telling.find((name) => words.has(name)) ?? null;
  };
}

async function read(
  deps: OperationDeps,
  context: OperationContext,
  runId: string,
  limit: number,
): Promise<{ readonly rejects: readonly RejectReason[] | null; readonly job: Job | null }> {
  const { files, jobId } = await showRun(deps, context, { runId });
  const job = await (await deps.store()).jobs.byId(jobId);
  if (files.rejects === null) return { rejects: [], job };
  const keyCells = job?.direction === 'outbound' ? hubObjects[job.source.object].keys.length : 0;
  const place = { dataDir: deps.dataDir, path: files.rejects, keyCells };
  return { rejects: await readRejects(place, limit), job };
}
