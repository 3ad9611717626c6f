import { expect } from 'chai';
import { describeOnBothQueues, useBullQueues } from '../support/bull-queues.ts';
import type { QueueInstance } from '../support/bull-queues.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { aNewRun, withJobs } from '../support/records.ts';
import { useInstanceProcesses } from '../support/run-instance-process.ts';
import type { InstanceProcess } from '../support/run-instance-process.ts';
import { untilSlowly } from '../support/until-slowly.ts';

/** Processes on one PostgreSQL, whose runs queue in BullMQ. */
describeOnBothQueues('three instances', (fresh) => {
  const openAt = useBullQueues();
  const start = useInstanceProcesses();
  let queueUrl = '';
  let databaseUrl = '';
  let here: QueueInstance;
  beforeEach(async function () {
    this.timeout(60_000);
    queueUrl = await fresh();
    databaseUrl = await testDatabaseUrl();
    here = await openAt(queueUrl, databaseUrl);
  });

  const startThree = (): Promise<InstanceProcess[]> =>
    Promise.all([1, 2, 3].map(() => start(databaseUrl, queueUrl)));

  async function queued(...ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await here.store.runs.enqueue(aNewRun({ id, jobId: `job of ${id}`, queuedAt: new Date() }));
    }
  }

  const succeeded = async (): Promise<number> =>
    (await here.store.runs.list({ statuses: ['succeeded'] }, { limit: 1, offset: 0 })).total;

  it('execute each of 120 runs once, and fire each of 20 schedules once', async function () {
    this.timeout(180_000);
    await queued(...Array.from({ length: 120 }, (_, index) => `r${index}`));
    await withJobs(here.store, 20, new Date(Date.now() - 1_000));
    const instances = await startThree();
    await untilSlowly(async () => (await succeeded()) === 140);
    const begun = instances.flatMap((instance) => instance.begun);
    expect(begun).to.have.length(140);
    expect(new Set(begun)).to.have.property('size', 140);
    for (const instance of instances) expect(instance.begun.length).to.be.greaterThan(0);
  });

  it('take over the run of one that is killed', async function () {
    this.timeout(120_000);
    const instances = await startThree();
    await queued('hold-1');
    await untilSlowly(() => instances.some(({ begun }) => begun.length > 0));
    await instances.find(({ begun }) => begun.length > 0)?.end('SIGKILL');
    await untilSlowly(async () => (await succeeded()) === 1);
    expect(await here.store.runs.byId('hold-1')).to.include({ attempt: 2 });
  });

  it('lose no run when they are replaced one after another', async function () {
    this.timeout(180_000);
    const instances = await startThree();
    for (const [index, instance] of instances.entries()) {
      await queued(...Array.from({ length: 20 }, (_, run) => `r${index}-${run}`));
      await instance.end('SIGTERM');
      instances[index] = await start(databaseUrl, queueUrl);
    }
    await untilSlowly(async () => (await succeeded()) === 60);
    const { runs } = await here.store.runs.list({}, { limit: 100, offset: 0 });
    expect(new Set(runs.map(({ attempt }) => attempt))).to.deep.equal(new Set([1]));
  });
});
