import type { Run } from '../../src/domain/run.ts';
import { createDatabaseQueue } from '../../src/scheduler/database-queue.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import type { Scheduler, SchedulerOptions } from '../../src/scheduler/scheduler.ts';
import { openStore } from './open-store.ts';
import type { Store } from './open-store.ts';
import { fakeExecutor } from './fake-executor.ts';
import type { Behaviour, FakeExecutor } from './fake-executor.ts';
import { fakeTime } from './fake-time.ts';
import type { FakeTime } from './fake-time.ts';
import { testSqliteUrl } from './postgres.ts';
import { recordedLog } from './recorded-log.ts';
import type { RecordedLog } from './recorded-log.ts';
import { aNewRun, after, noon } from './records.ts';

/** One instance of Crosswalk, as far as runs go. */
export interface Instance extends RecordedLog {
  readonly url: string;
  readonly store: Store;
  readonly executor: FakeExecutor;
  readonly scheduler: Scheduler;
  readonly time: FakeTime;
}

export interface InstanceOptions extends Partial<Omit<SchedulerOptions, 'executor' | 'store' | 'timers'>> {
  readonly behaviour?: Behaviour | ((run: Run) => Behaviour);
  /** Another instance's database; a new one where none is named. */
  readonly url?: string;
  /** Another instance's clock. */
  readonly time?: FakeTime;
}

/** Opens instances that are stopped and closed after each test. */
export function useInstances(): (options?: InstanceOptions) => Promise<Instance> {
  const opened: Instance[] = [];
  afterEach(async () => {
    for (const { scheduler, store, executor } of opened.splice(0)) {
      const stopped = scheduler.stop();
      executor.letGo();
      await stopped;
      await store.close();
    }
  });

  return async ({ behaviour, url = testSqliteUrl(), time = fakeTime(), ...options } = {}) => {
    const store = await openStore({ url });
    const executor = fakeExecutor(store.runs, behaviour);
    const recorded = recordedLog();
    const scheduler = createScheduler({
      store,
      executor,
      queue: createDatabaseQueue(store.runs, `instance ${opened.length + 1}`, time),
      maxConcurrentRuns: 2,
      log: recorded.log,
      now: time.now,
      timers: time,
      ...options,
    });
    const instance = { ...recorded, url, store, executor, scheduler, time };
    opened.push(instance);
    return instance;
  };
}

/** Queues `count` runs `r1` … of as many jobs, a millisecond apart. */
export async function queueRuns({ store }: Instance, count: number): Promise<void> {
  for (let i = 1; i <= count; i += 1) {
    await store.runs.enqueue(aNewRun({ id: `r${i}`, jobId: `job-${i}`, queuedAt: after(noon, i) }));
  }
}

/** `queued`, `running` …; fails where there is no such run. */
export async function statusOf({ store }: Instance, runId: string): Promise<Run['status']> {
  const run = await store.runs.byId(runId);
  if (run === null) throw new Error(`There is no run ${runId}.`);
  return run.status;
}
