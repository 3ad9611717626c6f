import { UserError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { shownJob } from './apply-changes.ts';
import { findJob, jobGone } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface DeleteJobInput {
  /** Name or id. */
  readonly job: string;
  /** What was typed to be sure: the job's name, with its capitals. */
  readonly typed: string;
}

/**
 * Deletes a job for good, with its schedule, its versions and how far it has read. Its runs stay in the history, and
 * what it brought stays in the hub. Other people who edit it may save it as a new one.
 *
 * @returns the job as it was
 * @throws UserError `name_differs`, `run_active`.
 */
export async function deleteJob(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, typed }: DeleteJobInput,
): Promise<Job> {
  authorize(context, 'admin', 'delete a job');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  if (typed.trim() !== job.name.trim()) {
    throw new UserError(`That is not the job's name. Type "${job.name}" to delete it.`, {
      code: 'name_differs',
      path: ['typed'],
    });
  }
  const audit = auditEntry(context, {
    operation: 'delete-job',
    subject: job.id,
    before: shownJob(job),
    after: null,
  });
  const deleted = await store.jobs.remove(job.id, context.actor, audit);
  switch (deleted.kind) {
    case 'active':
      throw new UserError(
        `"${job.name}" has a run that has not ended: ${deleted.runId}. Cancel it, or wait until it ends, and delete the job then.`,
        { code: 'run_active', path: ['typed'] },
      );
    case 'gone':
      throw jobGone(job);
    case 'deleted':
      break;
  }
  // After the job, which could send them again: what is left of it is nobody's, and does no harm.
  if (job.direction === 'outbound') await (await deps.hub()).forgetSent(job.id);
  deps.wake();
  return job;
}
