/** How a job that was checked is written, by the wizard and by whoever restores a version. */
import type { DraftCheck } from '../domain/draft-check-mapping.ts';
import type { HubObjectName } from '../domain/hub-object.ts';
import type { Job } from '../domain/job.ts';
import { nextRun } from '../domain/schedule.ts';
import { isStoredAlike } from '../store/stored-alike.ts';
import type { SavedJob, WantedJob } from '../store/job-store.ts';
import { shownJob } from './apply-changes.ts';
import type { AuditOperation } from '../domain/audit.ts';
import { auditEntry } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface CheckedJob extends Pick<WantedJob, 'job' | 'draft' | 'run'> {
  readonly operation: AuditOperation;
  /** As it is now; null for a new one. */
  readonly stored: Job | null;
  /** That takes the new attributes. */
  readonly hubObject: HubObjectName;
  readonly newAttributes: DraftCheck['newAttributes'];
}

/** Nothing is written where somebody else came first; attributes that no job uses do no harm. */
export async function saveCheckedJob(
  deps: OperationDeps,
  context: OperationContext,
  { job, draft, run, operation, stored, hubObject, newAttributes }: CheckedJob,
): Promise<SavedJob> {
  const store = await deps.store();
  const hub = await deps.hub();
  // First the hub: a job without its attributes would do harm.
  if (newAttributes.length > 0) await hub.addAttributes(hubObject, newAttributes);
  const saved = await store.jobs.save({
    job,
    based: stored?.version ?? null,
    // A schedule that stays the same goes on from where it stands.
    ...(isStoredAlike(stored?.schedule, job.schedule)
      ? {}
      : { nextRunAt: nextRun(job.schedule, context.now) }),
    savedBy: { at: context.now, actor: context.actor, door: context.door },
    audit: auditEntry(context, {
      operation,
      subject: job.id,
      before: stored === null ? null : shownJob(stored),
      after: shownJob(job),
    }),
    ...(draft === undefined ? {} : { draft }),
    ...(run === undefined ? {} : { run }),
  });
  if (saved.kind === 'saved') deps.wake();
  return saved;
}
