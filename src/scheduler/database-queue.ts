import type { Run } from '../domain/run.ts';
import type { QueuedRuns } from '../store/team-store.ts';
import { systemTimers } from '../timing/timers.ts';
import type { Timers } from '../timing/timers.ts';
import { lookAtOwner } from './owner.ts';
import type { RunQueue } from './run-queue.ts';
import { createSilence } from './silence.ts';

/** The queue of every instance that shares the store's database: the rows themselves. */
export function createDatabaseQueue(
  runs: QueuedRuns,
  owner: string,
  timers: Pick<Timers, 'elapsedMs'> = systemTimers,
): RunQueue {
  const silence = createSilence();

  /** Where it can be seen, the process that has the run is looked at; of all others it counts that they are heard. */
  function isAbandoned(run: Run, isSilent: boolean, executing: ReadonlySet<string>): boolean {
    if (run.owner !== owner) {
      const seen = lookAtOwner(holderOf(run));
      return seen === 'gone' || (seen === 'out of sight' && isSilent);
    }
    // Claimed by this instance, whose end it could not write. A claim that is being made looks the same for a
    // moment, but has been heard of just now.
    return isSilent && !executing.has(run.id);
  }

  return {
    claim: (now, runId) => runs.claim(owner, now, runId),
    heartbeat: (run, now) => runs.heartbeat(run.id, holderOf(run), run.attempt, now),
    requeue: (run) => runs.requeue(run.id, holderOf(run), run.attempt),
    release: (run) => runs.release(run.id, holderOf(run), run.attempt),
    async abandoned(executing) {
      const askedMs = timers.elapsedMs();
      const running = await runs.running();
      const silent = silence.hear(running, { askedMs, seenMs: timers.elapsedMs() });
      return running.filter((run) => isAbandoned(run, silent.has(run.id), executing));
    },
    // The rows are the queue: nothing has to be put into it, and others see what changed when they look.
    put: () => Promise.resolve(),
    mend: () => Promise.resolve(),
    tell: () => Promise.resolve(),
    listen: () => undefined,
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** A run that is queued has none, and the store refuses what is done in the name of nobody. */
const holderOf = (run: Run): string => run.owner ?? '';
