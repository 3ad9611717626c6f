import { FatalError, UserError } from '../domain/errors.ts';
import { isActive } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import type { QueuedRuns } from '../store/team-store.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Recovered } from './recovery.ts';
import type { Timers } from '../timing/timers.ts';

export interface FollowOptions {
  readonly runs: QueuedRuns;
  readonly dispatcher: Dispatcher;
  /** Sees to runs whose process is gone. */
  readonly recover: () => Promise<Recovered>;
  /** How often a run that is executed elsewhere is looked at. */
  readonly pollMs: number;
  readonly now: () => Date;
  readonly timers: Timers;
  /** Aborted when this instance stops. */
  readonly stopped: AbortSignal;
}

/**
 * Has a run executed here, or, where another process took it, waits until it has ended. Returns the ended run, or one
 * that waits for somebody: to decide, or to connect its CRM again.
 *
 * @param cancel asks for the run to be cancelled
 * @throws FatalError where there is no such run
 * @throws UserError `stopped` where this instance stops before the run has ended
 */
export async function followRun(runId: string, cancel: AbortSignal, options: FollowOptions): Promise<Run> {
  const { runs, dispatcher, recover, now, stopped } = options;
  let isCancelAsked = false;
  // Ends with the run: that no run goes on for ever is seen to by the limits of who executes it.
  for (;;) {
    const run = await runs.byId(runId);
    if (run === null)
      throw new FatalError(`There is no run ${runId}. See "crosswalk history" for those that there are.`, {
        code: 'unknown_run',
      });
    // Nobody knows when somebody will.
    const isPutOff = run.status === 'queued' && run.error !== null;
    if (!isActive(run.status) || run.status === 'waiting for approval' || isPutOff) return run;
    if (stopped.aborted) throw wasStopped(run);
    if (cancel.aborted && !isCancelAsked) {
      isCancelAsked = (await runs.cancelQueued(runId, now())) || (await runs.requestCancel(runId));
      dispatcher.beat();
      continue;
    }
    if (run.status === 'queued') await dispatcher.take(runId);
    if (run.status === 'running' && !dispatcher.executing.has(runId)) {
      const { resumed, failed } = await recover();
      if (resumed.includes(runId) || failed.includes(runId)) continue;
    }
    await changeOf(runId, isCancelAsked ? [stopped] : [stopped, cancel], options);
  }
}

/** Waits until the run leaves this instance, or a little where it is elsewhere, or one of the signals. */
function changeOf(
  runId: string,
  signals: readonly AbortSignal[],
  { dispatcher, timers, pollMs }: FollowOptions,
): Promise<void> {
  return new Promise((resolve) => {
    const execution = dispatcher.executing.get(runId);
    const callOff = execution === undefined ? timers.after(pollMs, done) : () => undefined;
    function done(): void {
      callOff();
      for (const signal of signals) signal.removeEventListener('abort', done);
      resolve();
    }
    for (const signal of signals) {
      if (signal.aborted) done();
      else signal.addEventListener('abort', done);
    }
    void execution?.left.finally(done);
  });
}

function wasStopped(run: Run): UserError {
  return new UserError(
    `Crosswalk stopped before run ${run.id} ended. It is ${run.status}, and goes on from where it stood when ` +
      'Crosswalk runs again.',
    { code: 'stopped' },
  );
}
