import { UserError } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import type { Operations } from '../../operations/index.ts';
import type { OperationContext } from '../../operations/operation.ts';

/** Runs outlive their jobs. */
export const deletedJob = 'A deleted job';

/** null where it was deleted. */
export async function jobOf(
  jobId: string,
  operations: Pick<Operations, 'showJob'>,
  on: OperationContext,
): Promise<Job | null> {
  try {
    return (await operations.showJob(on, { job: jobId })).job;
  } catch (error) {
    if (error instanceof UserError && error.code === 'unknown_job') return null;
    throw error;
  }
}

export async function jobNameOf(
  jobId: string,
  operations: Pick<Operations, 'showJob'>,
  on: OperationContext,
): Promise<string> {
  return (await jobOf(jobId, operations, on))?.name ?? deletedJob;
}
