import { UserError } from '../domain/errors.ts';
import { applyPatch } from '../domain/draft-patch.ts';
import { defaultFullSync, fromJob, toJob } from '../domain/draft.ts';
import type { Cadence, Job } from '../domain/job.ts';
import { checkSchedule } from '../domain/schedule-check.ts';
import { nextRun } from '../domain/schedule.ts';
import { isStoredAlike } from '../store/stored-alike.ts';
import { findJob, jobGone } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ChangeScheduleInput {
  /** Name or id. */
  readonly job: string;
  readonly cadence: Cadence;
  /** IANA name. */
  readonly timezone: string;
  /** The version that whoever asks has seen; without it any. */
  readonly version?: number;
}

/**
 * Changes when a job runs, and nothing else: whether its schedule is enabled stays as it is. A job that runs more than
 * once a day from now on gets the full sync that is usual for it, where it had none.
 *
 * @throws UserError `invalid_schedule`, `unknown_job`, `job_changed`
 */
export async function changeSchedule(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, cadence, timezone, version }: ChangeScheduleInput,
): Promise<Job> {
  authorize(context, 'admin', 'change the schedule of a job');
  const store = await deps.store();
  const { id, name } = await findJob(store, nameOrId);
  const changed = await store.jobs.change(
    id,
    (job) => {
      if (version !== undefined && job.version !== version) throw changedMeanwhile(job);
      const next = withCadence(job, cadence, timezone);
      const [problem] = checkSchedule(next.schedule);
      if (problem !== undefined) throw new UserError(problem.message, { code: 'invalid_schedule' });
      if (isStoredAlike(next.schedule, job.schedule)) return null;
      return {
        job: next,
        nextRunAt: next.schedule.enabled ? nextRun(next.schedule, context.now) : null,
        audit: auditEntry(context, {
          operation: 'change-schedule',
          subject: id,
          before: { schedule: job.schedule },
          after: { schedule: next.schedule },
        }),
      };
    },
    { at: context.now, actor: context.actor, door: context.door },
  );
  if (changed === null) throw jobGone({ name });
  deps.wake();
  return changed;
}

/** By the one language in which jobs are changed. */
function withCadence(job: Job, cadence: Cadence, timezone: string): Job {
  const usual = job.schedule.fullSync === 'never' ? defaultFullSync(cadence) : job.schedule.fullSync;
  const fullSync = job.direction === 'outbound' ? 'never' : usual;
  return toJob(applyPatch(fromJob(job), { schedule: { cadence, timezone, fullSync } }));
}

export function changedMeanwhile({ name }: Pick<Job, 'name'>): UserError {
  return new UserError(`The job "${name}" was changed after this was proposed. Ask again.`, {
    code: 'job_changed',
  });
}
