import { createSecretKey, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../src/database/open-database.ts';
import { openStore } from '../support/open-store.ts';
import type { StoreOptions } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { openStoreInProcess } from '../support/open-store-process.ts';
import {
  aConfiguration,
  aConnection,
  aDraft,
  aJob,
  aNewRun,
  after,
  anOutcome,
  noon,
} from '../support/records.ts';
import { describeAudit } from './store/audit.ts';
import { describeConfiguration } from './store/configuration.ts';
import { describeConnections } from './store/connections.ts';
import { describeDrafts } from './store/drafts.ts';
import { describeFailingJobs } from './store/failing-jobs.ts';
import { describeJobs } from './store/jobs.ts';
import { describeOutbox } from './store/outbox.ts';
import { describePeople } from './store/people.ts';
import { describeSavedJobs } from './store/saved-jobs.ts';
import { describeShared } from './store/shared.ts';
import { describeRuns } from './store/runs.ts';
import { describeTokens } from './store/tokens.ts';

/** Opens a store on the database of the test that runs; closed after it. */
export type OpenStore = (options?: Omit<StoreOptions, 'url'>) => Promise<Store>;

/** What every database must give the store. `fresh` makes an empty database and returns its URL. */
export function describeStore(fresh: () => Promise<string>): void {
  let url = '';
  const opened: Store[] = [];
  const open: OpenStore = async (options = {}) => {
    const store = await openStore({ url, ...options });
    opened.push(store);
    return store;
  };
  beforeEach(async () => {
    url = await fresh();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  describeRuns(open);
  describeOutbox(open);
  describeJobs(open);
  describeFailingJobs(open);
  describeSavedJobs(open);
  describeConfiguration(open);
  describeConnections(open);
  describePeople(open);
  describeDrafts(open);
  describeTokens(open);
  describeAudit(open);
  describeShared(open);

  it('keeps everything over a restart', async () => {
    const encryptionKey = createSecretKey(randomBytes(32));
    const before = await openStore({ url, encryptionKey });
    await before.applyConfiguration(
      aConfiguration({
        connections: [aConnection({ secrets: { token: 'top' } })],
        jobs: [{ job: aJob(), nextRunAt: noon }],
        audit: [{ at: noon, actor: 'a', door: 'cli', operation: 'o', subject: 's', before: 1, after: 2 }],
      }),
    );
    await before.runs.enqueue(aNewRun({ id: 'done' }));
    await before.runs.claim('me', noon);
    const cursor = { until: noon.toISOString(), fingerprint: 'f', lastFullAt: noon.toISOString() };
    await before.runs.finish('done', 'me', 1, anOutcome({ cursor }));
    await before.runs.enqueue(aNewRun({ id: 'waiting' }));
    await before.drafts.begin(aDraft(), { unlessBegunAfter: null });
    const was = await everythingIn(before);
    expect(was.runs.total).to.equal(2);
    await before.close();
    expect(await everythingIn(await open({ encryptionKey }))).to.deep.equal(was);
  });

  it('has no secret in any of its rows', async () => {
    const store = await open({ encryptionKey: createSecretKey(randomBytes(32)) });
    const secret = 'hunter2hunter2';
    await store.applyConfiguration(
      aConfiguration({ connections: [aConnection({ secrets: { 'auth.clientSecret': secret } })] }),
    );
    const database = await openDatabase(url);
    try {
      for (const table of ['connections', 'connection_secrets', 'audit']) {
        const rows = await database.query(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT });
        expect(JSON.stringify(rows)).not.to.contain(secret);
        expect(JSON.stringify(rows)).not.to.contain(Buffer.from(secret).toString('base64'));
      }
    } finally {
      await database.close();
    }
  });

  it('keeps every version of a job: what, who, when and through which door', async () => {
    const store = await open();
    for (const [i, actor] of ['ada', 'ada', 'bob'].entries()) {
      const savedBy = { at: after(noon, i), actor, door: 'slack' };
      const jobs = [{ job: aJob({ description: actor }) }];
      await store.applyConfiguration(aConfiguration({ jobs, savedBy }));
    }
    const database = await openDatabase(url);
    try {
      const rows = await database.query<{ definition: unknown }>(
        'SELECT version, saved_by, door, definition FROM job_versions ORDER BY version',
        { type: QueryTypes.SELECT },
      );
      const versions = rows.map(({ definition, ...row }) => ({
        ...row,
        definition: typeof definition === 'string' ? (JSON.parse(definition) as unknown) : definition,
      }));
      expect(versions).to.deep.equal([
        { version: 1, saved_by: 'ada', door: 'slack', definition: aJob({ description: 'ada' }) },
        { version: 2, saved_by: 'bob', door: 'slack', definition: aJob({ description: 'bob', version: 2 }) },
      ]);
    } finally {
      await database.close();
    }
  });

  it('is set up once when several processes open it for the first time at one moment', async () => {
    const outcomes = await Promise.all([1, 2, 3].map((each) => openStoreInProcess(url, `run-${each}`)));
    expect(outcomes).to.deep.equal(['opened', 'opened', 'opened']);
    const { runs } = await (await open()).runs.list({}, { limit: 10, offset: 0 });
    expect(runs.map(({ id }) => id)).to.have.members(['run-1', 'run-2', 'run-3']);
  });
}

async function everythingIn(store: Store) {
  return {
    connections: await store.connections.list(),
    secrets: await store.connections.secretSettings('connection-1'),
    jobs: await store.jobs.list(),
    nextRunAt: await store.jobs.nextRunAt('job-1'),
    cursor: await store.jobs.cursor('job-1'),
    runs: await store.runs.list({}, { limit: 10, offset: 0 }),
    audit: await store.audit.list({ limit: 10, offset: 0 }),
    draft: await store.drafts.byId('draft-1'),
  };
}
