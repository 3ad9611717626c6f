import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Run } from '../../src/domain/run.ts';
import { createDatabaseQueue } from '../../src/scheduler/database-queue.ts';
import { createScheduler } from '../../src/scheduler/scheduler.ts';
import type { Scheduler } from '../../src/scheduler/scheduler.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { aNewRun, anOutcome, noon, withJobs } from '../support/records.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const error = { code: 'login_expired', message: 'The login has expired.' };

describe('a run that waits for its connection', () => {
  let store: Store;
  let scheduler: Scheduler;
  /** Runs that were put into the queue again. */
  let put: string[];
  beforeEach(async () => {
    store = await openStore({ url: testSqliteUrl(), encryptionKey: createSecretKey(randomBytes(32)) });
    await withJobs(store, 1, null);
    put = [];
    const queue = createDatabaseQueue(store.runs, 'me');
    scheduler = createScheduler({
      store,
      executor: { execute },
      queue: { ...queue, put: (runId) => Promise.resolve(void put.push(runId)) },
      maxConcurrentRuns: 1,
      log: recordedLog().log,
      intervals: { pollMs: 20 },
    });
  });
  afterEach(async () => {
    await scheduler.stop();
    await store.close();
  });

  /** As a run does that finds nobody is let in, until somebody has connected it again. */
  async function execute({ id, attempt, jobId }: Run): Promise<void> {
    const job = await store.jobs.byId(jobId);
    const connection = await store.connections.byId(job?.connectionId ?? '');
    if (connection?.state === 'connected' && put.length > 0) {
      await store.runs.finish(id, 'me', attempt, anOutcome({ finishedAt: new Date() }));
      return;
    }
    await store.connections.expire(connection?.id ?? '', error.message, noon);
    await store.runs.awaitConnection(id, 'me', attempt, { error, isUntouched: true });
  }

  const queued = (): Promise<Run> =>
    store.runs.enqueue(aNewRun({ trigger: 'schedule', startedBy: 'schedule' }));
  const reconnect = (): Promise<void> => store.connections.setState('connection-1', 'connected', null);

  it('is put into the queue again once, and executed when it is connected again', async () => {
    const { id } = await queued();
    scheduler.start();
    await untilSlowly(() => put.length > 0);
    expect(await store.runs.byId(id)).to.deep.include({ status: 'queued', error });
    await reconnect();
    scheduler.wake();
    await untilSlowly(async () => (await store.runs.byId(id))?.status === 'succeeded');
    expect(put).to.deep.equal([id]);
  });

  it('is given back to whoever follows it, who would wait for ever', async () => {
    const { id } = await queued();
    expect(await scheduler.execute(id)).to.deep.include({ id, status: 'queued', error });
  });
});
