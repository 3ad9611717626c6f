import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { Fault, FaultKind } from '../../src/sandbox/salesforce/index.ts';
import { formula, from } from '../support/mapping.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World, WorldOptions } from './support/world.ts';

const records = 450;
const passing: readonly FaultKind[] = [
  'too many requests',
  'unavailable',
  'reset',
  'truncated',
  'expired session',
  'concurrent limit',
  'slow',
  'silent',
  'stalled',
  'bad gateway',
];
const always = { times: 10_000 };

interface Failing {
  readonly fault: Fault;
  readonly code: string;
  /** What a person reads: what happened, and what to do. */
  readonly message: RegExp;
  readonly only?: string;
}
const dataPages = { path: /query/ };
const failing: readonly Failing[] = [
  { fault: { kind: 'unavailable', ...always }, code: 'server_unavailable', message: /not available.*later/ },
  { fault: { kind: 'reset', match: dataPages, ...always }, code: 'network', message: /reset.*later/ },
  { fault: { kind: 'silent', match: dataPages, ...always }, code: 'timeout', message: /sent nothing.*later/ },
  {
    fault: { kind: 'too many requests', retryAfter: 3_600, match: dataPages, ...always },
    code: 'too_many_requests',
    message: /Run the job again in 60 minutes or later/,
  },
  {
    fault: { kind: 'daily limit', after: 6, ...always },
    code: 'daily_limit',
    message: /24 hours|tomorrow|limit/,
  },
  {
    fault: { kind: 'bulk job failed', message: 'InvalidBatch : cannot process', times: 10 },
    code: 'bulk_job_failed',
    message: /InvalidBatch/,
    only: 'in bulk',
  },
  {
    fault: { kind: 'daily bulk limit', ...always },
    code: 'daily_limit',
    message: /bulk queries/,
    only: 'in bulk',
  },
];

const unreachable: readonly string[] = ['server_unavailable', 'network', 'timeout'];

const methods: Readonly<Record<string, WorldOptions>> = {
  'in pages': { sandbox: { pageRows: 200 } },
  'in bulk': { bulk: { above: -1, pageRows: 200 } },
};

for (const [method, options] of Object.entries(methods)) {
  describe(`a disturbed run ${method}`, () => {
    let world: World;
    beforeEach(async () => {
      world = await createWorld({ ...options, tuning: { answerTimeoutMs: 250, attempts: 3 } });
      const given = Array.from({ length: records }, (_, index) => ({ Name: `Account ${index}` }));
      world.sandbox.org.insert('Account', given);
      world.clock.ms += minutes(60);
    });
    afterEach(() => world.close());
    const connectionState = async (): Promise<unknown> => (await world.store.connections.list())[0]?.state;

    it('brings every record once, whichever request meets whichever passing trouble', async () => {
      // That each request of a read stands each of them is the connector's contract; here they meet a whole run.
      for (const [index, kind] of passing.entries()) {
        const after = (index * 3) % 10;
        world.sandbox.disturb({ kind, after });
        const run = await world.run({ mode: 'full' });
        expect(run.error, `${kind} after ${after}`).to.equal(null);
        const rest = index === 0 ? { created: records } : { unchanged: records };
        expect(run.counts, `${kind} after ${after}`).to.deep.equal({ ...zeroCounts, read: records, ...rest });
        expect(world.rows(run), `${kind} after ${after}`).to.have.length(records + 1);
      }
      expect(await world.hub.count('accounts')).to.equal(records);
    });

    for (const { fault, code, message, only } of failing) {
      if (only !== undefined && only !== method) continue;
      it(`that meets "${fault.kind}" for good fails with the reason, and the next one brings everything`, async () => {
        world.sandbox.disturb(fault);
        const run = await world.run();
        expect(run).to.include({ status: 'failed' });
        expect(run.error).to.include({ code });
        expect(run.error?.message).to.match(message);
        expect(await connectionState()).to.equal(unreachable.includes(code) ? 'failing' : 'connected');
        expect(await world.store.jobs.cursor('job-1')).to.equal(null);
        expect(run.counts.read).to.equal(run.counts.created);
        expect(await world.hub.count('accounts')).to.equal(run.counts.created);
        expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
        world.sandbox.calm();
        const next = await world.run();
        expect(next).to.include({ status: 'succeeded', error: null });
        expect(next.counts).to.include({ read: records, unchanged: run.counts.created });
        expect(await connectionState()).to.equal('connected');
        expect(await world.hub.count('accounts')).to.equal(records);
        expect(await world.store.jobs.cursor('job-1')).to.not.equal(null);
        expect(world.sandbox.traffic.openBulkJobs).to.equal(0);
      });
    }

    it('that breaks off in the middle has told what it did, in whole files', async () => {
      world.sandbox.disturb({
        kind: 'daily limit',
        match: { path: /query.*(-|locator)/ },
        after: 1,
        ...always,
      });
      const run = await world.run();
      expect(run).to.include({ status: 'failed' });
      expect(run.error).to.include({ code: 'daily_limit' });
      expect(run.counts.created).to.be.within(1, records - 1);
      expect(await world.hub.count('accounts')).to.equal(run.counts.created);
      expect(world.rows(run)).to.have.length.above(run.counts.created);
    });
  });
}

describe('a run that cannot be done', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
    world.sandbox.org.insert('Account', [{ Name: 'A' }]);
    world.clock.ms += minutes(60);
  });
  afterEach(() => world.close());

  const cases: readonly (readonly [string, () => void | Promise<void>, string, RegExp])[] = [
    [
      'because the field is not there any more',
      () => world.sandbox.org.hideField('Account', 'Name'),
      'mapping_does_not_fit',
      /Account has no field "Name".*Edit the job's mapping/,
    ],
    [
      'because the object is not there',
      () => world.configure({ source: { object: 'Acount', filter: '' } }),
      'unknown_object',
      /Acount.*Account/,
    ],
    [
      'because the filter names no field',
      () => world.configure({ source: { object: 'Account', filter: 'Industri = null' } }),
      'unknown_field',
      /Industri.*Industry/,
    ],
    [
      'because a formula is wrong',
      () => world.configure({ mapping: [from('Id', 'account_id'), formula('UPER(Name)', 'name')] }),
      'mapping_does_not_fit',
      /UPER.*UPPER/,
    ],
    [
      'because an attribute has another type by now',
      async () => {
        await world.hub.addAttributes('accounts', [{ name: 'tier', label: 'Tier', type: 'number' }]);
        await world.configure({
          mapping: [from('Id', 'account_id'), from('Name', 'tier', { type: 'text' })],
        });
      },
      'mapping_does_not_fit',
      /tier is a number attribute already/,
    ],
    [
      'because the run folder cannot be written',
      () => writeFileSync(join(world.dataDir, 'runs'), 'in the way'),
      'file_not_writable',
      /runs.*DATA_DIR/,
    ],
  ];
  for (const [title, spoil, code, message] of cases) {
    it(`${title} says so, and nothing is changed`, async () => {
      await spoil();
      const run = await world.run();
      expect(run).to.include({ status: 'failed' });
      expect(run.error).to.include({ code });
      expect(run.error?.message).to.match(message);
      expect(run.counts).to.deep.equal(zeroCounts);
      expect(run.files).to.deep.equal({ rows: null, rejects: null });
      expect(await world.hub.count('accounts')).to.equal(0);
      expect(await world.store.jobs.cursor('job-1')).to.equal(null);
    });
  }

  it('because the credentials are wrong leaves the connection failing', async () => {
    const { clientSecret } = world.sandbox.credentials;
    await world.configure({}, 'not the secret');
    const run = await world.run();
    expect(run.error).to.include({ code: 'login_refused' });
    expect(run.error?.message)
      .to.match(/clientSecret/)
      .and.not.include('not the secret');
    const connection = await world.store.connections.byId('connection-1');
    expect(connection).to.include({ state: 'failing', stateReason: run.error?.message });
    await world.configure({}, clientSecret);
    expect(await world.run()).to.include({ status: 'succeeded' });
    expect(await world.store.connections.byId('connection-1')).to.include({ state: 'connected' });
  });
});
