import type { Job } from '../domain/job.ts';
import type { Run, RunMode, RunStatus } from '../domain/run.ts';
import { findJob } from './find-job.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface JobHistoryInput {
  /** Name or id. */
  readonly job: string;
  readonly statuses?: readonly RunStatus[];
  readonly mode?: RunMode;
  readonly since?: Date;
  readonly until?: Date;
  readonly withRows?: true;
  /** Without dry runs. */
  readonly wrote?: true;
  /** At most `maxHistoryPage`. */
  readonly limit: number;
  readonly offset: number;
}

export interface JobHistory {
  readonly job: Job;
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Of all pages. */
  readonly total: number;
}

export const maxHistoryPage = 200;

export async function jobHistory(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, limit, offset, ...filter }: JobHistoryInput,
): Promise<JobHistory> {
  authorize(context, 'viewer', 'see the history of a job');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  const page = { limit: Math.min(Math.max(limit, 1), maxHistoryPage), offset: Math.max(offset, 0) };
  return { job, ...(await store.runs.list({ jobId: job.id, ...filter }, page)) };
}
