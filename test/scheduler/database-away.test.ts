/** The state database goes away while runs wait and one is at work, and comes back. */
import { expect } from 'chai';
import { openCutWay } from '../support/cut-way.ts';
import type { CutWay } from '../support/cut-way.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { aNewRun, after as later, noon, withJobs } from '../support/records.ts';
import { statusOf, useInstances } from '../support/schedulers.ts';
import type { Instance } from '../support/schedulers.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const waiting = 4;
const page = { limit: 10, offset: 0 };

/** Lets the clock pass in small steps until it is so. */
async function passUntil({ time }: Instance, isSo: () => boolean | Promise<boolean>): Promise<void> {
  await untilSlowly(async () => {
    if (await isSo()) return true;
    time.pass(1_000);
    return false;
  });
}

describe('the scheduler whose database goes away', function () {
  this.timeout(120_000);
  let way: CutWay;
  const open = useInstances();
  before(async () => {
    way = await openCutWay(await testDatabaseUrl());
  });
  after(() => way.close());
  afterEach(() => way.mend());

  it('goes on by itself when it is back: what waits, what was at work and what fell due, each once', async () => {
    const instance = await open({
      url: way.url,
      maxConcurrentRuns: 1,
      behaviour: ({ id, attempt }) => (id === 'r1' && attempt === 1 ? 'wait' : 'succeed'),
    });
    const { store, executor, scheduler, time } = instance;
    await withJobs(store, 1, later(noon, 60_000));
    for (let i = 1; i <= waiting; i += 1) {
      await store.runs.enqueue(aNewRun({ id: `r${i}`, jobId: `other-${i}`, queuedAt: later(noon, i) }));
    }
    scheduler.start();
    await untilSlowly(() => executor.atWork().includes('r1'));

    await way.cut();
    const failuresOf = (what: string): number =>
      instance.messages(50).filter((each) => String(each).startsWith(what)).length;
    await passUntil(instance, () => time.now().getTime() > noon.getTime() + 90_000);
    expect(executor.begun).to.deep.equal(['r1']);
    expect(executor.stops, 'nobody knows who has it by now').to.deep.equal(['r1: lost']);
    expect(failuresOf('')).to.be.greaterThan(0);

    await way.mend();
    for (let i = 1; i <= waiting; i += 1) {
      await passUntil(instance, async () => (await statusOf(instance, `r${i}`)) === 'succeeded');
    }
    await passUntil(
      instance,
      async () => (await store.runs.list({ jobId: 'job-1', statuses: ['succeeded'] }, page)).total === 1,
    );
    expect(await store.runs.byId('r1')).to.include({ attempt: 2 });
    const ofSchedule = (await store.runs.list({ jobId: 'job-1' }, page)).runs.map(({ id }) => id);
    expect(executor.begun.toSorted()).to.deep.equal(['r1', 'r1', 'r2', 'r3', 'r4', ...ofSchedule].toSorted());
  });
});
