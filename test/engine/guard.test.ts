import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FatalError } from '../../src/domain/errors.ts';
import type { InboundJob } from '../../src/domain/job.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import type { Run, RunCounts } from '../../src/domain/run.ts';
import type { RunHost } from '../../src/engine/run-host.ts';
import { RunStopped } from '../../src/engine/run-stopped.ts';
import { formula, from } from '../support/mapping.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { account, createDynamicsWorld, createOutboundWorld } from './support/outbound-world.ts';
import type { OutboundWorld } from './support/outbound-world.ts';
import { crashingHost } from './support/crashing-host.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World, WorldOptions } from './support/world.ts';

const counts = (given: Partial<RunCounts>): RunCounts => ({ ...zeroCounts, ...given });
const guard = { share: 30, atLeast: 5 };
const settings = { allowCreate: true, resolveConflicts: false, guard };
const many = (count: number, prefix: string, type = 'Customer') =>
  Array.from({ length: count }, (_, index) => ({ Name: `${prefix} ${index}`, Type: type }));
const keys = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const customers = "Type = 'Customer'";

const dyingAtItsEnd = (host: RunHost): RunHost => ({
  ...host,
  finish: () => Promise.reject(new RunStopped('lost')),
});

const failingAtItsEnd = (host: RunHost): RunHost => ({
  ...host,
  reconcile: () => Promise.reject(new FatalError('It went wrong when all was loaded.', { code: 'test' })),
});

const methods: Readonly<Record<string, Partial<WorldOptions>>> = {
  'in pages': { sandbox: { pageRows: 200 } },
  'in bulk': { bulk: { above: -1, pageRows: 7 } },
};

for (const [method, options] of Object.entries(methods)) {
  describeOnBothDatabases(`a guarded inbound run ${method}`, (fresh) => {
    const worlds: World[] = [];
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close();
    });

    /** Ten customers that are in the hub, and twenty others that are not. */
    async function aSyncedWorld(job: Partial<InboundJob> = {}): Promise<World> {
      const source = { object: 'Account', filter: customers };
      const world = await createWorld({
        ...options,
        hubUrl: await fresh(),
        job: { source, settings, ...job },
      });
      worlds.push(world);
      world.sandbox.org.insert('Account', [...many(10, 'Customer'), ...many(20, 'Other', 'Prospect')]);
      world.clock.ms += minutes(60);
      const first = await world.run();
      expect(first, 'nothing is expected of a first run').to.include({ status: 'succeeded' });
      expect(first.counts).to.deep.equal(counts({ read: 10, created: 10 }));
      world.clock.ms += minutes(60);
      return world;
    }
    const matchingEverything = { source: { object: 'Account', filter: '' } };

    it('is stopped before its first write where a filter suddenly matches everything, and writes what was announced once that is approved', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      const held = await world.run();
      expect(held).to.include({ status: 'waiting for approval', owner: null, error: null });
      expect(held.approval).to.include({
        reason: 'changes',
        changed: 20,
        rejected: 0,
        known: 10,
        share: 30,
        atLeast: 5,
      });
      expect(held.approval?.counts).to.deep.equal(counts({ read: 30, created: 20, unchanged: 10 }));
      expect((await world.view()).size).to.equal(10);
      expect(world.rows(held)).to.have.length(31);

      // What the CRM has by now is the next run's.
      world.sandbox.org.insert('Account', many(5, 'Later'));
      const approved = await world.execute(await world.decide(held, 'approved'));
      expect(approved).to.include({ status: 'succeeded', error: null });
      expect(approved.counts).to.deep.equal(held.approval?.counts);
      expect((await world.view()).size).to.equal(30);
      expect(approved.approval?.decision).to.include({ kind: 'approved', by: 'ada' });
      expect(
        readdirSync(join(world.dataDir, 'runs', world.job().id)).filter((name) => name.includes('deleted')),
      ).to.deep.equal([]);
      world.clock.ms += minutes(60);
      expect((await world.run()).counts).to.include({ created: 5 });
    });

    it('writes nothing where that is rejected, and asks again the next time', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      const held = await world.run();
      const rejected = await world.decide(held, 'rejected');
      expect(rejected).to.include({ status: 'cancelled' });
      expect(rejected.counts).to.deep.equal(zeroCounts);
      expect(rejected.error).to.include({ code: 'run_rejected' });
      expect((await world.view()).size).to.equal(10);
      expect(await world.run()).to.include({ status: 'waiting for approval' });
    });

    it('counts what would be deleted, in full and incremental runs', async () => {
      const world = await aSyncedWorld();
      await world.configure({ source: { object: 'Account', filter: "Name = 'Customer 0'" } });
      const held = await world.run();
      expect(held.approval).to.include({ reason: 'changes', changed: 9 });
      expect(held.approval?.counts).to.deep.equal(counts({ read: 1, unchanged: 1, deleted: 9 }));
      const done = await world.execute(await world.decide(held, 'approved'));
      expect(done.counts).to.deep.equal(held.approval?.counts);
      expect((await world.view()).size).to.equal(1);

      const other = await aSyncedWorld();
      const ids = other.sandbox.org.records('Account').map(({ Id }) => String(Id));
      other.sandbox.org.remove('Account', ids.slice(0, 6));
      other.clock.ms += minutes(30);
      const incremental = await other.run();
      expect(incremental).to.include({ mode: 'incremental', status: 'waiting for approval' });
      expect(incremental.approval?.counts).to.deep.equal(counts({ deleted: 6 }));
      expect((await other.view()).size).to.equal(10);
      const ended = await other.execute(await other.decide(incremental, 'approved'));
      expect(ended.counts).to.deep.equal(counts({ deleted: 6 }));
      expect((await other.view()).size).to.equal(4);
      expect((await other.run()).status).to.equal('succeeded');
    });

    it('is stopped where too many rows would be rejected', async () => {
      const world = await aSyncedWorld();
      const mapping = [
        from('Id', 'account_id'),
        formula('IF(Type = "Customer", Name, TO_NUMBER("x"))', 'name'),
      ];
      await world.configure({ ...matchingEverything, mapping });
      const held = await world.run();
      expect(held.approval).to.include({ reason: 'rejects', rejected: 20, changed: 0 });
      expect(world.rejects(held)).to.have.length(21);
      const approved = await world.execute(await world.decide(held, 'approved'));
      expect(approved).to.include({ status: 'partly succeeded' });
      expect(approved.counts).to.deep.equal(held.approval?.counts);
      expect(world.rejects(approved)).to.have.length(21);
    });

    it('goes on by itself where it is not that much after all', async () => {
      const world = await aSyncedWorld();
      world.sandbox.org.insert('Account', many(3, 'New'));
      world.clock.ms += minutes(60);
      const full = await world.run({ mode: 'full' });
      expect(full).to.include({ status: 'succeeded', mode: 'full' });
      expect(full.counts).to.deep.equal(counts({ read: 13, created: 3, unchanged: 10 }));
      expect(world.rows(full)).to.have.length(14);
      expect(full.approval).to.equal(undefined);
      expect((await world.view()).size).to.equal(13);
    });

    it('is not guarded while the first sync has not come to its end, however many runs that takes', async () => {
      const source = { object: 'Account', filter: customers };
      const world = await createWorld({ ...options, hubUrl: await fresh(), job: { source, settings } });
      worlds.push(world);
      world.sandbox.org.insert('Account', [...many(10, 'Customer'), ...many(20, 'Other', 'Prospect')]);
      const first = await world.run({ between: failingAtItsEnd });
      expect(first).to.include({ status: 'failed' });
      expect(first.counts).to.include({ created: 10 });
      await world.configure(matchingEverything);
      const second = await world.run();
      expect(second).to.include({ status: 'succeeded' }).and.not.have.property('approval');
      expect(second.counts).to.include({ created: 20, unchanged: 10 });
      // From then on it is.
      world.sandbox.org.insert('Account', many(20, 'More'));
      world.clock.ms += minutes(60);
      expect(await world.run()).to.include({ status: 'waiting for approval' });
    });

    it('is not guarded where the job says so, where it is dry, and where it rebuilds the mapping', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      expect(await world.run({ dryRun: true })).to.include({ status: 'succeeded' });
      expect(await world.run({ rebuild: true, mode: 'full' })).to.include({ status: 'succeeded' });
      await world.configure({ source: { object: 'Account', filter: customers } });
      const off = { ...settings, guard: 'off' as const };
      await world.configure({ settings: off });
      expect(await world.run()).to.include({ status: 'succeeded' });
    });

    it('asks anew where the job was changed while it waited, or the rows are gone', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      const held = await world.run();
      const taken = await world.decide(held, 'approved');
      await world.configure({ source: { object: 'Account', filter: "Name != 'Other 0'" } });
      world.clock.ms += minutes(1);
      const again = await world.execute(taken);
      expect(again).to.include({ status: 'waiting for approval' });
      expect(again.approval).to.include({ changed: 19, decision: null });
      expect((await world.view()).size).to.equal(10);
    });

    it('that is not too much after all leaves the same, wherever it dies', async () => {
      for (const mode of ['full', 'incremental'] as const) {
        const world = await aSyncedWorld();
        const ids = world.sandbox.org.records('Account').map(({ Id }) => String(Id));
        world.sandbox.org.insert('Account', many(2, 'New'));
        world.sandbox.org.remove('Account', ids.slice(0, 1));
        world.clock.ms += minutes(60);
        await world.configure({ settings: { ...settings, guard: { share: 30, atLeast: 1 } } });
        let attempt = await world.claim({ mode });
        let ended: Run | null = null;
        for (let at = 2; ended === null; at += 1) {
          const between = (host: Parameters<typeof crashingHost>[0]) =>
            crashingHost(host, { at, lost: at % 2 === 0 ? 'answer' : 'message' }).host;
          const left = await world.execute(attempt, { between });
          if (left.status === 'running') attempt = await world.again(attempt);
          else ended = left;
        }
        expect(ended).to.include({ status: 'succeeded', error: null });
        const read = mode === 'full' ? { read: 11, unchanged: 9 } : { read: 2 };
        expect(ended.counts).to.deep.equal(counts({ ...read, created: 2, deleted: 1 }));
        expect((await world.view()).size).to.equal(11);
      }
    }).timeout(120_000);

    it('has what it did in its counts, also where it dies before its end is stored', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      const held = await world.run();
      const approved = await world.decide(held, 'approved');
      await world.execute(approved, { between: dyingAtItsEnd });
      const ended = await world.execute(await world.again(approved));
      expect(ended.counts).to.deep.equal(held.approval?.counts);
    });

    it('waits through a restart, and goes on after it', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      const held = await world.run();
      const approved = await world.decide(held, 'approved');
      // Before anything of it was done again.
      const again = await world.execute(await world.again(approved));
      expect(again.counts).to.deep.equal(held.approval?.counts);
      expect((await world.view()).size).to.equal(30);
    });

    it('asks once, and writes what was approved once, wherever it dies', async () => {
      const world = await aSyncedWorld();
      await world.configure(matchingEverything);
      let held: Run | null = null;
      for (let at = 1; held === null; at += 3) {
        const run = await world.claim();
        let crash = crashingHost({} as never, { at, lost: 'message' });
        const between = (host: Parameters<typeof crashingHost>[0]) => {
          crash = crashingHost(host, { at, lost: at % 2 === 0 ? 'answer' : 'message' });
          return crash.host;
        };
        let ended = await world.execute(run, { between });
        if (ended.status === 'running') ended = await world.execute(await world.again(run));
        expect(ended.status, `after ${at} messages`).to.equal('waiting for approval');
        expect(ended.approval?.changed).to.equal(20);
        expect((await world.view()).size).to.equal(10);
        if (crash.hasCrashed()) await world.decide(ended, 'rejected');
        else held = ended;
      }
      let attempt = await world.decide(held, 'approved');
      let ended: Run | null = null;
      for (let at = 2; ended === null; at += 1) {
        let crash = crashingHost({} as never, { at, lost: 'message' });
        const between = (host: Parameters<typeof crashingHost>[0]) => {
          crash = crashingHost(host, { at, lost: at % 2 === 0 ? 'answer' : 'message' });
          return crash.host;
        };
        const left = await world.execute(attempt, { between });
        if (left.status === 'running') attempt = await world.again(attempt);
        else ended = left;
      }
      expect(ended).to.include({ status: 'succeeded' });
      expect(ended.counts).to.deep.equal(held.approval?.counts);
      expect((await world.view()).size).to.equal(30);
    }).timeout(120_000);
  });
}

/** An outbound world, and what became of its accounts in the CRM. */
interface OutboundStory {
  readonly world: OutboundWorld<unknown>;
  /** Industries by the accounts' keys, and what they are called. */
  readonly accounts: () => ReadonlyMap<string, { readonly name: string; readonly industry: string }>;
}

const crms: Readonly<Record<string, (hubUrl: string) => Promise<OutboundStory>>> = {
  async 'to Salesforce'(hubUrl) {
    const world = await createOutboundWorld(hubUrl);
    const { org } = world.sandbox;
    return { world, accounts: () => accountsIn(org.records('Account'), ['LegacyId__c', 'Name', 'Industry']) };
  },
  async 'to Dynamics 365'(hubUrl) {
    const world = await createDynamicsWorld(hubUrl);
    const { org } = world.sandbox;
    const fields = ['acme_legacyid', 'name', 'description'] as const;
    return { world, accounts: () => accountsIn(org.records('account'), fields) };
  },
};

type Accounts = ReturnType<OutboundStory['accounts']>;

function accountsIn(
  records: readonly Readonly<Record<string, unknown>>[],
  [key, name, industry]: readonly [string, string, string],
): Accounts {
  const found: Accounts = new Map(
    records.map((record) => [
      String(record[key]),
      { name: String(record[name]), industry: String(record[industry]) },
    ]),
  );
  expect(found.size, 'each stands there once').to.equal(records.length);
  return found;
}

for (const [where, open] of Object.entries(crms)) {
  describeOnBothDatabases(`a guarded outbound run ${where}`, (fresh) => {
    let world: OutboundWorld<unknown>;
    let accounts: OutboundStory['accounts'];
    beforeEach(async () => {
      ({ world, accounts } = await open(await fresh()));
      await world.configure({
        source: { object: 'accounts', filter: "industry = 'Banking'" },
        settings: { allowCreate: true, updateExisting: true, emptyValues: 'leave', guard },
      });
    });
    afterEach(() => world.close());

    const put = (named: readonly string[], industry: string) =>
      world.put(named.map((key) => account(key, { name: key.toUpperCase(), industry })));

    async function synced(): Promise<void> {
      await put(keys('bank', 10), 'Banking');
      await put(keys('other', 20), 'Energy');
      expect((await world.run()).counts).to.include({ created: 10 });
    }

    it('is stopped before it sends anything where a filter suddenly matches everything, and sends what was announced once that is approved', async () => {
      await synced();
      await world.configure({ source: { object: 'accounts', filter: '' } });
      const held = await world.run();
      expect(held).to.include({ status: 'waiting for approval' });
      expect(held.approval).to.include({ reason: 'changes', changed: 20, known: 10 });
      expect(held.approval?.counts).to.deep.equal(counts({ read: 30, created: 20, unchanged: 10 }));
      expect(accounts().size).to.equal(10);
      // What changed meanwhile is the next run's.
      await put(['later'], 'Energy');
      await put(['other0', 'bank0'], 'Mining');
      const approved = await world.execute(await world.decide(held, 'approved'));
      expect(approved).to.include({ status: 'succeeded', error: null });
      expect(approved.counts).to.deep.equal(held.approval?.counts);
      expect(accounts().size).to.equal(30);
      expect([...accounts().keys()]).to.have.members([...keys('bank', 10), ...keys('other', 20)]);
      expect(accounts().get('other0')).to.deep.equal({ name: 'OTHER0', industry: 'Energy' });
      const next = await world.run();
      expect(next.counts).to.include({ created: 1, updated: 2, unchanged: 28 });
      expect(accounts().get('other0')).to.include({ industry: 'Mining' });
      expect(world.rows(approved)).to.have.length(21);
    });

    it('sends nothing where that is rejected', async () => {
      await synced();
      await world.configure({ source: { object: 'accounts', filter: '' } });
      const held = await world.run();
      const rejected = await world.decide(held, 'rejected');
      expect(rejected).to.deep.include({ status: 'cancelled', counts: zeroCounts });
      expect(accounts().size).to.equal(10);
      expect(await world.run(), 'it asks again the next time').to.include({ status: 'waiting for approval' });
      expect(accounts().size).to.equal(10);
    });

    it('counts only what differs from what was sent, also where everything is sent again', async () => {
      await synced();
      const full = await world.run({ mode: 'full' });
      expect(full).to.include({ status: 'succeeded' });
      expect(full.counts).to.include({ updated: 10 });
      await put(keys('bank', 2), 'Banking and more');
      await put(keys('new', 3), 'Banking');
      expect(await world.run()).to.include({ status: 'succeeded' });
    });

    it('selects the records once where few of them differ from what was sent', async () => {
      await synced();
      await put(['bank3', 'bank7'], 'Banking');
      await world.put([account('bank5', { name: 'Changed', industry: 'Banking' })]);
      let pages = 0;
      const between = (host: RunHost): RunHost => ({
        ...host,
        selectOutbound: (...args) => {
          pages += 1;
          return host.selectOutbound(...args);
        },
      });
      expect((await world.run({ between })).counts).to.deep.equal(
        counts({ read: 10, updated: 1, unchanged: 9 }),
      );
      expect(pages).to.equal(1);
      expect(accounts().get('bank5')?.name).to.equal('Changed');
      expect((await world.run()).counts).to.deep.equal(counts({ read: 10, unchanged: 10 }));
    });

    it('goes on by itself where the CRM makes less of it than the hub expects', async () => {
      await synced();
      await world.configure({
        source: { object: 'accounts', filter: '' },
        settings: { allowCreate: false, updateExisting: true, emptyValues: 'leave', guard },
      });
      const run = await world.run();
      expect(run).to.include({ status: 'succeeded' });
      expect(run.counts).to.deep.equal(counts({ read: 30, ignored: 20, unchanged: 10 }));
    });

    it('has what it sent in its counts, also where it dies before its end is stored', async () => {
      await synced();
      await world.configure({ source: { object: 'accounts', filter: '' } });
      const held = await world.run();
      const approved = await world.decide(held, 'approved');
      await world.execute(approved, { between: dyingAtItsEnd });
      const ended = await world.execute(await world.again(approved));
      expect(ended.counts).to.deep.equal(held.approval?.counts);
    });

    it('goes on with what was approved where it is interrupted', async () => {
      await synced();
      await world.configure({ source: { object: 'accounts', filter: '' } });
      const held = await world.run();
      let attempt = await world.decide(held, 'approved');
      let ended: Run | null = null;
      for (let at = 1; ended === null; at += 1) {
        const between = (host: Parameters<typeof crashingHost>[0]) =>
          crashingHost(host, { at, lost: at % 2 === 0 ? 'answer' : 'message' }).host;
        const left = await world.execute(attempt, { between });
        if (left.status === 'running') attempt = await world.again(attempt);
        else ended = left;
      }
      expect(ended).to.include({ status: 'succeeded' });
      expect(accounts().size).to.equal(30);
      expect(ended.counts).to.include({ read: 30, unchanged: 10 });
    });
  });
}
