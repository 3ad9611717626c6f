import type { Job } from '../domain/job.ts';
import type { SavedBy } from '../store/job-store.ts';
import { findJob } from './find-job.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ShownJob {
  readonly job: Job;
  /** Who saved it last, and through which door; null where that is not known any more. */
  readonly savedBy: SavedBy | null;
}

/** @throws UserError `unknown_job` */
export async function showJob(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId }: { readonly job: string },
): Promise<ShownJob> {
  authorize(context, 'viewer', 'see jobs');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  return { job, savedBy: await store.jobs.savedBy(job.id) };
}
