import { expect } from 'chai';
import { createSessions } from '../../src/engine/sessions.ts';
import type { OutgoingContent } from '../../src/domain/outgoing.ts';
import { createSalesforceConnector } from '../../src/connectors/salesforce/index.ts';
import { createSchemaWatch } from '../../src/scheduler/schema-watch.ts';
import type { SchemaWatch } from '../../src/scheduler/schema-watch.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { openOperations } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { recordedLog } from '../support/recorded-log.ts';
import type { RecordedLog } from '../support/recorded-log.ts';
import { aConnection, aJob, after } from '../support/records.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const field = (path: string, target: string) => ({ source: { kind: 'field', path } as const, target });

describe('the watch over the schemas of CRMs', () => {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  let time: FakeTime;
  let recorded: RecordedLog;
  let watch: SchemaWatch;
  /** Of another instance. */
  let elsewhere: SchemaWatch;

  beforeEach(async () => {
    sandbox = await startSalesforceSandbox();
    bench = await openOperations(sandbox);
    time = fakeTime(new Date());
    recorded = recordedLog();
    const connectors = { salesforce: createSalesforceConnector() };
    const sessions = createSessions({ store: bench.store, connectors, now: () => time.now().getTime() });
    const { jobs, leases } = bench.store;
    const teams = () => Promise.resolve([{ jobs, leases, sessions: () => Promise.resolve(sessions) }]);
    const create = () => createSchemaWatch({ teams, now: time.now, timers: time, log: recorded.log });
    watch = create();
    elsewhere = create();
  });
  afterEach(async () => {
    await Promise.all([watch.stop(), elsewhere.stop()]);
    await bench.close();
    await sandbox.close();
  });

  /** A job on accounts that runs next after so long. */
  async function withJob(
    nextInMs: number,
    { clientId, clientSecret }: SalesforceSandbox['credentials'] = sandbox.credentials,
  ): Promise<void> {
    const connection = aConnection({
      settings: { loginUrl: sandbox.url, auth: { grant: 'client-credentials', clientId } },
      secrets: { 'auth.clientSecret': clientSecret },
    });
    const job = aJob({
      source: { object: 'Account', filter: "Type = 'Customer'" },
      mapping: [field('Id', 'account_id'), field('Name', 'name'), field('Owner.Name', 'success_manager')],
      notify: { channel: '#news', on: ['schema changed'], mention: [] },
    });
    await bench.store.applyConfiguration({
      connections: [connection],
      jobs: [{ job, nextRunAt: after(time.now(), nextInMs) }],
      savedBy: { at: time.now(), actor: 'ada', door: 'cli' },
      audit: [],
    });
  }

  async function told(): Promise<OutgoingContent[]> {
    const found: OutgoingContent[] = [];
    for (;;) {
      const now = after(time.now(), hourMs);
      const request = {
        claim: String(found.length),
        now,
        leaseUntil: after(now, hourMs),
        posts: true,
        edits: true,
      };
      const claimed = await bench.store.outbox.claim(request);
      if (claimed === null) return found;
      found.push(claimed.content);
      await bench.store.outbox.settle(claimed, { kind: 'given up', reason: 'It was seen.' });
    }
  }

  const describes = (): number =>
    sandbox.traffic.recent.filter(({ url }) => url.endsWith('/describe')).length;

  it('tells once what a job relies on and the CRM no longer has, before it runs', async () => {
    await withJob(10 * hourMs);
    await watch.look();
    expect(await told()).to.deep.equal([]);
    sandbox.org.hideField('Account', 'Name');
    sandbox.org.hideField('User', 'Name');
    sandbox.org.hideField('Account', 'Phone');
    time.pass(10 * hourMs - 5 * minuteMs);
    await watch.look();
    expect(await told()).to.deep.equal([]);
    time.pass(3 * minuteMs);
    await watch.look();
    await watch.look();
    const [message, ...others] = await told();
    expect(others).to.deep.equal([]);
    expect(message).to.deep.include({
      kind: 'schema changed',
      jobId: 'job-1',
      drift: [
        { kind: 'vanished', path: 'Name' },
        { kind: 'vanished', path: 'Owner.Name' },
      ],
      more: 0,
    });
    expect(recorded.messages(40)).to.deep.equal(['the CRM no longer has what a job relies on']);
  });

  it('looks once a day where a job runs seldom, and not again before each run of one that runs all the time', async () => {
    await withJob(3 * 24 * hourMs);
    await watch.look();
    const first = describes();
    time.pass(23 * hourMs);
    await watch.look();
    expect(describes()).to.equal(first);
    time.pass(hourMs);
    await watch.look();
    expect(describes()).to.equal(2 * first);
    await bench.store.jobs.reschedule(
      'job-1',
      after(time.now(), 2 * 24 * hourMs),
      after(time.now(), minuteMs),
    );
    time.pass(5 * minuteMs);
    await watch.look();
    expect(describes()).to.equal(2 * first);
    time.pass(25 * minuteMs);
    await watch.look();
    expect(describes()).to.equal(3 * first);
  });

  it('asks the CRM once for all instances', async () => {
    await withJob(3 * 24 * hourMs);
    await watch.look();
    const first = describes();
    time.pass(24 * hourMs);
    await Promise.all([watch.look(), elsewhere.look()]);
    await elsewhere.look();
    expect(describes()).to.equal(2 * first);
  });

  it('leaves it to the run where the CRM cannot be asked, and looks again later', async () => {
    await withJob(minuteMs, { ...sandbox.credentials, clientSecret: 'wrong' });
    await watch.look();
    await watch.look();
    expect(await told()).to.deep.equal([]);
    expect(recorded.messages(30)).to.deep.equal(['the schema of a job could not be looked at']);
    await withJob(minuteMs);
    await watch.look();
    expect(describes()).to.equal(0);
    time.pass(30 * minuteMs);
    await watch.look();
    expect(describes()).to.be.above(0);
  });
});
