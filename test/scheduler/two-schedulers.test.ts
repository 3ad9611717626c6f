import { expect } from 'chai';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aNewRun, after, noon, withJobs } from '../support/records.ts';
import { fakeTime } from '../support/fake-time.ts';
import { queueRuns, useInstances } from '../support/schedulers.ts';
import type { Instance } from '../support/schedulers.ts';
import { until } from '../support/until.ts';

async function succeeded({ store }: Instance): Promise<number> {
  return (await store.runs.list({ statuses: ['succeeded'] }, { limit: 1, offset: 0 })).total;
}

describeOnBothDatabases('two schedulers on one database', (fresh) => {
  const open = useInstances();

  async function openTwo(): Promise<readonly [Instance, Instance]> {
    const url = await fresh();
    const time = fakeTime();
    const options = { url, time, maxConcurrentRuns: 3 };
    return [await open(options), await open(options)];
  }

  it('execute each of 200 runs once', async function () {
    this.timeout(60_000);
    const [one, two] = await openTwo();
    await queueRuns(one, 200);
    one.scheduler.start();
    two.scheduler.start();
    await until(() => one.executor.begun.length + two.executor.begun.length >= 200);
    await until(async () => (await succeeded(one)) === 200);
    const begun = [...one.executor.begun, ...two.executor.begun];
    expect(begun).to.have.length(200);
    expect(new Set(begun)).to.have.property('size', 200);
    for (const { executor, messages } of [one, two]) {
      expect(executor.begun.length).to.be.greaterThan(0);
      expect(executor.mostAtOnce()).to.be.at.most(3);
      expect(messages(40)).to.deep.equal([]);
    }
  });

  it('fire each schedule once', async () => {
    const [one, two] = await openTwo();
    await withJobs(one.store, 10, after(noon, -1000));
    one.scheduler.start();
    two.scheduler.start();
    const areIdle = (): boolean =>
      one.time.delays().length === 6 && [one, two].every(({ executor }) => executor.atWork().length === 0);
    await until(async () => (await succeeded(one)) === 10 && areIdle());
    for (let i = 0; i < 3; i += 1) {
      one.time.pass(30_000);
      await until(areIdle);
    }
    expect([...one.executor.begun, ...two.executor.begun]).to.have.length(10);
    const { runs, total } = await one.store.runs.list({}, { limit: 100, offset: 0 });
    expect(total).to.equal(10);
    expect(new Set(runs.map(({ jobId }) => jobId))).to.have.property('size', 10);
    expect([...one.messages(40), ...two.messages(40)]).to.deep.equal([]);
  });

  it('resume the run of a third once, which is gone', async () => {
    const [one, two] = await openTwo();
    await one.store.runs.enqueue(aNewRun({ id: 'r' }));
    await one.store.runs.claim('gone', after(noon, -120_000), 'r');
    one.scheduler.start();
    two.scheduler.start();
    const areIdle = (): boolean => one.time.delays().length === 6;
    for (let passedMs = 0; passedMs < 40_000; passedMs += 10_000) {
      await until(areIdle);
      expect([...one.executor.begun, ...two.executor.begun]).to.deep.equal([]);
      one.time.pass(10_000);
    }
    await until(async () => (await succeeded(one)) === 1);
    expect([...one.executor.begun, ...two.executor.begun]).to.deep.equal(['r']);
    expect(await one.store.runs.byId('r')).to.include({ attempt: 2 });
  });

  it('leave each other the runs that they execute, though their clocks are a day apart', async () => {
    const url = await fresh();
    const [one, two] = [await open({ url, behaviour: 'wait' }), await open({ url, behaviour: 'wait' })];
    two.time.jump(24 * 3_600_000);
    await queueRuns(one, 4);
    one.scheduler.start();
    two.scheduler.start();
    const areBusy = (): boolean =>
      [one, two].every(({ executor, time }) => executor.atWork().length === 2 && time.delays().length === 7);
    for (let passedMs = 0; passedMs < 120_000; passedMs += 5_000) {
      await until(areBusy);
      one.time.pass(5_000);
      two.time.pass(5_000);
    }
    await until(areBusy);
    expect([...one.executor.begun, ...two.executor.begun].toSorted()).to.deep.equal(['r1', 'r2', 'r3', 'r4']);
    expect([...one.messages(40), ...two.messages(40)]).to.deep.equal([]);
  });
});
