/** Executes runs in worker threads: one a run, started by Bree and named after the run. */
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';
import Bree from 'bree';
import { awaitedLater } from '../domain/awaited-later.ts';
import type { Run, StopReason } from '../domain/run.ts';
import { createMainHost } from '../engine/main-host.ts';
import { outcomeOfError } from '../engine/outcome.ts';
import type { RunSpec } from '../engine/run-host.ts';
import { startOverPort } from '../engine/run-port.ts';
import { loadRunSpec } from '../engine/run-spec.ts';
import type { RunServices } from '../engine/run-spec.ts';
import { askWhileAway } from '../engine/while-away.ts';
import type { Log } from '../log.ts';
import type { RunExecutor } from './run-executor.ts';

export interface WorkerExecutorOptions extends RunServices {
  readonly log: Log;
  readonly now?: () => Date;
  /** How long a run may take to stop when it is asked to, and its thread to end when the run has; then it is ended. */
  readonly stopWithinMs?: number;
  readonly limits?: WorkerLimits;
  /** The compiled file that a thread begins with. */
  readonly entry?: string;
}

/** In megabytes. A thread that needs more is ended, and nothing else with it. */
export interface WorkerLimits {
  readonly maxOldGenerationSizeMb: number;
  readonly maxYoungGenerationSizeMb: number;
}

const usualLimits: WorkerLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 48 };
/** Less than the scheduler's patience, so that it hears how the run stopped. */
const usualStopWithinMs = 20_000;
const usualEntry = fileURLToPath(new URL('../../jobs/run-sync.js', import.meta.url));

export function createWorkerExecutor(options: WorkerExecutorOptions): RunExecutor {
  const { store, hub, sessions, log, now = () => new Date(), stopWithinMs = usualStopWithinMs } = options;
  const { entry = usualEntry, limits = usualLimits } = options;
  // Errors and exits are seen by listeners of our own: Bree tells of a crash twice, and of a thread that was
  // ended on purpose as a failure.
  const bree = new Bree({ root: false, jobs: [], logger: false, removeCompleted: true });

  async function startThread(name: string): Promise<Thread> {
    // `eval: false`: Bree takes a path with a character such as + or & for program text.
    await bree.add({ name, path: entry, worker: { eval: false, resourceLimits: limits } });
    try {
      await bree.run(name);
      const worker = bree.workers.get(name);
      if (worker !== undefined) return watch(worker, name);
    } catch (error) {
      await bree.remove(name);
      throw error;
    }
    throw new Error(`Bree started no thread for run ${name}.`);
  }

  async function executeIn(thread: Thread, spec: RunSpec, signal: AbortSignal): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    thread.worker.postMessage(port2, [port2]);
    const host = createMainHost({ spec, store, hub, sessions, signal });
    const run = startOverPort(port1, { spec, host, log });
    let deadline: NodeJS.Timeout | null = null;
    const endLater = (): void => {
      deadline ??= setTimeout(() => void thread.worker.terminate(), stopWithinMs);
    };
    const stop = (): void => {
      run.stop(signal.reason as StopReason);
      endLater();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      await Promise.race([run.ended, thread.died]);
    } catch (error) {
      if (!signal.aborted) throw error;
      log.warn({ err: error, runId: spec.run.id, reason: signal.reason }, 'a run did not stop by itself');
    } finally {
      signal.removeEventListener('abort', stop);
      endLater();
      // What the thread waits for when its run has ended.
      port1.close();
      await thread.left;
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
      await executeIn(await startThread(run.id), spec, signal);
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

interface Thread {
  readonly worker: Worker;
  /** Rejects with why the thread crashed, or that it ended by itself. */
  readonly died: Promise<never>;
  /** Resolves when the thread is gone. */
  readonly left: Promise<void>;
}

function watch(worker: Worker, name: string): Thread {
  // Nobody waits for it once the run has ended.
  const died = awaitedLater(
    new Promise<never>((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) =>
        reject(new Error(`The thread of run ${name} ended with exit code ${code} before the run had.`)),
      );
    }),
  );
  const left = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  return { worker, died, left };
}
