import { isActive } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { startLoop } from '../timing/loop.ts';
import type { RunExecutor, StopReason } from './run-executor.ts';
import { settleRun } from './settle-run.ts';
import type { ExecutorEnd, SettleOptions } from './settle-run.ts';
import type { Timers } from '../timing/timers.ts';

export interface ExecutionOptions extends SettleOptions {
  readonly executor: RunExecutor;
  readonly heartbeatMs: number;
  /** How long an executor may take to stop when asked, and to return after the outcome is stored. */
  readonly patienceMs: number;
  readonly timers: Timers;
}

/** A claimed run that is executed here. */
export interface Execution {
  readonly run: Run;
  /** Resolves when the run has left this instance: ended, back in the queue, or given up. Never rejects. */
  readonly left: Promise<void>;
  /** The first reason counts. */
  readonly stop: (reason: StopReason) => void;
  /** Says now, and not only with the next heartbeat, that the run is executed, and hears whether it should be. */
  readonly beat: () => void;
}

/** So many in a row may fail; with one every five seconds that is before others take this instance for dead. */
const failedHeartbeats = 7;

export function startExecution(run: Run, options: ExecutionOptions): Execution {
  const { queue, runs, heartbeatMs, patienceMs, timers } = options;
  const log = options.log.child({ runId: run.id, jobId: run.jobId, attempt: run.attempt });
  const stopping = new AbortController();
  const hanging = new AbortController();
  let stopReason: StopReason | null = null;
  let isOver = false;
  let isOutcomeStored = false;
  let failuresInRow = 0;
  let callOff: (() => void) | null = null;

  function stop(reason: StopReason): void {
    if (stopReason !== null || isOver) return;
    stopReason = reason;
    callOff?.();
    callOff = timers.after(patienceMs, () => {
      hanging.abort();
    });
    stopping.abort(reason);
  }

  async function heartbeat(): Promise<number> {
    if (isOutcomeStored) return heartbeatMs;
    try {
      const heard = await queue.heartbeat(run, options.now());
      failuresInRow = 0;
      if (heard === 'cancel requested') stop('cancelled');
      if (heard === 'lost') await seeWhyLost();
    } catch (error) {
      failuresInRow += 1;
      log.warn({ err: error, failuresInRow }, 'a heartbeat of a run could not be written');
      if (failuresInRow >= failedHeartbeats) stop('lost');
    }
    return heartbeatMs;
  }

  /** A run that has just ended is not held any more either, and its executor is about to return. */
  async function seeWhyLost(): Promise<void> {
    const stored = await runs.byId(run.id);
    // One that waits for somebody to decide is left as well.
    const isLeft = stored?.status === 'waiting for approval' || (stored !== null && !isActive(stored.status));
    isOutcomeStored = isLeft && stored?.attempt === run.attempt;
    if (!isOutcomeStored) {
      stop('lost');
    } else if (stopReason === null && !isOver) {
      callOff = timers.after(patienceMs, () => {
        stop('lost');
      });
    }
  }

  async function execute(): Promise<void> {
    log.info({ mode: run.mode, trigger: run.trigger }, 'a run begins');
    const end = await Promise.race([
      callExecutor(options.executor, run, stopping.signal),
      hangs(hanging.signal),
    ]);
    isOver = true;
    callOff?.();
    await heartbeats.stop();
    try {
      await settleRun(run, end, stopReason, { ...options, log });
    } catch (error) {
      // Its row still names this instance, which no longer executes it: recovery finds that.
      log.error({ err: error }, 'the end of a run could not be written');
    }
  }

  // Begins with a heartbeat: a run that is resumed may have been asked to cancel before.
  const heartbeats = startLoop('the heartbeat of a run', heartbeat, { timers, log });
  return { run, left: execute(), stop, beat: heartbeats.wake };
}

async function callExecutor(executor: RunExecutor, run: Run, signal: AbortSignal): Promise<ExecutorEnd> {
  try {
    await executor.execute(run, signal);
    return { kind: 'returned' };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

function hangs(signal: AbortSignal): Promise<ExecutorEnd> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve({ kind: 'hangs' });
    });
  });
}
