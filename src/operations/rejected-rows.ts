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
  readonly codes: readonly { readonly code: string; readonly count: number }[];
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
  return await read(deps, context, runId, maxRejectsShown);
}

/** Why rows were rejected, for everybody. null where the file is gone. */
export async function rejectSummary(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<RejectSummary | null> {
  authorize(context, 'viewer', 'see runs');
  const rejects = await read(deps, context, runId, maxRejectsCounted);
  if (rejects === null) return null;
  const counts = new Map<string, number>();
  for (const { code } of rejects) counts.set(code, (counts.get(code) ?? 0) + 1);
  const codes = [...counts].map(([code, count]) => ({ code, count }));
  return { codes: codes.toSorted((a, b) => b.count - a.count), counted: rejects.length };
}

async function read(
  deps: OperationDeps,
  context: OperationContext,
  runId: string,
  limit: number,
): Promise<readonly RejectReason[] | null> {
  const { files } = await showRun(deps, context, { runId });
  if (files.rejects === null) return [];
  return await readRejects({ dataDir: deps.dataDir, path: files.rejects }, limit);
}
