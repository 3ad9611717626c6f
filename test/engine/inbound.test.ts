import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { Run, RunCounts } from '../../src/domain/run.ts';
import { constant, formula, from } from '../support/mapping.ts';
import { createWorld, minutes, start } from './support/world.ts';
import type { World, WorldOptions } from './support/world.ts';

const counts = (given: Partial<RunCounts>): RunCounts => ({ ...zeroCounts, ...given });
const named = (count: number, prefix = 'Account') =>
  Array.from({ length: count }, (_, index) => ({ Name: `${prefix} ${String(index).padStart(5, '0')}` }));
const unguarded = { allowCreate: true, resolveConflicts: false, guard: 'off' } as const;
const keyIsLegacyId = [from('LegacyId__c', 'account_id'), from('Name', 'name')];

function expectSum({ counts: { read, created, updated, unchanged, ignored, rejected } }: Run): void {
  expect(created + updated + unchanged + ignored + rejected, 'the counts add up').to.equal(read);
}

const hubFiles = (home: string): string[] => readdirSync(home).filter((name) => name.startsWith('hub.db'));

/** Every story is told twice: rows come page by page, and in bulk with several pages. */
const methods: Readonly<Record<string, WorldOptions>> = {
  'in pages': { sandbox: { pageRows: 200 } },
  'in bulk': { bulk: { above: -1, pageRows: 300 } },
};

for (const [method, options] of Object.entries(methods)) {
  describe(`an inbound run ${method}`, () => {
    const worlds: World[] = [];
    afterEach(async () => {
      for (const world of worlds.splice(0)) await world.close();
    });

    async function aWorld(given: WorldOptions = {}): Promise<World> {
      const world = await createWorld({ ...options, ...given });
      worlds.push(world);
      return world;
    }
    async function frozenCopy(of: World): Promise<World> {
      await of.freeze();
      const copy = await createWorld({ ...options, like: of });
      worlds.unshift(copy);
      return copy;
    }
    /** Records that are there for longer than any look-back, and a first sync of them. */
    async function aSyncedWorld(
      names: readonly string[],
      given: WorldOptions = {},
    ): Promise<[World, string[]]> {
      const world = await aWorld(given);
      const ids = world.sandbox.org.insert(
        'Account',
        names.map((Name) => ({ Name, LegacyId__c: Name })),
      );
      world.clock.ms += minutes(60);
      expect((await world.run()).error).to.equal(null);
      world.clock.ms += minutes(60);
      return [world, ids];
    }

    it('matches every record anew where the mapping is rebuilt, and reads everything again until that has come to its end', async () => {
      const [world, ids] = await aSyncedWorld(['One', 'Two', 'Three']);
      world.sandbox.org.purge('Account', ids.slice(2));
      const rebuilt = await world.run({ mode: 'full', rebuild: true });
      expect(rebuilt).to.include({ status: 'succeeded', mode: 'full', modeReason: null });
      expect(rebuilt.counts).to.deep.equal(counts({ read: 2, unchanged: 2, deleted: 1 }));
      expect([...(await world.view()).keys()]).to.have.members(ids.slice(0, 2));
      world.clock.ms += minutes(60);
      expect(await world.run()).to.include({ mode: 'incremental' });

      world.sandbox.disturb({ kind: 'daily limit', match: { path: /COUNT/ } });
      const failed = await world.run({ mode: 'full', rebuild: true });
      expect(failed.status).to.equal('failed');
      world.sandbox.calm();
      const next = await world.run();
      expect(next).to.include({ status: 'succeeded', mode: 'full' });
      expect(next.counts).to.deep.equal(counts({ read: 2, unchanged: 2 }));
    });

    it('reads the rejected rows of an earlier one again, and nothing else', async () => {
      const world = await aWorld({ job: { mapping: keyIsLegacyId } });
      const { org } = world.sandbox;
      const [mended = '', , left = ''] = org.insert('Account', [
        { Name: 'Mended' },
        { Name: 'Other', LegacyId__c: 'other' },
        { Name: 'Left' },
      ]);
      world.clock.ms += minutes(60);
      const first = await world.run();
      expect(first).to.include({ status: 'partly succeeded' });
      expect(first.counts).to.deep.equal(counts({ read: 3, created: 1, rejected: 2 }));
      world.clock.ms += minutes(60);
      org.update('Account', mended, { LegacyId__c: 'mended' });
      org.insert('Account', [{ Name: 'New', LegacyId__c: 'new' }]);
      const retried = await world.run({ retryOf: first.id });
      expect(retried).to.include({ status: 'partly succeeded', mode: 'incremental', retryOf: first.id });
      expect(retried.counts).to.deep.equal(counts({ read: 2, created: 1, rejected: 1 }));
      expect([...(await world.view()).keys()]).to.have.members(['other', 'mended']);
      // That none of them is right yet says nothing of the job.
      const again = await world.run({ retryOf: retried.id });
      expect(again).to.include({ status: 'partly succeeded', error: null });
      expect(again.counts).to.deep.equal(counts({ read: 1, rejected: 1 }));
      org.remove('Account', [left]);
      const last = await world.run({ retryOf: retried.id });
      expect(last.counts).to.deep.equal(counts({}));
      world.clock.ms += minutes(60);
      expect((await world.run()).counts).to.include({ created: 1 });
      expect([...(await world.view()).keys()]).to.have.members(['other', 'mended', 'new']);
    });

    it('brings everything the first time, and then only what changed', async () => {
      const world = await aWorld();
      const ids = world.sandbox.org.insert('Account', named(950));
      world.clock.ms += minutes(60);
      const first = await world.run();
      expect(first).to.include({
        status: 'succeeded',
        mode: 'full',
        modeReason: "It is the job's first sync.",
      });
      expect(first.counts).to.deep.equal(counts({ read: 950, created: 950 }));
      expect([...(await world.view()).keys()]).to.have.members(ids);
      expect(world.rows(first)).to.have.length(951);
      expect(first.files.rejects).to.equal(null);

      world.clock.ms += minutes(60);
      const [changed = ''] = ids;
      world.sandbox.org.update('Account', changed, { Name: 'Changed' });
      world.clock.ms += minutes(60);
      const second = await world.run();
      expect(second).to.include({ status: 'succeeded', mode: 'incremental', modeReason: null });
      expect(second.counts).to.deep.equal(counts({ read: 1, updated: 1 }));
      expect((await world.view()).get(changed)).to.include({ name: 'Changed' });
      expect(
        world
          .rows(second)
          .slice(1)
          .map((row) => row[0]),
      ).to.deep.equal([changed]);

      world.clock.ms += minutes(60);
      const third = await world.run();
      expect(third.counts).to.deep.equal(counts({}));
      expect(world.rows(third)).to.have.length(1);
      expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
    });

    it('writes nothing for what did not change', async () => {
      const [world] = await aSyncedWorld(['A', 'B', 'C']);
      const again = await world.run({ mode: 'full' });
      expect(again.counts).to.deep.equal(counts({ read: 3, unchanged: 3 }));
    });

    it('loses nothing where thousands have one stamp', async () => {
      const [world] = await aSyncedWorld(['A'], { job: { settings: unguarded } });
      const ids = world.sandbox.org.insert('Account', named(1_300));
      world.sandbox.org.setStamp('Account', ids, new Date(world.clock.ms - minutes(1)).toISOString());
      const run = await world.run();
      expect(run).to.include({ mode: 'incremental', error: null });
      expect(run.counts).to.deep.equal(counts({ read: 1_300, created: 1_300 }));
      expect(await world.hub.count('accounts')).to.equal(1_301);
    });

    it('catches a record that became visible late', async () => {
      const [world] = await aSyncedWorld(['A']);
      const visibleAt = new Date(world.clock.ms + minutes(5));
      world.sandbox.org.insert('Account', [{ Name: 'Late' }], { visibleAt });
      world.clock.ms += minutes(4);
      expect((await world.run()).counts.read).to.equal(0);
      world.clock.ms += minutes(4);
      expect((await world.run()).counts).to.include({ read: 1, created: 1 });
    });

    it('takes away what was deleted and what was merged', async () => {
      const [world, [kept = '', deleted = '', loser = '']] = await aSyncedWorld(['A', 'B', 'C']);
      world.sandbox.org.remove('Account', [deleted]);
      world.sandbox.org.merge('Account', loser, kept);
      const run = await world.run();
      expect(run.counts).to.include({ read: 1, deleted: 2 });
      expectSum(run);
      expect([...(await world.view()).keys()]).to.deep.equal([kept]);
    });

    it('lets a new record have the key of one that was deleted', async () => {
      const [world, [gone = '']] = await aSyncedWorld(['A'], { job: { mapping: keyIsLegacyId } });
      world.sandbox.org.remove('Account', [gone]);
      world.sandbox.org.insert('Account', [{ Name: 'Successor', LegacyId__c: 'A' }]);
      const run = await world.run();
      expect(run.counts).to.include({ read: 1, rejected: 0, deleted: 1 });
      expect((await world.view()).get('A')).to.include({ name: 'Successor' });
    });

    it('finds in a full sync what vanished without a trace, and what the filter leaves out now', async () => {
      const [world, [gone = '', kept = '', left = '']] = await aSyncedWorld(['A', 'B', 'C'], {
        job: { source: { object: 'Account', filter: "Name != 'left'" } },
      });
      world.sandbox.org.purge('Account', [gone]);
      world.sandbox.org.update('Account', left, { Name: 'left' });
      expect((await world.run()).counts).to.deep.equal(counts({}));
      const run = await world.run({ mode: 'full' });
      expect(run.counts).to.deep.equal(counts({ read: 1, unchanged: 1, deleted: 2 }));
      expect([...(await world.view()).keys()]).to.deep.equal([kept]);
    });

    it('has of two records with one key the newer one where conflicts are resolved', async () => {
      const world = await aWorld({
        job: { mapping: keyIsLegacyId, settings: { allowCreate: true, resolveConflicts: true } },
      });
      const { org } = world.sandbox;
      const [older = ''] = org.insert('Account', [{ Name: 'older', LegacyId__c: 'K' }]);
      org.insert(
        'Account',
        named(700).map((record) => ({ ...record, LegacyId__c: record.Name })),
      );
      world.clock.ms += minutes(1);
      // Beside each other, and far apart.
      org.insert('Account', [
        { Name: 'newest', LegacyId__c: 'K' },
        { Name: 'x', LegacyId__c: 'L' },
      ]);
      world.clock.ms += minutes(1);
      org.insert('Account', [{ Name: 'y', LegacyId__c: 'L' }]);
      world.clock.ms += minutes(60);
      const run = await world.run();
      expect(run).to.include({ status: 'succeeded' });
      // A row counts as what it did when its turn came.
      expect(run.counts).to.include({ read: 704, created: 702, updated: 2, ignored: 0, rejected: 0 });
      expectSum(run);
      const view = await world.view();
      expect(view.get('K')).to.include({ name: 'newest' });
      expect(view.get('L')).to.include({ name: 'y' });
      expect(view.size).to.equal(702);
      world.clock.ms += minutes(60);
      org.update('Account', older, { Name: 'newest of all' });
      expect((await world.run()).counts).to.deep.equal(counts({ read: 1, updated: 1 }));
      expect((await world.view()).get('K')).to.include({ name: 'newest of all' });
    });

    it('rejects the other of two records with one key where conflicts are not resolved, and names both', async () => {
      const world = await aWorld({ job: { mapping: keyIsLegacyId } });
      const { org } = world.sandbox;
      const [first = ''] = org.insert('Account', [{ Name: 'first', LegacyId__c: 'K' }]);
      org.insert(
        'Account',
        named(700).map((record) => ({ ...record, LegacyId__c: record.Name })),
      );
      const [apart = ''] = org.insert('Account', [{ Name: 'apart', LegacyId__c: 'K' }]);
      const [left = '', beside = ''] = org.insert('Account', [
        { Name: 'left', LegacyId__c: 'L' },
        { Name: 'beside', LegacyId__c: 'L' },
      ]);
      const run = await world.run();
      expect(run).to.include({ status: 'partly succeeded', error: null });
      expect(run.counts).to.deep.equal(counts({ read: 704, created: 702, rejected: 2 }));
      const [header = [], ...lines] = world.rejects(run);
      expect(header.slice(0, 3)).to.deep.equal(['code', 'reason', 'crm_id']);
      expect(lines.map(([code]) => code)).to.deep.equal(['key_taken', 'key_taken']);
      const reasons = new Map(lines.map((line) => [line[2], line]));
      expect(reasons.get(apart)?.[1]).to.include(first).and.include(apart);
      expect(reasons.get(apart)?.[header.indexOf('Name')]).to.equal('apart');
      expect(reasons.get(beside)?.[1]).to.include(left).and.include(beside);
    });

    it('ignores new records where none may be created', async () => {
      const [world, [known = '']] = await aSyncedWorld(['A']);
      world.sandbox.org.insert('Account', named(3));
      world.sandbox.org.update('Account', known, { Name: 'A2' });
      await world.configure({ settings: { allowCreate: false, resolveConflicts: false } });
      const run = await world.run();
      expect(run).to.include({ mode: 'full', modeReason: "The job's settings changed since the last sync." });
      expect(run.counts).to.deep.equal(counts({ read: 4, updated: 1, ignored: 3 }));
      expect((await world.view()).get(known)).to.include({ name: 'A2' });
      await world.configure({ settings: { allowCreate: true, resolveConflicts: false } });
      expect((await world.run()).counts).to.deep.equal(counts({ read: 4, created: 3, unchanged: 1 }));
    });

    it('in a dry run counts the same and keeps nothing', async () => {
      const [world, [changed = '', gone = '']] = await aSyncedWorld(['A', 'B', 'C'], {
        job: { settings: unguarded },
      });
      world.sandbox.org.update('Account', changed, { Name: 'x'.repeat(20) });
      world.sandbox.org.remove('Account', [gone]);
      world.sandbox.org.insert('Account', [...named(400), { Name: 'y'.repeat(200) }]);
      await world.configure({
        mapping: [from('Id', 'account_id'), from('Name', 'name'), from('Site', 'site', { type: 'text' })],
      });
      const before = [...(await world.view())];
      const cursor = await world.store.jobs.cursor('job-1');
      const attributes = await world.hub.attributes('accounts');
      const dry = await world.run({ dryRun: true });
      expect(dry).to.include({ status: 'partly succeeded', dryRun: true });
      expect([...(await world.view())]).to.deep.equal(before);
      expect(await world.store.jobs.cursor('job-1')).to.deep.equal(cursor);
      expect(await world.hub.attributes('accounts')).to.deep.equal(attributes);
      expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
      const wet = await world.run();
      expect(dry.counts).to.deep.equal(wet.counts);
      expect(wet.counts).to.deep.equal(
        counts({ read: 403, created: 400, updated: 1, unchanged: 1, rejected: 1, deleted: 1 }),
      );
      expect(world.rejects(dry)).to.deep.equal(world.rejects(wet));
      expect(await world.store.jobs.cursor('job-1')).to.not.deep.equal(cursor);
    });

    it('rejects rows that cannot be stored, with their reason, and goes on', async () => {
      const world = await aWorld({
        job: {
          mapping: [
            from('Id', 'account_id'),
            from('Name', 'name'),
            from('CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
          ],
        },
      });
      const records = named(650).map((record, index) => ({
        ...record,
        CloseDate__c: index % 100 === 50 ? '=not a date' : '31/12/2026',
      }));
      const ids = world.sandbox.org.insert('Account', records);
      world.clock.ms += minutes(60);
      const run = await world.run();
      expect(run).to.include({ status: 'partly succeeded', error: null });
      expect(run.counts).to.deep.equal(counts({ read: 650, created: 644, rejected: 6 }));
      const [header = [], ...lines] = world.rejects(run);
      expect(header).to.deep.equal(['code', 'reason', 'crm_id', ...(world.rows(run)[0] ?? [])]);
      expect(lines.map((line) => line[2])).to.have.members(ids.filter((_, index) => index % 100 === 50));
      for (const line of lines) {
        expect(line[0]).to.equal('wrong_value');
        expect(line[1]).to.include('renewal_date').and.include('CloseDate__c').and.not.include('not a date');
        expect(line[header.indexOf('CloseDate__c')]).to.equal("'=not a date");
      }
      // They were read, so the next run does not read them again.
      world.clock.ms += minutes(60);
      expect((await world.run()).counts).to.deep.equal(counts({}));
      // They exist, so a full sync does not take them for vanished.
      expect((await world.run({ mode: 'full' })).counts).to.include({ rejected: 6, deleted: 0 });
    });

    it('that had to reject every row did not succeed, and takes nothing away', async () => {
      const [world] = await aSyncedWorld(['A', 'B']);
      const cursor = await world.store.jobs.cursor('job-1');
      world.sandbox.org.purge('Account', [world.sandbox.org.insert('Account', [{ Name: 'gone' }])[0] ?? '']);
      await world.configure({ mapping: [from('Id', 'account_id'), formula('1 / 0', 'employees')] });
      const run = await world.run();
      expect(run).to.include({ status: 'failed', mode: 'full' });
      expect(run.counts).to.deep.equal(counts({ read: 2, rejected: 2 }));
      expect(run.error).to.include({ code: 'all_rows_rejected' });
      expect(run.error?.message).to.match(/^All 2 rows .*first reason: employees: .*rejects file/);
      expect(world.rejects(run)).to.have.length(3);
      expect(await world.hub.count('accounts')).to.equal(2);
      expect(await world.store.jobs.cursor('job-1')).to.deep.equal(cursor);
    });

    it('adds the attributes that its mapping names, with the fields’ labels', async () => {
      const world = await aWorld({
        job: {
          mapping: [
            from('Id', 'account_id'),
            from('Site', 'site', { type: 'text' }),
            from('Modules__c', 'modules', { type: 'list' }),
            constant('salesforce', 'origin', { type: 'text' }),
          ],
        },
      });
      const [id = ''] = world.sandbox.org.insert('Account', [
        { Name: 'A', Site: 'Berlin', Modules__c: 'Core;Billing' },
      ]);
      expect((await world.run()).counts).to.include({ created: 1 });
      const added = (await world.hub.attributes('accounts')).filter(({ isStandard }) => !isStandard);
      expect(added.map(({ name, label, type }) => [name, label, type])).to.deep.equal([
        ['modules', 'Modules', 'list'],
        ['origin', 'Origin', 'text'],
        ['site', 'Account Site', 'text'],
      ]);
      expect((await world.view()).get(id)).to.include({
        site: 'Berlin',
        origin: 'salesforce',
        modules: '["Core","Billing"]',
      });
    });

    it('reads an object again from the beginning where the job changed, and says why', async () => {
      const [world] = await aSyncedWorld(['A', 'B']);
      await world.configure({ source: { object: 'Account', filter: "Name = 'A'" } });
      const run = await world.run();
      expect(run).to.include({ mode: 'full', modeReason: "The job's filter changed since the last sync." });
      expect(run.counts).to.deep.equal(counts({ read: 1, unchanged: 1, deleted: 1 }));
      world.clock.ms += minutes(16 * 24 * 60);
      const late = await world.run();
      expect(late).to.include({ mode: 'full' });
      expect(late.modeReason).to.match(/^The last sync was 16 days ago/);
    });

    it('reads everything where the connection leads to another org, and says why', async () => {
      const [world] = await aSyncedWorld(['A', 'B']);
      Object.assign(world.sandbox.org, { id: '00D000000000009EAA' });
      const run = await world.run();
      expect(run).to.include({
        mode: 'full',
        modeReason: 'The connection does not lead to the org of the last sync.',
      });
      expect(run.counts).to.include({ read: 2 });
      expect(await world.run()).to.include({ mode: 'incremental' });
    });

    it('reads everything where the hub is a new one or an older state of it, and says why', async () => {
      const [world] = await aSyncedWorld(['A']);
      const later = await frozenCopy(world);
      later.sandbox.org.insert('Account', [{ Name: 'B' }]);
      later.clock.ms += minutes(60);
      expect((await later.run()).counts).to.include({ created: 1 });
      await later.freeze();

      for (const name of hubFiles(later.home)) rmSync(join(later.home, name));
      for (const name of hubFiles(world.home)) cpSync(join(world.home, name), join(later.home, name));
      const restored = await frozenCopy(later);
      const run = await restored.run();
      expect(run).to.include({ mode: 'full' });
      expect(run.modeReason).to.match(/older state of it was restored/);
      expect(run.counts).to.include({ created: 1, unchanged: 1 });
      expect(await restored.run()).to.include({ mode: 'incremental' });
      await restored.freeze();

      for (const name of hubFiles(restored.home)) rmSync(join(restored.home, name));
      const anew = await frozenCopy(restored);
      const first = await anew.run();
      expect(first).to.include({
        mode: 'full',
        modeReason: 'The hub is not the one that the last sync filled.',
      });
      expect(first.counts).to.include({ created: 2 });
    });

    it('follows the filter, and reads parents', async () => {
      const world = await aWorld({
        job: {
          source: { object: 'Account', filter: "industry = 'Banking'" },
          mapping: [from('Id', 'account_id'), from('owner.name', 'success_manager')],
        },
      });
      const [bank = ''] = world.sandbox.org.insert('Account', [
        { Name: 'Bank', Industry: 'Banking' },
        { Name: 'Farm', Industry: 'Agriculture' },
        { Name: 'None' },
      ]);
      const run = await world.run();
      expect(run.counts).to.deep.equal(counts({ read: 1, created: 1 }));
      expect((await world.view()).get(bank)).to.include({ success_manager: 'Integration User' });
    });

    it('sets the cursor by the CRM’s clock', async () => {
      const [world] = await aSyncedWorld(['A']);
      const cursor = await world.store.jobs.cursor('job-1');
      // The CRM tells its time in whole seconds.
      expect(Date.parse(cursor?.until ?? '')).to.be.within(start + minutes(60) - 1_000, start + minutes(60));
      await world.run();
      const next = await world.store.jobs.cursor('job-1');
      expect(Date.parse(next?.until ?? '') - Date.parse(cursor?.until ?? '')).to.equal(minutes(60));
      expect(next).to.include({ lastFullAt: cursor?.lastFullAt, fingerprint: cursor?.fingerprint });
    });

    it('leaves nothing open in the CRM, and logs in once', async () => {
      const [world] = await aSyncedWorld(['A']);
      await world.run({ mode: 'full' });
      expect(world.sandbox.traffic.openBulkJobs).to.equal(0);
      expect(world.sandbox.traffic.logins).to.equal(1);
    });

    it('keeps its files where they belong', async () => {
      const [world] = await aSyncedWorld(['A']);
      const run = await world.run();
      expect(run.files).to.deep.equal({ rows: `runs/job-1/${run.id}.csv.gz`, rejects: null });
      expect(existsSync(join(world.dataDir, run.files.rows ?? ''))).to.equal(true);
    });
  });
}
