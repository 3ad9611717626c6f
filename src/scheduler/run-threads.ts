/**
 * Worker threads for runs, started by Bree. A thread executes one run at a time, and stays a while for the next one: what a
 * short run costs is mostly the loading of its modules.
 */
import { fileURLToPath } from 'node:url';
import type { MessagePort, Worker } from 'node:worker_threads';
import Bree from 'bree';
import { awaitedLater } from '../domain/awaited-later.ts';
import type { ToRunThread } from '../engine/run-thread.ts';
import type { Log } from '../log.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';

export interface RunThreadsOptions {
  readonly log: Log;
  /** Threads that wait for a run at one time; one more is ended. */
  readonly maxIdle: number;
  readonly limits?: ThreadLimits;
  /** The compiled file that a thread begins with. */
  readonly entry?: string;
  readonly timers?: Timers;
}

/** In megabytes. A thread that needs more is ended, and nothing else with it. */
export interface ThreadLimits {
  readonly maxOldGenerationSizeMb: number;
  readonly maxYoungGenerationSizeMb: number;
}

export interface RunThread {
  /** Has it execute the run at the other end of the port. */
  begin(port: MessagePort): void;
  /** Rejects with why it crashed, that it ended, or that it cannot be ended. */
  readonly died: Promise<never>;
  /** Its run is over and left nothing behind: it may execute the next one. */
  giveBack(): void;
  /** Resolves when it is gone, which it is given so long for; then it is terminated. */
  end(withinMs: number): Promise<void>;
  /** Ends it wherever it is; one that waits for the system is given up until that answers. */
  terminate(): void;
}

export interface RunThreads {
  /** One that waits for a run; where none does, or `isNew`, a new one: nothing that others left can hurt a run there. */
  take(options?: { readonly isNew: boolean }): Promise<RunThread>;
  /** Ends those that wait, and takes none back from now on. Resolves when they and those that leave already are gone. */
  close(): Promise<void>;
}

const usualLimits: ThreadLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 48 };
const usualEntry = fileURLToPath(new URL('../../jobs/run-sync.js', import.meta.url));
/** A thread is ended after so many runs, and when it has waited so long for one: whatever they leave there ends with it. */
const maxRuns = 100;
const idleMs = 60_000;
const leaveWithinMs = 5_000;

export function createRunThreads(options: RunThreadsOptions): RunThreads {
  const { log, maxIdle, limits = usualLimits, entry = usualEntry, timers = systemTimers } = options;
  // Errors and exits are seen by listeners of our own: Bree tells of a crash twice, and of a thread that was
  // ended on purpose as a failure.
  const bree = new Bree({ root: false, jobs: [], logger: false, removeCompleted: true });
  /** Those that wait, the one that has waited longest first; each with what calls off its end. */
  const idle = new Map<RunThread, () => void>();
  const leaving = new Set<Promise<void>>();
  let started = 0;
  let isClosed = false;

  async function start(): Promise<RunThread> {
    started += 1;
    const name = `runs ${started}`;
    // `eval: false`: Bree takes a path with a character such as + or & for program text.
    await bree.add({ name, path: entry, worker: { eval: false, resourceLimits: limits } });
    try {
      await bree.run(name);
      const worker = bree.workers.get(name);
      if (worker !== undefined) return threadOf(worker);
    } catch (error) {
      await bree.remove(name);
      throw error;
    }
    throw new Error('Bree started no thread for a run.');
  }

  function threadOf(worker: Worker): RunThread {
    let runs = 0;
    let isGone = false;
    let isTerminated = false;
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    let giveUp: (() => void) | null = null;
    const givenUp = new Promise<void>((resolve) => {
      giveUp = resolve;
    });
    const died = new Promise<never>((_, reject) => {
      void givenUp.then(() => {
        isGone = true;
        reject(
          new Error('The thread of a run cannot be ended: it waits for the system, which does not answer.'),
        );
      });
      worker.once('error', (error) => {
        isGone = true;
        tellIdle(error);
        reject(error);
      });
      worker.once('exit', (code) => {
        const error = new Error(`The thread of a run ended with exit code ${code} before the run had.`);
        isGone = true;
        tellIdle(error);
        reject(error);
      });
    });
    /** Nobody waits for it, and it will not be taken. */
    function tellIdle(error: unknown): void {
      if (idle.has(thread)) log.warn({ err: error }, 'a thread that waited for a run has ended');
      stopWaiting(thread);
    }
    const left = Promise.race([exited, givenUp]);

    const thread: RunThread = {
      // Nobody waits for it while there is no run.
      died: awaitedLater(died),
      begin(port) {
        runs += 1;
        worker.postMessage(port satisfies ToRunThread, [port]);
      },
      giveBack() {
        if (isGone) return;
        if (isClosed || runs >= maxRuns || idle.size >= maxIdle) {
          void thread.end(leaveWithinMs);
          return;
        }
        const end = (): void => void thread.end(leaveWithinMs);
        idle.set(thread, timers.after(idleMs, end));
      },
      async end(withinMs) {
        stopWaiting(thread);
        worker.postMessage('leave' satisfies ToRunThread);
        const callOff = timers.after(withinMs, () => thread.terminate());
        leaving.add(left);
        await left;
        leaving.delete(left);
        callOff();
      },
      terminate() {
        if (isTerminated) return;
        isTerminated = true;
        void worker.terminate();
        const callOff = timers.after(leaveWithinMs, () => {
          log.error('a thread of a run cannot be ended: it waits for the system, which does not answer');
          leaveBehind(worker, exited);
          giveUp?.();
        });
        void exited.then(callOff);
      },
    };
    return thread;
  }

  function stopWaiting(thread: RunThread): void {
    idle.get(thread)?.();
    idle.delete(thread);
  }

  return {
    async take({ isNew } = { isNew: false }) {
      // There are no more of them for that.
      if (isNew) void [...idle.keys()].at(0)?.end(leaveWithinMs);
      const thread = isNew ? undefined : [...idle.keys()].at(-1);
      if (thread === undefined) return await start();
      stopWaiting(thread);
      return thread;
    },
    async close() {
      isClosed = true;
      await Promise.all([...idle.keys()].map((thread) => thread.end(leaveWithinMs)));
      await Promise.all(leaving);
    },
  };
}

/** Threads that nothing ends until the system answers them: none of them comes back to what it was doing. */
const leftBehind = new Set<Worker>();

/** The process ends without it when there is nothing else to do, and by force: Node waits for every thread at the end. */
function leaveBehind(worker: Worker, exited: Promise<void>): void {
  leftBehind.add(worker);
  worker.unref();
  process.off('exit', endByForce);
  process.on('exit', endByForce);
  void exited.then(() => leftBehind.delete(worker));
}

function endByForce(): void {
  if (leftBehind.size > 0) process.kill(process.pid, 'SIGKILL');
}
