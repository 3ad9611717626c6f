import { startExecution } from './execution.ts';
import type { Execution, ExecutionOptions } from './execution.ts';
import { startLoop } from '../timing/loop.ts';
import type { Loop } from '../timing/loop.ts';

export interface DispatcherOptions extends ExecutionOptions {
  readonly maxConcurrentRuns: number;
  /** The longest that a run which another process queued waits for a free place. */
  readonly pollMs: number;
}

/** Claims runs while there is room for them, and has them executed. */
export interface Dispatcher {
  /** From now on runs are claimed as they are queued, oldest first. */
  readonly start: () => void;
  /** Something may have been queued. */
  readonly wake: () => void;
  /** Someone may have asked for a run in progress to be cancelled. */
  readonly beat: () => void;
  /** Claims a run out of turn; null where it is not queued, or there is no room here. */
  readonly take: (runId: string) => Promise<Execution | null>;
  /** By run id. */
  readonly executing: ReadonlyMap<string, Execution>;
  /**
   * Claims no more, asks the runs in progress to stop and puts them back into the queue. Resolves when they have
   * left, or have used up their time: those are resumed once this process is gone.
   */
  readonly stop: () => Promise<void>;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { queue, maxConcurrentRuns, pollMs, now, timers, log } = options;
  const executing = new Map<string, Execution>();
  const claims = new Set<Promise<Execution | null>>();
  let loop: Loop | null = null;
  let isStopping = false;

  async function claim(runId?: string): Promise<Execution | null> {
    const run = await queue.claim(now(), runId);
    if (run === null) return null;
    if (isStopping) {
      await queue.release(run);
      return null;
    }
    const execution = startExecution(run, options);
    executing.set(run.id, execution);
    void execution.left.then(() => {
      executing.delete(run.id);
      loop?.wake();
    });
    return execution;
  }

  async function take(runId?: string): Promise<Execution | null> {
    if (isStopping || executing.size + claims.size >= maxConcurrentRuns) return null;
    const claimed = claim(runId);
    claims.add(claimed);
    try {
      return await claimed;
    } finally {
      claims.delete(claimed);
    }
  }

  async function fill(): Promise<number> {
    // Ends when there is no room or nothing waits.
    while ((await take()) !== null);
    return pollMs;
  }

  return {
    executing,
    take,
    start() {
      if (!isStopping) loop ??= startLoop('claiming runs', fill, { timers, log });
    },
    wake() {
      loop?.wake();
    },
    beat() {
      for (const execution of executing.values()) execution.beat();
    },
    async stop() {
      isStopping = true;
      await loop?.stop();
      await Promise.allSettled(claims);
      const running = [...executing.values()];
      for (const execution of running) execution.stop('shutdown');
      await Promise.all(running.map(({ left }) => left));
    },
  };
}
