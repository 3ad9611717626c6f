import { expect } from 'chai';
import { createDatabaseQueue } from '../../src/scheduler/database-queue.ts';
import type { RunQueue } from '../../src/scheduler/run-queue.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import type { Timers } from '../../src/timing/timers.ts';
import { describeRunQueue } from '../contracts/run-queue.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { aNewRun, after, noon } from '../support/records.ts';

describeOnBothDatabases('the queue in the database', (fresh) => {
  let url = '';
  const opened: Store[] = [];
  beforeEach(async () => {
    url = await fresh();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  async function open(timers?: Timers): Promise<{ store: Store; queue: RunQueue }> {
    const store = await openStore({ url });
    opened.push(store);
    return { store, queue: createDatabaseQueue(store.runs, `elsewhere ${opened.length}`, timers) };
  }

  describeRunQueue((timers) => open(timers));

  it('goes by when a run was queued, not by when its row was written', async () => {
    const { store, queue } = await open();
    await store.runs.enqueue(aNewRun({ id: 'young', jobId: 'job-1', queuedAt: after(noon, 1) }));
    await store.runs.enqueue(aNewRun({ id: 'old', jobId: 'job-2', queuedAt: noon }));
    expect(await queue.claim(noon)).to.include({ id: 'old' });
  });
});
