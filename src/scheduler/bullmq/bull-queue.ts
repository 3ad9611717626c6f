import type { Log } from '../../log.ts';
import type { Run } from '../../domain/run.ts';
import type { QueuedRuns } from '../../store/team-store.ts';
import { systemTimers } from '../../timing/timers.ts';
import type { Timers } from '../../timing/timers.ts';
import { createDatabaseQueue } from '../database-queue.ts';
import type { RunQueue } from '../run-queue.ts';
import type { Entries, Entry } from './entries.ts';

/** So many entries of runs that no longer wait are dropped before a claim gives up until the next. */
const staleLimit = 1_000;
/** A run that has to wait for another (see `RunStore.claim`) is looked at again after this long. */
const inTheWayMs = 3_000;
/** A queue that is away is asked again after this long; until then runs are taken from the store. */
const awayMs = 5_000;
/** Rows whose entries are seen to at a time, those that wait longest first. */
const mendLimit = 1_000;

/**
 * Which run is next is the entries' to say, who has it the store's: an entry is an offer, and the claim in the store
 * decides. So an entry too many does nothing, one that was lost is added again (`mend`), and while the queue is away
 * runs are claimed in the store alone, as where there is no such queue.
 */
export function createBullQueue(options: {
  readonly runs: QueuedRuns;
  readonly entries: Entries;
  readonly owner: string;
  readonly log: Log;
  readonly timers?: Pick<Timers, 'elapsedMs'>;
}): RunQueue {
  const { runs, entries, owner, log, timers = systemTimers } = options;
  const stored = createDatabaseQueue(runs, owner, timers);
  let away: { readonly error: unknown; readonly untilMs: number } | null = null;

  /** @returns null where the queue is away */
  async function ask<Answer>(question: () => Promise<Answer>): Promise<{ readonly answer: Answer } | null> {
    if (away !== null && timers.elapsedMs() < away.untilMs) return null;
    try {
      const answer = await question();
      if (away !== null) log.info('the queue answers again');
      away = null;
      return { answer };
    } catch (error) {
      if (away === null) log.error({ err: error }, 'the queue is away: runs are taken from the database');
      away = { error, untilMs: timers.elapsedMs() + awayMs };
      return null;
    }
  }

  async function take(entry: Entry, now: Date): Promise<Run | null> {
    let run: Run | null = null;
    try {
      run = await stored.claim(now, entry.runId);
    } catch (error) {
      await ask(() => entry.putBack(inTheWayMs));
      throw error;
    }
    const isWaiting = run === null && (await runs.byId(entry.runId))?.status === 'queued';
    // Should this fail, its lock expires, and whoever is offered the run then finds that it does not wait.
    await ask(() => (isWaiting ? entry.putBack(inTheWayMs) : entry.remove()));
    return run;
  }

  async function claimOffered(now: Date): Promise<Run | null> {
    for (let stale = 0; stale < staleLimit; stale += 1) {
      const next = await ask(() => entries.next());
      if (next === null) return await stored.claim(now);
      if (next.answer === null) return null;
      const run = await take(next.answer, now);
      if (run !== null) return run;
    }
    return null;
  }

  async function again(run: Run, change: (run: Run) => Promise<boolean>): Promise<boolean> {
    if (!(await change(run))) return false;
    await ask(() => entries.add([run.id], 'ahead'));
    return true;
  }

  return {
    ...stored,
    claim: (now, runId) => (runId === undefined ? claimOffered(now) : stored.claim(now, runId)),
    requeue: (run) => again(run, (held) => stored.requeue(held)),
    release: (run) => again(run, (held) => stored.release(held)),
    async put(runId) {
      await ask(() => entries.add([runId]));
    },
    async mend() {
      const waiting = await runs.waiting(mendLimit);
      await ask(() => entries.add(waiting));
    },
    async tell() {
      await ask(() => entries.tell());
    },
    listen: (listener) => {
      entries.listen(listener);
    },
    async check() {
      const asked = await ask(() => entries.count());
      if (asked === null)
        throw away?.error ?? new Error('The queue was asked a moment ago and did not answer.');
    },
    close: () => entries.close(),
  };
}
