import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { UserError } from '../../../src/domain/errors.ts';
import type { Timers } from '../../../src/timing/timers.ts';
import { describeRunQueue } from '../../contracts/run-queue.ts';
import { describeOnBothQueues, useBullQueues } from '../../support/bull-queues.ts';
import type { QueueInstance } from '../../support/bull-queues.ts';
import { layCable } from '../../support/cable.ts';
import { testDatabaseUrl, testSqliteUrl } from '../../support/postgres.ts';
import { aNewRun, after, noon } from '../../support/records.ts';
import { describeWithRedis, startRedis } from '../../support/redis.ts';
import type { RedisServer } from '../../support/redis.ts';
import { untilSlowly } from '../../support/until-slowly.ts';
import { until } from '../../support/until.ts';

describeOnBothQueues('the queue of BullMQ', (fresh) => {
  const openAt = useBullQueues();
  let url = '';
  let databaseUrl = '';
  let open: (timers?: Timers) => Promise<QueueInstance>;
  beforeEach(async function () {
    this.timeout(30_000);
    url = await fresh();
    databaseUrl = testSqliteUrl();
    open = (timers) => openAt(url, databaseUrl, timers);
  });

  describeRunQueue((timers) => open(timers));

  it('tells the other instances of what is queued and of what is to be looked at, and not the one that tells', async function () {
    this.timeout(60_000);
    const [one, two] = [await open(), await open()];
    const heard: string[] = [];
    one.queue.listen({ onAdded: () => heard.push('one: added'), onTold: () => heard.push('one: told') });
    two.queue.listen({ onAdded: () => heard.push('two: added'), onTold: () => heard.push('two: told') });
    // What happened before somebody listens is not told; until both do, it is said again.
    await until(async () => {
      await one.queue.tell();
      return heard.includes('two: told');
    });
    await one.store.runs.enqueue(aNewRun({ id: 'a' }));
    // PostgreSQL's queue looks for events now and then.
    await untilSlowly(() => heard.includes('two: added'));
    expect(heard).not.to.include('one: told');
  });

  it('keeps apart what belongs to two state databases', async () => {
    const mine = await open();
    const other = await openAt(url, testSqliteUrl());
    await mine.store.runs.enqueue(aNewRun({ id: 'a' }));
    expect(await other.queue.claim(noon)).to.equal(null);
    expect(await mine.queue.claim(noon)).to.include({ id: 'a' });
  });
});

/** From the moment at which `away` has it no longer answer until `back` has brought it back, possibly empty. */
async function goesOnWithout(
  { store, queue, messages }: QueueInstance,
  { away, back }: { away: () => Promise<void> | void; back: () => Promise<void> | void },
): Promise<void> {
  await store.runs.enqueue(aNewRun({ id: 'before', jobId: 'job-1' }));
  await away();
  await store.runs.enqueue(aNewRun({ id: 'meanwhile', jobId: 'job-2', queuedAt: after(noon, 1) }));
  await store.runs.enqueue(aNewRun({ id: 'left', jobId: 'job-3', queuedAt: after(noon, 2) }));
  expect(await queue.claim(noon)).to.include({ id: 'before' });
  expect(await queue.claim(noon)).to.include({ id: 'meanwhile' });
  expect(messages(40)).to.deep.equal(['the queue is away: runs are taken from the database']);
  let isAway = false;
  await queue.check().catch(() => (isAway = true));
  expect(isAway, 'a check while it is away fails').to.equal(true);
  await back();
  await untilSlowly(() =>
    queue.check().then(
      () => true,
      () => false,
    ),
  );
  await queue.mend();
  expect(await queue.claim(noon)).to.include({ id: 'left' });
  expect(await queue.claim(noon)).to.equal(null);
}

describeWithRedis('the queue of BullMQ whose Redis', () => {
  const openAt = useBullQueues();
  let redis: RedisServer;
  let instance: QueueInstance;
  beforeEach(async function () {
    this.timeout(30_000);
    redis = await startRedis();
    instance = await openAt(redis.url, testSqliteUrl());
  });
  afterEach(() => redis.stop());

  it('is gone when the process ends prints nothing', async () => {
    const { error } = console;
    const printed: unknown[] = [];
    console.error = (...said) => printed.push(said);
    try {
      instance.queue.listen({ onAdded: () => undefined, onTold: () => undefined });
      await instance.queue.check();
      await redis.stop();
      await instance.queue.close();
      // Long enough for what still tried to connect to fail, and to say so.
      await redis.start();
      await (await openAt(redis.url, testSqliteUrl())).queue.check();
      expect(printed).to.deep.equal([]);
    } finally {
      console.error = error;
    }
  });

  it('is away hands out what the store has, says so once, and goes on with the queue when it is back, empty', async function () {
    this.timeout(60_000);
    await goesOnWithout(instance, { away: () => redis.stop(), back: () => redis.start() });
  });

  it('takes commands and does not answer goes on likewise', async function () {
    this.timeout(90_000);
    await goesOnWithout(instance, { away: () => redis.hang(), back: () => redis.goOn() });
  });
});

describe('the queue of BullMQ whose PostgreSQL', () => {
  const openAt = useBullQueues();

  /** Opens one by a cable that is cut when it has carried so many bytes. */
  async function opened(cutAfter: number): Promise<{ refused: unknown; carried: number }> {
    const url = new URL(await testDatabaseUrl());
    const cable = await layCable({ host: url.hostname, port: Number(url.port) });
    url.port = String(cable.port);
    const state = { isOpen: false };
    const opening = openAt(url.href, testSqliteUrl()).then(
      () => null,
      (error: unknown) => error,
    );
    void opening.then(() => (state.isOpen = true));
    while (!state.isOpen && cable.carried() < cutAfter) await delay(1);
    const carried = cable.carried();
    await cable.cut();
    return { refused: await opening, carried };
  }

  it('goes while it is opened is told as that, and ends no process', async function () {
    this.timeout(120_000);
    const { refused, carried } = await opened(Infinity);
    expect(refused).to.equal(null);
    // Wherever the connections are by then: being made, with the tables, or nearly open.
    for (const part of [0.01, 0.1, 0.3, 0.6, 0.9]) {
      const cut = await opened(part * carried);
      expect(cut.refused, `cut after ${part}`).to.be.instanceOf(UserError);
      expect(cut.refused).to.have.property('code', 'queue_unusable');
    }
  });

  it('is away hands out what the store has, and goes on with the queue and its notices when it is back', async function () {
    this.timeout(120_000);
    const url = new URL(await testDatabaseUrl());
    const cable = await layCable({ host: url.hostname, port: Number(url.port) });
    url.port = String(cable.port);
    const stateUrl = testSqliteUrl();
    const instance = await openAt(url.href, stateUrl);
    const other = await openAt(url.href, stateUrl);
    let told = 0;
    other.queue.listen({ onAdded: () => undefined, onTold: () => (told += 1) });
    await goesOnWithout(instance, { away: () => cable.cut(), back: () => cable.mend() });
    await untilSlowly(async () => {
      await instance.queue.tell();
      return told > 0;
    });
    await instance.queue.close();
    await other.queue.close();
    await cable.cut();
  });
});
