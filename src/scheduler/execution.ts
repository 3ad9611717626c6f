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

/**
 * Without a heartbeat that was written for so long the run is given up, before others take this instance for dead
 * (`silenceLimitMs`). Counted from when the last one was asked for, which is before anybody can have seen it.
 */
const giveUpMs = 35_000;

export function startExecution(run: Run, options: ExecutionOptions): Execution {
  const { queue, runs, heartbeatMs, patienceMs, timers } = options;
  const log = options.log.child({ runId: run.id, jobId: run.jobId, attempt: run.attempt });
  const stopping = new AbortController();
  const hanging = new AbortController();
  let stopReason: StopReason | null = null;
  let isOver = false;
  let isOutcomeStored = false;
  let callOff: (() => void) | null = null;
  const silent = new AbortController();
  let writtenMs = timers.elapsedMs();
  let callOffSilence = timers.after(giveUpMs, fallSilent);

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
    const askedMs = timers.elapsedMs();
    try {
      const heard = await queue.heartbeat(run, options.now());
      if (heard === 'cancel requested') stop('cancelled');
      if (heard === 'lost') await seeWhyLost();
      noteWritten(askedMs);
    } catch (error) {
      const silentMs = Math.round(timers.elapsedMs() - writtenMs);
      log.warn({ err: error, silentMs }, 'a heartbeat of a run could not be written');
    }
    return heartbeatMs;
  }

  function noteWritten(askedMs: number): void {
    writtenMs = askedMs;
    callOffSilence();
    if (isOver || isOutcomeStored) return;
    callOffSilence = timers.after(giveUpMs - (timers.elapsedMs() - askedMs), fallSilent);
  }

  /** By a timer: on a connection that was cut a heartbeat neither succeeds nor fails. */
  function fallSilent(): void {
    if (!isOver) log.warn({ giveUpMs }, 'no heartbeat of a run could be written for too long');
    silent.abort();
    stop('lost');
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
      aborted(hanging.signal).then((): ExecutorEnd => ({ kind: 'hangs' })),
    ]);
    isOver = true;
    // One that is never answered keeps nobody: what it would still write, the store judges by who holds the run.
    await Promise.race([heartbeats.stop(), aborted(hanging.signal), aborted(silent.signal)]);
    callOff?.();
    callOffSilence();
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
