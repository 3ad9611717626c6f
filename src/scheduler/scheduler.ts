import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Run } from '../domain/run.ts';
import type { Everywhere } from '../store/team-store.ts';
import { createDispatcher } from './dispatcher.ts';
import { followRun } from './follow-run.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';
import { recoverRuns } from './recovery.ts';
import type { Recovered } from './recovery.ts';
import type { RunExecutor } from './run-executor.ts';
import type { RunQueue } from './run-queue.ts';
import { watchSchedules } from './schedules.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';

export interface SchedulerOptions {
  /** Of all teams. */
  readonly store: Pick<Everywhere, 'jobs' | 'runs'>;
  readonly executor: RunExecutor;
  /** In the name of this instance. */
  readonly queue: RunQueue;
  readonly maxConcurrentRuns: number;
  readonly log: Log;
  readonly now?: () => Date;
  readonly timers?: Timers;
  readonly intervals?: Partial<Intervals>;
  readonly newId?: () => string;
}

interface Intervals {
  /** Between two heartbeats of a run. */
  readonly heartbeatMs: number;
  /** Between two looks into the queue, for what other processes put there. */
  readonly pollMs: number;
  /**
   * Between two searches for runs whose process is gone: with the silence that tells (`silenceLimitMs`), which begins
   * with a search and is found by another, less than a minute.
   */
  readonly recoveryMs: number;
  /**
   * How long an executor may take to stop when asked: longer than the worker threads' own limit, and less than the
   * 30 seconds that Kubernetes gives a process.
   */
  readonly patienceMs: number;
  /** Between two looks at a run that is followed and executed elsewhere. */
  readonly followMs: number;
}

const usualIntervals: Intervals = {
  heartbeatMs: 5000,
  pollMs: 2000,
  recoveryMs: 10_000,
  patienceMs: 25_000,
  followMs: 500,
};

export interface Scheduler {
  /** From now on schedules fire, queued runs are executed, and interrupted ones resumed. */
  start(): void;
  /** Something changed (a run was queued or asked to cancel, a job was saved): looks now and not only soon. */
  wake(): void;
  /**
   * Executes a queued run here, out of turn, or follows it where another process took it, until it has ended
   * or waits for somebody to decide. Works without `start`. An aborted `cancel` asks for the run to be cancelled; it then ends as soon as it can.
   *
   * @throws FatalError `unknown_run`
   * @throws UserError `stopped` where `stop` was called meanwhile
   */
  execute(runId: string, cancel?: AbortSignal): Promise<Run>;
  /** Sees now to running runs whose process is gone. */
  recover(): Promise<Recovered>;
  /**
   * Starts nothing more, and puts the runs in progress back into the queue, where they go on from their
   * checkpoint. Takes at most `patienceMs`; a run that has not stopped by then is resumed after this process.
   */
  stop(): Promise<void>;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { store, executor, queue, maxConcurrentRuns, log } = options;
  const { jobs, runs } = store;
  const { now = () => new Date(), timers = systemTimers, newId = randomUUID } = options;
  const { heartbeatMs, pollMs, recoveryMs, patienceMs, followMs } = {
    ...usualIntervals,
    ...options.intervals,
  };
  const dispatcher = createDispatcher({
    queue,
    runs,
    executor,
    maxConcurrentRuns,
    heartbeatMs,
    pollMs,
    patienceMs,
    log,
    now,
    timers,
  });
  const stopped = new AbortController();
  const following = new Set<Promise<Run>>();
  let loops: { readonly recovery: Loop; readonly schedules: Loop } | null = null;

  async function recover(): Promise<Recovered> {
    const executing = new Set(dispatcher.executing.keys());
    const recovered = await recoverRuns({ queue, runs, executing, now, log });
    if (recovered.resumed.length > 0) dispatcher.wake();
    return recovered;
  }

  async function recoverRegularly(): Promise<number> {
    await recover();
    await queue.mend();
    return recoveryMs;
  }

  function look(): void {
    loops?.schedules.wake();
    dispatcher.wake();
    dispatcher.beat();
  }

  const fireRegularly = watchSchedules({ jobs, onQueued: dispatcher.wake, newId, now, log });

  return {
    recover,

    start() {
      if (loops !== null || stopped.signal.aborted) return;
      loops = {
        recovery: startLoop('recovery', recoverRegularly, { timers, log }),
        schedules: startLoop('schedules', fireRegularly, { timers, log }),
      };
      dispatcher.start();
      queue.listen({ onAdded: dispatcher.wake, onTold: look });
    },

    wake() {
      look();
      void queue.tell();
    },

    async execute(runId, cancel = new AbortController().signal) {
      const followed = followRun(runId, cancel, {
        runs,
        dispatcher,
        recover,
        pollMs: followMs,
        now,
        timers,
        stopped: stopped.signal,
      });
      following.add(followed);
      return followed.finally(() => following.delete(followed));
    },

    async stop() {
      stopped.abort();
      await Promise.all([loops?.recovery.stop(), loops?.schedules.stop()]);
      await dispatcher.stop();
      await Promise.allSettled(following);
    },
  };
}
