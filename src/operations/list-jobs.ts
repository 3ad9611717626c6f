import type { Job } from '../domain/job.ts';
import { naturalOrder } from '../domain/natural-order.ts';
import { isActive } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { waitsForConnection } from '../domain/usable-connection.ts';
import type { Connection } from '../store/connection-store.ts';
import { describeSchedule } from '../domain/schedule-text.ts';
import { authorizeFor } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/**
 * `disabled`: no schedule starts it. `failing`: its last run failed. `waiting for connection`: what its schedule starts
 * waits until somebody has renewed the login of its connection.
 */
export type JobState =
  'ok' | 'queued' | 'running' | 'waiting for approval' | 'waiting for connection' | 'failing' | 'disabled';

export interface ListedJob {
  readonly job: Job;
  readonly connection: string;
  readonly state: JobState;
  /** The connection that the job waits for; null where it waits for none. */
  readonly waitsFor: AwaitedConnection | null;
  /** When it runs, in words. */
  readonly schedule: string;
  readonly nextRunAt: Date | null;
  /** The newest sync, also one that has not ended; null where there was none. */
  readonly lastRun: Run | null;
  /**
   * The retry of rejected rows that was started after it; null where none was. It is about those rows only, and leaves
   * open how the job as a whole is doing.
   */
  readonly retry: Run | null;
  /** Whether a run's rows are kept as a file. */
  readonly hasFile: boolean;
}

export interface AwaitedConnection extends Pick<Connection, 'id' | 'name'> {
  /** Who connected it; any other admin can as well. */
  readonly owner: string | null;
}

/** All jobs that whoever asks may know, by name, Job 2 before Job 10. */
export async function listJobs(
  deps: OperationDeps,
  context: OperationContext,
): Promise<readonly ListedJob[]> {
  const { onlyJob } = context;
  authorizeFor(context, onlyJob ?? null, 'viewer', 'see jobs');
  const store = await deps.store();
  const [jobs, connections, nextRuns, latest, withRows] = await Promise.all([
    store.jobs.list(),
    store.connections.list(),
    store.jobs.nextRuns(),
    store.runs.latest(),
    store.runs.jobsWithRows(),
  ]);
  const byId = new Map(connections.map((connection) => [connection.id, connection]));
  const known = onlyJob === undefined ? jobs : jobs.filter(({ id }) => id === onlyJob);
  const listed = known.map((job) => {
    const lastRun = latest.syncs.get(job.id) ?? null;
    const retry = latest.retries.get(job.id) ?? null;
    const connection = byId.get(job.connectionId);
    const isExpired = connection?.state === 'expired';
    // While its rejected rows are tried again no other run of the job can be started.
    const state = stateOf(job, retry !== null && isActive(retry.status) ? retry : lastRun, isExpired);
    return {
      job,
      connection: connection?.name ?? '',
      state,
      waitsFor:
        connection === undefined || state !== 'waiting for connection'
          ? null
          : { id: connection.id, name: connection.name, owner: connection.owner },
      schedule: describeSchedule(job.schedule),
      nextRunAt: nextRuns.get(job.id) ?? null,
      lastRun,
      retry,
      hasFile: withRows.has(job.id),
    };
  });
  return listed.toSorted((a, b) => naturalOrder.compare(a.job.name, b.job.name));
}

function stateOf({ schedule }: Job, lastRun: Run | null, isExpired: boolean): JobState {
  if (lastRun !== null && isActive(lastRun.status)) {
    const isPutOff = isExpired && lastRun.status === 'queued' && waitsForConnection(lastRun);
    return isPutOff ? 'waiting for connection' : (lastRun.status as JobState);
  }
  if (!schedule.enabled) return 'disabled';
  if (isExpired) return 'waiting for connection';
  return lastRun?.status === 'failed' ? 'failing' : 'ok';
}
