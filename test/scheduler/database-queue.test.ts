import { createDatabaseQueue } from '../../src/scheduler/database-queue.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/store.ts';
import { describeRunQueue } from '../contracts/run-queue.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

describeOnBothDatabases('the queue in the database', (fresh) => {
  let url = '';
  const opened: Store[] = [];
  beforeEach(async () => {
    url = await fresh();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  describeRunQueue(async () => {
    const store = await openStore({ url });
    opened.push(store);
    return { store, queue: createDatabaseQueue(store.runs, `elsewhere ${opened.length}`) };
  });
});
