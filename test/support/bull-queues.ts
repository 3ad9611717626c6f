import { openBullQueue } from '../../src/scheduler/bullmq/index.ts';
import { puttingRuns } from '../../src/scheduler/putting-runs.ts';
import type { RunQueue } from '../../src/scheduler/run-queue.ts';
import type { Timers } from '../../src/timing/timers.ts';
import { openStore } from './open-store.ts';
import type { Store } from './open-store.ts';
import { testDatabaseUrl } from './postgres.ts';
import { recordedLog } from './recorded-log.ts';
import type { RecordedLog } from './recorded-log.ts';
import { describeWithRedis, testRedisUrl } from './redis.ts';

export interface QueueInstance extends RecordedLog {
  readonly store: Store;
  readonly queue: RunQueue;
}

/** Opens instances that share a state database and the queue at `url`; all are closed after each test. */
export function useBullQueues(): (
  url: string,
  databaseUrl: string,
  timers?: Timers,
) => Promise<QueueInstance> {
  const opened: QueueInstance[] = [];
  afterEach(async function () {
    this.timeout(30_000);
    for (const { queue, store } of opened.splice(0)) {
      await queue.close();
      await store.close();
    }
  });
  return async (url, databaseUrl, timers) => {
    const stored = await openStore({ url: databaseUrl });
    const recorded = recordedLog();
    const owner = `elsewhere ${opened.length}`;
    const { log } = recorded;
    const queue = await openBullQueue({
      url,
      databaseUrl,
      runs: stored.runs,
      owner,
      log,
      ...(timers === undefined ? {} : { timers }),
    });
    const store = { ...stored, ...puttingRuns(stored, { queue: () => Promise.resolve(queue), log }) };
    const instance = { ...recorded, store, queue };
    opened.push(instance);
    return instance;
  };
}

/** Defines a suite for BullMQ on Redis and once more for BullMQ on PostgreSQL. `fresh` gives the URL of an empty one. */
export function describeOnBothQueues(title: string, define: (fresh: () => Promise<string>) => void): void {
  describeWithRedis(`${title} on Redis`, () => define(testRedisUrl));
  describe(`${title} on PostgreSQL`, () => {
    before('start PostgreSQL', async function () {
      this.timeout(120_000);
      await testDatabaseUrl();
    });
    define(testDatabaseUrl);
  });
}
