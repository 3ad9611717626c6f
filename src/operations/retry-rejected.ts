import { rejectedIds } from '../engine/rejected-ids.ts';
import { isActive } from '../domain/run.ts';
import { UserError } from '../domain/errors.ts';
import { findJob } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';
import { showRun } from './show-run.ts';
import { enqueueRun, placeOfProgress, triggers } from './start-run.ts';
import type { AskedIn, StartedRun } from './start-run.ts';

export interface RetryRejectedInput {
  readonly runId: string;
  /** Where it was asked for in Slack, so that it is told there how the run gets on. */
  readonly askedIn?: AskedIn;
}

/**
 * Queues a run that reads the rejected rows of an earlier one again, and nothing else; how far the job has read stays as
 * it is. A job that exports sends what was not taken with its next run anyway: that run is queued.
 *
 * @throws UserError `run_active` (also where the earlier run itself has not ended), `nothing_rejected`, `rejects_gone`,
 *   `too_many_rejected`, `connection_expired`, `unknown_job`, `unknown_run`.
 */
export async function retryRejected(
  deps: OperationDeps,
  context: OperationContext,
  { runId, askedIn }: RetryRejectedInput,
): Promise<Omit<StartedRun, 'adopted'>> {
  authorize(context, 'operator', 'start a run');
  const store = await deps.store();
  const earlier = await showRun(deps, context, { runId });
  if (isActive(earlier.status)) {
    throw new UserError('This run has not ended. Wait until it has, and try its rejected rows again then.', {
      code: 'run_active',
    });
  }
  const job = await findJob(store, earlier.jobId);
  const isInbound = job.direction === 'inbound';
  // Told now, and not only by a run that fails.
  if (isInbound || earlier.counts.rejected === 0) await rejectedIds(earlier, deps.dataDir);
  const id = deps.newId();
  const run = await enqueueRun(
    store,
    {
      id,
      jobId: job.id,
      jobVersion: job.version,
      mode: 'incremental',
      trigger: triggers[context.door],
      startedBy: context.actor,
      dryRun: false,
      ...(isInbound ? { retryOf: earlier.id } : {}),
      queuedAt: context.now,
    },
    {
      audit: auditEntry(context, {
        operation: 'retry-rejected',
        subject: job.id,
        before: null,
        after: { run: id, retryOf: earlier.id },
      }),
      ...(askedIn === undefined ? {} : { progress: placeOfProgress(job, askedIn) }),
    },
  );
  deps.wake();
  return { job, run };
}
