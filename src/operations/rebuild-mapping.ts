import { UserError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { findJob } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';
import { enqueueRun, placeOfProgress, triggers } from './start-run.ts';
import type { AskedIn, StartedRun } from './start-run.ts';

export interface RebuildMappingInput {
  /** Name or id. */
  readonly job: string;
  /** Where it was asked for in Slack, so that it is told there how the run gets on. */
  readonly askedIn?: AskedIn;
}

/**
 * Queues a full sync that begins by dropping the matches of the job's two objects, so that every record is matched anew.
 * Jobs that send records of these objects back to the CRM wait until it has ended.
 *
 * @throws UserError `no_matches` for a job that exports, `run_active` naming the run that the job has already,
 *   `connection_expired`.
 */
export async function rebuildMapping(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, askedIn }: RebuildMappingInput,
): Promise<Omit<StartedRun, 'adopted'>> {
  authorize(context, 'admin', 'rebuild the mapping of a job');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  requireMatches(job);
  const id = deps.newId();
  const run = await enqueueRun(
    store,
    {
      id,
      jobId: job.id,
      jobVersion: job.version,
      mode: 'full',
      trigger: triggers[context.door],
      startedBy: context.actor,
      dryRun: false,
      rebuild: true,
      queuedAt: context.now,
    },
    {
      audit: auditEntry(context, {
        operation: 'rebuild-mapping',
        subject: job.id,
        before: null,
        after: { run: id },
      }),
      ...(askedIn === undefined ? {} : { progress: placeOfProgress(job, askedIn) }),
    },
  );
  deps.wake();
  return { job, run };
}

/** @throws UserError `no_matches` for a job that exports. */
export function requireMatches({ name, direction }: Pick<Job, 'name' | 'direction'>): void {
  if (direction === 'inbound') return;
  throw new UserError(
    `"${name}" exports data and goes by the matches of the jobs that import it. Rebuild those, or run a full sync of this one: it sends every record again.`,
    { code: 'no_matches' },
  );
}
