import type { Job } from '../domain/job.ts';
import type { Run, RunMode, RunTrigger } from '../domain/run.ts';
import { requireUsable } from '../domain/usable-connection.ts';
import type { NewOutgoing } from '../domain/outgoing.ts';
import { UserError } from '../domain/errors.ts';
import type { AuditEntry } from '../store/audit-entry.ts';
import type { BesideRun, NewRun } from '../store/run-store.ts';
import type { Store } from '../store/store.ts';
import { activeRunErrorOf } from './active-run.ts';
import { findJob } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { Door, OperationContext, OperationDeps } from './operation.ts';

export interface StartRunInput {
  /** Name or id. */
  readonly job: string;
  readonly mode: RunMode;
  readonly dryRun: boolean;
  /**
   * Where the job has a run that nobody executes (its process is gone, or nobody has taken it yet), that run is
   * returned instead of refused, for the caller to see to. Its mode may be another one than was asked for.
   */
  readonly adopt?: boolean;
  /** Where it was asked for in Slack, so that it is told there how the run gets on. */
  readonly askedIn?: AskedIn;
}

export interface AskedIn {
  /** The channel; null in App Home. */
  readonly conversation: string | null;
  readonly person: string;
}

export interface StartedRun {
  readonly job: Job;
  readonly run: Run;
  /** The run was there already. */
  readonly adopted: boolean;
}

/**
 * Queues a run. The schedule does not move.
 *
 * @throws UserError `run_active` naming the run that the job has already; `connection_expired` about the connection that
 *   has to be connected again first.
 */
export async function startRun(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, mode, dryRun, adopt = false, askedIn }: StartRunInput,
): Promise<StartedRun> {
  authorize(context, 'operator', 'start a run');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  const entryOf = (after: object): AuditEntry =>
    auditEntry(context, { operation: 'start-run', subject: job.id, before: null, after });
  if (adopt) {
    requireUsable(job, await store.connections.byId(job.connectionId));
    const run = await adoptable(deps, store, job, { mode, dryRun });
    if (run !== null) {
      await store.audit.add(entryOf({ run: run.id, mode: run.mode, dryRun, adopted: true }));
      return { job, run, adopted: true };
    }
  }
  const wanted: NewRun = {
    id: deps.newId(),
    jobId: job.id,
    jobVersion: job.version,
    mode,
    trigger: triggers[context.door],
    startedBy: context.actor,
    dryRun,
    queuedAt: context.now,
  };
  const run = await enqueueRun(store, wanted, {
    audit: entryOf({ run: wanted.id, mode, dryRun }),
    ...(askedIn === undefined ? {} : { progress: placeOfProgress(job, askedIn) }),
  });
  deps.wake();
  return { job, run, adopted: false };
}

/** @throws UserError `run_active` naming the run that the job has already. */
export async function enqueueRun({ runs }: Store, run: NewRun, beside: BesideRun): Promise<Run> {
  try {
    return await runs.enqueue(run, beside);
  } catch (error) {
    throw await activeRunErrorOf({ runs }, run.jobId, error);
  }
}

/** The job's channel, or else where it was asked for, or else the person's direct messages. */
export function placeOfProgress(
  { id, notify }: Job,
  { conversation, person }: AskedIn,
): Omit<NewOutgoing, 'content'> {
  if (notify.channel !== null) return { to: notify.channel, jobId: id, fallback: person };
  return conversation === null ? { to: person } : { to: conversation, fallback: person };
}

export const triggers: Readonly<Record<Door, RunTrigger>> = {
  slack: 'slack',
  browser: 'slack',
  api: 'api',
  cli: 'cli',
  assistant: 'assistant',
  system: 'schedule',
};

/** A run of the job that waits for somebody to execute it; null where there is none. */
async function adoptable(
  deps: OperationDeps,
  { runs }: Store,
  job: Job,
  asked: Pick<StartRunInput, 'mode' | 'dryRun'>,
): Promise<Run | null> {
  const active = await runs.activeOf(job.id);
  if (active === null) return null;
  // Sees to a run whose process is gone: it waits in the queue again, or has failed for good.
  if (active.status === 'running') await (await deps.scheduler()).recover();
  const waiting = await runs.activeOf(job.id);
  if (waiting?.status !== 'queued') return null;
  const isResumed = waiting.startedAt !== null;
  // A full sync brings all that an incremental one would.
  const isEnough = isResumed || waiting.mode === asked.mode || waiting.mode === 'full';
  if (waiting.dryRun === asked.dryRun && isEnough) return waiting;
  const [its, ours] = [waiting, asked].map(describe);
  throw new UserError(
    `This job has a run already: ${waiting.id}, ${its}, waits to be executed. ` +
      `${isResumed ? 'It was interrupted and goes on first' : 'It goes first'}: run the job again without asking for ${ours}, or wait until it ended.`,
    { code: 'run_active' },
  );
}

function describe({ mode, dryRun }: Pick<Run, 'mode' | 'dryRun'>): string {
  const sync = mode === 'full' ? 'a full sync' : 'an incremental sync';
  return dryRun ? `${sync} as a dry run` : sync;
}
