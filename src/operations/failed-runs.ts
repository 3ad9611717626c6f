import type { Run, RunStatus } from '../domain/run.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface FailedRunsInput {
  /** Queued from then on. */
  readonly since: Date;
  /** Queued before; up to now where it is left out. */
  readonly until?: Date;
}

export interface FailedRuns {
  /** Newest first, `maxFailedRuns` at most. */
  readonly runs: readonly Run[];
  readonly total: number;
}

export const maxFailedRuns = 200;
/** What did not bring all that it was to bring. */
const badEnds: readonly RunStatus[] = ['failed', 'partly succeeded'];

/** Runs of all jobs that failed or rejected rows in a time; dry runs, which bring nothing anyway, are left out. */
export async function failedRuns(
  deps: OperationDeps,
  context: OperationContext,
  time: FailedRunsInput,
): Promise<FailedRuns> {
  authorize(context, 'viewer', 'see what failed');
  const store = await deps.store();
  return await store.runs.list(
    { ...time, statuses: badEnds, wrote: true },
    { limit: maxFailedRuns, offset: 0 },
  );
}
