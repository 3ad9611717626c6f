import type { Log } from '../log.ts';
import type { Run } from '../domain/run.ts';
import type { QueuedRuns } from '../store/team-store.ts';
import { crash, newIncident } from './crash.ts';
import { endRun, resumeOrFail } from './resume-or-fail.ts';
import type { StopReason } from './run-executor.ts';
import type { RunQueue } from './run-queue.ts';

/** How an executor came to its end. */
export type ExecutorEnd =
  | { readonly kind: 'returned' }
  | { readonly kind: 'threw'; readonly error: unknown }
  /** It was asked to stop, and its time is up. */
  | { readonly kind: 'hangs' };

export interface SettleOptions {
  readonly queue: RunQueue;
  readonly runs: QueuedRuns;
  readonly now: () => Date;
  readonly log: Log;
}

/** After the executor: sees to it that the run has ended, or waits again, and is not left as running. */
export async function settleRun(
  run: Run,
  end: ExecutorEnd,
  stopReason: StopReason | null,
  options: SettleOptions,
): Promise<void> {
  const { runs, log } = options;
  if (end.kind === 'hangs') log.error({ stopReason }, 'the executor of a run does not stop, and is given up');
  if (end.kind === 'threw' && stopReason !== null) {
    log.warn({ err: end.error, stopReason }, 'the executor of a run failed while it stopped');
  }
  if (stopReason === 'lost') {
    log.warn('a run was given up: it is not held here any more');
    return;
  }
  if (stopReason === 'shutdown') {
    await releaseRun(run, end, options);
    return;
  }
  const stored = await runs.byId(run.id);
  if (stored?.status !== 'running' || stored.owner !== run.owner || stored.attempt !== run.attempt) {
    if (end.kind === 'threw') log.error({ err: end.error }, 'the executor failed after its run had ended');
    if (stored?.status === 'queued' && stored.attempt === run.attempt) {
      log.warn({ error: stored.error }, 'a run waits until somebody has connected its CRM again');
      await options.queue.put(run.id);
      return;
    }
    log.info({ status: stored?.status, counts: stored?.counts }, 'a run has ended');
  } else if (stopReason === 'cancelled') {
    log.warn('a run was cancelled, which its executor did not store');
    await endRun(run, 'cancelled', null, options);
  } else {
    await seeToCrash(run, end, options);
  }
}

async function releaseRun(run: Run, end: ExecutorEnd, { queue, log }: SettleOptions): Promise<void> {
  // Where something may still be executing it, it may be resumed only once this process is gone.
  if (end.kind === 'hangs') return;
  if (await queue.release(run)) log.info('a run was stopped and waits in the queue again');
}

async function seeToCrash(run: Run, end: ExecutorEnd, options: SettleOptions): Promise<void> {
  const error =
    end.kind === 'threw' ? end.error : new Error('The executor ended without storing an outcome.');
  const incident = newIncident();
  const aftermath = await resumeOrFail(run, crash(error, incident), options);
  options.log.error({ err: error, incident, aftermath }, 'a run was interrupted by an error');
}
