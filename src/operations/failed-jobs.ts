import { badEnds } from '../domain/run.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface FailedJobsInput {
  /** Queued from then on. */
  readonly since: Date;
  /** Queued before; up to now where it is left out. */
  readonly until?: Date;
}

/**
 * Ids of the jobs of which a run failed or rejected rows in a time, the one with the newest first; dry runs, which bring
 * nothing anyway, are left out. A job may have been deleted since.
 */
export async function failedJobs(
  deps: OperationDeps,
  context: OperationContext,
  time: FailedJobsInput,
): Promise<readonly string[]> {
  authorize(context, 'viewer', 'see what failed');
  const store = await deps.store();
  return await store.runs.jobsWith({ ...time, statuses: badEnds, wrote: true });
}
