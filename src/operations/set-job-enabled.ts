import type { Job } from '../domain/job.ts';
import { nextRun } from '../domain/schedule.ts';
import { findJob, jobGone } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface SetJobEnabledInput {
  /** Name or id. */
  readonly job: string;
  readonly enabled: boolean;
}

/** Lets a job's schedule start runs, or keeps it from that. A run in progress goes on. Does nothing where it is so already. */
export async function setJobEnabled(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, enabled }: SetJobEnabledInput,
): Promise<Job> {
  const [operation, action] = enabled
    ? (['enable-job', 'enable the scheduling of a job'] as const)
    : (['disable-job', 'disable the scheduling of a job'] as const);
  authorize(context, 'operator', action);
  const store = await deps.store();
  const { id, name } = await findJob(store, nameOrId);
  const changed = await store.jobs.change(
    id,
    (job) => {
      if (job.schedule.enabled === enabled) return null;
      const schedule = { ...job.schedule, enabled };
      return {
        job: { ...job, schedule },
        // What was missed while it was disabled is not caught up on.
        nextRunAt: enabled ? nextRun(schedule, context.now) : null,
        audit: auditEntry(context, {
          operation,
          subject: id,
          before: { enabled: job.schedule.enabled },
          after: { enabled },
        }),
      };
    },
    { at: context.now, actor: context.actor, door: context.door },
  );
  if (changed === null) throw jobGone({ name });
  deps.wake();
  return changed;
}
