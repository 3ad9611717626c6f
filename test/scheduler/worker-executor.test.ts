import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { Run, StopReason } from '../../src/domain/run.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { createLog } from '../../src/log.ts';
import { createDatabaseQueue } from '../../src/scheduler/database-queue.ts';
import { newOwner } from '../../src/scheduler/owner.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import type { RunExecutor } from '../../src/scheduler/run-executor.ts';
import { createRunThreads } from '../../src/scheduler/run-threads.ts';
import type {
  RunThread,
  RunThreads,
  RunThreadsOptions,
  ThreadLimits,
} from '../../src/scheduler/run-threads.ts';
import { createWorkerExecutor } from '../../src/scheduler/worker-executor.ts';
import type { WorkerExecutorOptions } from '../../src/scheduler/worker-executor.ts';
import { createWorld, minutes } from '../engine/support/world.ts';
import type { World } from '../engine/support/world.ts';
import { fakeTime } from '../support/fake-time.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { aNewRun, anOutcome } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';
import { until } from '../support/until.ts';

const records = 2_000;
const illWorker = fileURLToPath(new URL('programs/ill-worker.js', import.meta.url));
const never = new AbortController().signal;

const isHeldElsewhere = (): Promise<boolean> => Promise.resolve(false);

/** A hub that tells of every batch that is in. */
function watched(hub: Hub, onLoad: (count: number) => void): Hub {
  let count = 0;
  return {
    ...hub,
    async load(target, batch) {
      const result = await hub.load(target, batch);
      count += 1;
      onLoad(count);
      return result;
    },
  };
}

describe('runs in worker threads', function () {
  this.timeout(30_000);
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ sandbox: { pageRows: 200 } });
    world.sandbox.org.insert(
      'Account',
      Array.from({ length: records }, (_, index) => ({ Name: `Account ${index}` })),
    );
    world.clock.ms += minutes(60);
  });
  afterEach(() => world.close());

  const log = createLog({ level: 'silent' });
  const opened: RunThreads[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((threads) => threads.close()));
  });
  function threadsWith(given: Partial<RunThreadsOptions> = {}): RunThreads {
    const threads = createRunThreads({ log, maxIdle: 2, ...given });
    opened.push(threads);
    return threads;
  }
  const illThreads = (limits?: ThreadLimits): RunThreads =>
    threadsWith({ entry: illWorker, ...(limits === undefined ? {} : { limits }) });
  const anExecutor = (given: Partial<WorkerExecutorOptions> = {}): RunExecutor =>
    createWorkerExecutor({ ...world, threads: threadsWith(), log, ...given });
  const stored = async ({ id }: Run): Promise<Run | null> => await world.store.runs.byId(id);

  function stopAfter(batches: number, reason: StopReason): { hub: Hub; signal: AbortSignal } {
    const stop = new AbortController();
    const hub = watched(world.hub, (count) => {
      if (count === batches) stop.abort(reason);
    });
    return { hub, signal: stop.signal };
  }

  it('bring what runs bring, one after the other and several at once', async () => {
    const executor = anExecutor();
    const run = await world.claim();
    await executor.execute(run, never);
    expect(await stored(run)).to.include({ status: 'succeeded', error: null, mode: 'full' });
    expect((await stored(run))?.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
    expect(world.rows((await stored(run)) ?? run)).to.have.length(records + 1);

    world.clock.ms += minutes(60);
    const [first, second] = [await world.claim(), await world.claimOther('users')];
    await Promise.all([executor.execute(first, never), executor.execute(second, never)]);
    expect(await stored(first)).to.include({ status: 'succeeded', mode: 'incremental' });
    expect(await stored(second)).to.include({ status: 'succeeded', mode: 'full' });
    expect(world.sandbox.traffic.logins).to.equal(1);
  });

  it('end failed where someone can tell why', async () => {
    const executor = anExecutor();
    await world.configure({}, 'not the secret');
    const run = await world.claim();
    await executor.execute(run, never);
    expect((await stored(run))?.error).to.include({ code: 'login_refused' });
  });

  it('end failed where the job cannot be run at all', async () => {
    const run = await world.claim();
    const store = { ...world.store, jobs: { ...world.store.jobs, byId: () => Promise.resolve(null) } };
    await anExecutor({ store }).execute(run, never);
    expect(await stored(run)).to.include({ status: 'failed' });
    expect((await stored(run))?.error).to.include({ code: 'unknown_job' });
  });

  it('stop between batches when a person asks', async () => {
    const { hub, signal } = stopAfter(2, 'cancelled');
    const run = await world.claim();
    await anExecutor({ hub }).execute(run, signal);
    const ended = await stored(run);
    expect(ended).to.include({ status: 'cancelled', error: null });
    expect(ended?.counts.created).to.be.within(400, records - 200);
    expect(await world.hub.count('accounts')).to.equal(ended?.counts.created);
  });

  it('stop when the process ends, and go on in another', async () => {
    const { hub, signal } = stopAfter(2, 'shutdown');
    const run = await world.claim();
    await anExecutor({ hub }).execute(run, signal);
    expect(await stored(run)).to.include({ status: 'running', owner: run.owner });
    const loaded = await world.hub.count('accounts');
    expect(loaded).to.be.within(400, records - 200);
    await world.store.runs.release(run.id, run.owner ?? '', run.attempt);
    await anExecutor().execute(await world.taken(run.id), never);
    const ended = await stored(run);
    expect(ended).to.include({ status: 'succeeded', attempt: 1 });
    expect(ended?.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
    expect(world.rows(ended ?? run)).to.have.length(records + 1);
  });

  it('do not begin when they are asked to stop before', async () => {
    const run = await world.claim();
    const requests = world.sandbox.traffic.requests;
    await anExecutor().execute(run, AbortSignal.abort('shutdown'));
    expect(await stored(run)).to.include({ status: 'running' });
    expect(world.sandbox.traffic.requests).to.equal(requests);
  });

  describe('and their threads', () => {
    /** What became of each thread that was taken. */
    const became: string[] = [];
    const takenThreads: RunThread[] = [];
    function notedThreads(threads = threadsWith()): RunThreads {
      return {
        ...threads,
        async take(options) {
          const thread = await threads.take(options);
          takenThreads.push(thread);
          return {
            ...thread,
            giveBack() {
              became.push('given back');
              thread.giveBack();
            },
            async end(withinMs) {
              became.push('ended');
              await thread.end(withinMs);
            },
          };
        },
      };
    }
    beforeEach(() => {
      became.length = 0;
      takenThreads.length = 0;
    });

    it('that succeeded leave theirs to the next one', async () => {
      const executor = anExecutor({ threads: notedThreads() });
      await executor.execute(await world.claim(), never);
      world.clock.ms += minutes(60);
      await executor.execute(await world.claim(), never);
      expect(became).to.deep.equal(['given back', 'given back']);
      expect(takenThreads[0]).to.equal(takenThreads[1]);
    });

    it('that hold much afterwards end theirs, whatever came of them', async () => {
      const threads = notedThreads(illThreads());
      for (const description of ['ends', 'holds much']) {
        await world.configure({ description });
        const run = await world.claim();
        await anExecutor({ threads }).execute(run, never);
        await world.store.runs.finish(run.id, run.owner ?? '', run.attempt, anOutcome());
      }
      expect(became).to.deep.equal(['given back', 'ended']);
    });

    it('that were resumed get a new one', async () => {
      const executor = anExecutor({ threads: notedThreads() });
      await executor.execute(await world.claim(), never);
      world.clock.ms += minutes(60);
      await executor.execute(await world.again(await world.claim()), never);
      expect(takenThreads[0]).not.to.equal(takenThreads[1]);
    });

    for (const reason of ['cancelled', 'shutdown'] as const) {
      it(`that stopped (${reason}) end theirs`, async () => {
        const { hub, signal } = stopAfter(2, reason);
        await anExecutor({ hub, threads: notedThreads() }).execute(await world.claim(), signal);
        expect(became).to.deep.equal(['ended']);
      });
    }

    it('that another instance holds by now end theirs', async () => {
      const store = { ...world.store, runs: { ...world.store.runs, saveProgress: isHeldElsewhere } };
      const run = await world.claim();
      await anExecutor({ store, threads: notedThreads() }).execute(run, never);
      expect(await stored(run)).to.include({ status: 'running' });
      expect(became).to.deep.equal(['ended']);
    });

    it('that failed end theirs', async () => {
      await world.configure({}, 'not the secret');
      const run = await world.claim();
      await anExecutor({ threads: notedThreads() }).execute(run, never);
      expect(await stored(run)).to.include({ status: 'failed' });
      expect(became).to.deep.equal(['ended']);
    });
  });

  const crashes: Readonly<Record<string, RegExp>> = {
    exits: /exit code 3/,
    throws: /a bug/,
    rejects: /a bug nobody waits for/,
    leaks: /out of memory|memory limit/i,
  };
  for (const [way, message] of Object.entries(crashes)) {
    it(`are given back to who started them when their thread ${way}`, async () => {
      await world.configure({ description: way });
      const executor = anExecutor({
        threads: illThreads({ maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 }),
      });
      const run = await world.claim();
      expect((await rejection(executor.execute(run, never))).message).to.match(message);
      expect(await stored(run)).to.include({ status: 'running' });
    });
  }

  it('have what a library prints in their thread in the log, and nothing but what it begins with', async () => {
    await world.configure({ description: 'prints' });
    const recorded = recordedLog();
    const run = await world.claim();
    const executor = anExecutor({ threads: illThreads(), log: recorded.log });
    expect((await rejection(executor.execute(run, never))).message).to.equal('a bug in the run');
    expect(recorded.messages(40)).to.deep.equal(['A library printed: Something is deprecated.']);
    expect(JSON.stringify(recorded.lines)).to.include(run.id).and.not.include('of a row');
  });

  it('can be executed again after their thread crashed: nothing of the first attempt is left', async () => {
    await world.configure({ description: 'exits' });
    const executor = anExecutor({ threads: illThreads() });
    const run = await world.claim();
    expect((await rejection(executor.execute(run, never))).message).to.match(/exit code 3/);
    const again = await world.again(run);
    expect((await rejection(executor.execute(again, never))).message).to.match(/exit code 3/);
    await anExecutor().execute(await world.again(again), never);
    expect(await stored(run)).to.include({ status: 'succeeded', attempt: 3 });
  });

  it('are resumed once by the scheduler after their thread ran out of memory, and bring each record once', async () => {
    await world.configure({ description: 'leaks' });
    const limits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 };
    const ill = anExecutor({ threads: illThreads(limits) });
    const sound = anExecutor();
    const begun: number[] = [];
    const { log, messages } = recordedLog();
    const scheduler = createScheduler({
      store: world.store,
      queue: createDatabaseQueue(world.store.runs, newOwner()),
      executor: {
        async execute(run, signal) {
          begun.push(run.attempt);
          await (run.attempt === 1 ? ill : sound).execute(run, signal);
        },
      },
      maxConcurrentRuns: 1,
      log,
      now: () => new Date(world.clock.ms),
    });
    const { id } = await world.store.runs.enqueue(
      aNewRun({ jobId: 'job-1', queuedAt: new Date(world.clock.ms) }),
    );
    const ended = await scheduler.execute(id);
    await scheduler.stop();
    expect(begun).to.deep.equal([1, 2]);
    expect(ended).to.include({ status: 'succeeded', attempt: 2, error: null });
    expect(ended.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
    expect(world.rows(ended)).to.have.length(records + 1);
    expect(messages(50)).to.deep.equal(['a run was interrupted by an error']);
  });

  it('are given back to who started them when their thread does not answer for five minutes', async () => {
    await world.configure({ description: 'hangs' });
    const time = fakeTime();
    const executor = anExecutor({ threads: illThreads(), timers: time, stopWithinMs: 50 });
    const run = await world.claim();
    let isOver = false;
    const refused = rejection(executor.execute(run, never)).finally(() => (isOver = true));
    await until(() => {
      time.pass(10_000);
      return isOver;
    });
    expect(await refused).to.include({ code: 'run_thread_hangs' });
    expect(await stored(run)).to.include({ status: 'running' });
  });

  it('that do not listen are ended when their time is up', async () => {
    await world.configure({ description: 'does not listen' });
    const stop = new AbortController();
    const executor = anExecutor({ threads: illThreads(), stopWithinMs: 50 });
    const run = await world.claim();
    const executing = executor.execute(run, stop.signal);
    setImmediate(() => stop.abort('cancelled' satisfies StopReason));
    await executing;
    expect(await stored(run)).to.include({ status: 'running' });
  });
});
