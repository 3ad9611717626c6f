import type { Run } from '../domain/run.ts';
import type { QueuedRuns } from '../store/team-store.ts';
import { isOwnerAlive, silenceLimitMs } from './owner.ts';
import type { RunQueue } from './run-queue.ts';

/** The queue of every instance that shares the store's database: the rows themselves. */
export function createDatabaseQueue(
  runs: QueuedRuns,
  owner: string,
  isAlive: typeof isOwnerAlive = isOwnerAlive,
): RunQueue {
  function isAbandoned(run: Run, now: Date, executing: ReadonlySet<string>): boolean {
    if (run.owner !== owner) return !isAlive(holderOf(run), run.heartbeatAt, now);
    if (executing.has(run.id)) return false;
    // Claimed by this instance, whose end it could not write. A claim that is being made looks the same for a
    // moment, but has been heard of just now.
    return run.heartbeatAt === null || now.getTime() - run.heartbeatAt.getTime() > silenceLimitMs;
  }

  return {
    claim: (now, runId) => runs.claim(owner, now, runId),
    heartbeat: (run, now) => runs.heartbeat(run.id, holderOf(run), run.attempt, now),
    requeue: (run) => runs.requeue(run.id, holderOf(run), run.attempt),
    release: (run) => runs.release(run.id, holderOf(run), run.attempt),
    async abandoned(now, executing) {
      return (await runs.running()).filter((run) => isAbandoned(run, now, executing));
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
