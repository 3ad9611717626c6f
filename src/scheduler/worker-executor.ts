/** Executes runs in worker threads, one at a time in each. */
import { MessageChannel } from 'node:worker_threads';
import type { Run, StopReason } from '../domain/run.ts';
import { createMainHost } from '../engine/main-host.ts';
import { outcomeOfError } from '../engine/outcome.ts';
import type { RunSpec } from '../engine/run-host.ts';
import type { RunEnd } from '../engine/run.ts';
import { startOverPort } from '../engine/run-port.ts';
import type { RunOverPort } from '../engine/run-port.ts';
import { loadRunSpec } from '../engine/run-spec.ts';
import type { RunServices } from '../engine/run-spec.ts';
import { askWhileAway } from '../engine/while-away.ts';
import type { Log } from '../log.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import type { RunExecutor } from './run-executor.ts';
import type { RunThread, RunThreads } from './run-threads.ts';
import { watchThread } from './thread-watch.ts';

export interface WorkerExecutorOptions extends RunServices {
  readonly threads: RunThreads;
  readonly log: Log;
  readonly now?: () => Date;
  /** How long a run may take to stop when it is asked to, and its thread to end when the run has; then it is ended. */
  readonly stopWithinMs?: number;
  readonly timers?: Timers;
}

/** Less than the scheduler's patience, so that it hears how the run stopped. */
const usualStopWithinMs = 20_000;

export function createWorkerExecutor(options: WorkerExecutorOptions): RunExecutor {
  const {
    threads,
    store,
    hub,
    sessions,
    log,
    now = () => new Date(),
    stopWithinMs = usualStopWithinMs,
    timers = systemTimers,
  } = options;

  async function executeIn(thread: RunThread, spec: RunSpec, signal: AbortSignal): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const host = createMainHost({ spec, store, hub, sessions, signal });
    let run: RunOverPort | null = null;
    let deadline: NodeJS.Timeout | null = null;
    const stop = (): void => {
      run?.stop(signal.reason as StopReason);
      deadline ??= setTimeout(() => thread.terminate(), stopWithinMs);
    };
    signal.addEventListener('abort', stop, { once: true });
    const watch = watchThread(() => run?.ask(), timers);
    let end: RunEnd = 'left';
    try {
      thread.begin(port2);
      run = startOverPort(port1, { spec, host, log, onHeard: () => watch.heard() });
      if (signal.aborted) stop();
      end = await Promise.race([run.ended, thread.died, watch.deaf]);
    } catch (error) {
      if (!signal.aborted) throw error;
      log.warn({ err: error, runId: spec.run.id, reason: signal.reason }, 'a run did not stop by itself');
    } finally {
      signal.removeEventListener('abort', stop);
      watch.end();
      // What the thread waits for when its run has ended.
      port1.close();
      if (end === 'over' && !signal.aborted) thread.giveBack();
      else await thread.end(stopWithinMs);
      if (deadline !== null) clearTimeout(deadline);
      // A batch may still be loading: another attempt must not begin before it is in.
      await host.idle();
    }
  }

  return {
    async execute(run, signal) {
      if (signal.aborted) return;
      const spec = await specOrOutcome(run, signal);
      if (spec === null) return;
      await executeIn(await threads.take({ isNew: run.attempt > 1 }), spec, signal);
    },
  };

  /** null where the run cannot be executed for a reason that is its outcome. */
  async function specOrOutcome(run: Run, signal: AbortSignal): Promise<RunSpec | null> {
    try {
      return await askWhileAway(() => loadRunSpec(run, options), { signal });
    } catch (error) {
      const { counts, files } = run;
      const outcome = outcomeOfError(error, { counts, files, finishedAt: now() });
      if (outcome !== null) await store.runs.finish(run.id, run.owner ?? '', run.attempt, outcome);
      return null;
    }
  }
}
