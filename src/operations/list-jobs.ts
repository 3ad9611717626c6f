import type { Job } from '../domain/job.ts';
import { isActive } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { describeSchedule } from '../domain/schedule-text.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** `disabled`: no schedule starts it. `failing`: its last run failed. */
export type JobState = 'ok' | 'queued' | 'running' | 'waiting for approval' | 'failing' | 'disabled';

export interface ListedJob {
  readonly job: Job;
  readonly connection: string;
  readonly state: JobState;
  /** When it runs, in words. */
  readonly schedule: string;
  readonly nextRunAt: Date | null;
  /** The newest run, also one that has not ended; null where there was none. */
  readonly lastRun: Run | null;
}

/** All jobs by name. */
export async function listJobs(
  deps: OperationDeps,
  context: OperationContext,
): Promise<readonly ListedJob[]> {
  authorize(context, 'viewer', 'see jobs');
  const store = await deps.store();
  const [jobs, connections, scheduled, latest] = await Promise.all([
    store.jobs.list(),
    store.connections.list(),
    store.jobs.scheduled(),
    store.runs.latest(),
  ]);
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const nextRuns = new Map(scheduled.map(({ job, nextRunAt }) => [job.id, nextRunAt]));
  return jobs.map((job) => {
    const lastRun = latest.get(job.id) ?? null;
    return {
      job,
      connection: names.get(job.connectionId) ?? '',
      state: stateOf(job, lastRun),
      schedule: describeSchedule(job.schedule),
      nextRunAt: nextRuns.get(job.id) ?? null,
      lastRun,
    };
  });
}

function stateOf({ schedule }: Job, lastRun: Run | null): JobState {
  if (lastRun !== null && isActive(lastRun.status)) return lastRun.status as JobState;
  if (!schedule.enabled) return 'disabled';
  return lastRun?.status === 'failed' ? 'failing' : 'ok';
}
