import { expect } from 'chai';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { constant, formula, from } from '../support/mapping.ts';
import { account, createOutboundWorld } from './support/outbound-world.ts';
import type { OutboundWorld } from './support/outbound-world.ts';

describeOnBothDatabases('an outbound run', (fresh) => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await createOutboundWorld(await fresh());
  });
  afterEach(() => world.close());

  const accounts = (): Readonly<Record<string, unknown>>[] => world.sandbox.org.records('Account');
  const names = (): Record<string, unknown> =>
    Object.fromEntries(accounts().map(({ LegacyId__c, Name }) => [String(LegacyId__c), Name]));

  it('creates what the CRM does not have, and updates what it has', async () => {
    await world.put([account('a', { name: 'A' }), account('b', { name: 'B' })]);
    world.sandbox.org.insert('Account', [{ Name: 'Old', LegacyId__c: 'b' }]);
    const run = await world.run();
    expect(run).to.include({ status: 'succeeded', expectedRows: 2 });
    expect(run.counts).to.include({ read: 2, created: 1, updated: 1, unchanged: 0, rejected: 0 });
    expect(names()).to.deep.equal({ a: 'A', b: 'B' });
  });

  it('sends only what has changed since it was sent', async () => {
    await world.put([account('a', { name: 'A' }), account('b', { name: 'B' })]);
    await world.run();
    expect((await world.run()).counts).to.include({ read: 2, unchanged: 2 });
    await world.put([account('b', { name: 'B 2' }), account('c', { name: 'C' })]);
    const run = await world.run();
    expect(run.counts).to.include({ read: 3, unchanged: 1, updated: 1, created: 1 });
    expect(names()).to.deep.equal({ a: 'A', b: 'B 2', c: 'C' });
  });

  it('does not send what changed in other attributes', async () => {
    await world.put([account('a', { name: 'A' })]);
    await world.run();
    await world.put([account('a', { name: 'A', website: 'https://a.example' })]);
    expect((await world.run()).counts).to.include({ read: 1, unchanged: 1 });
  });

  it('sends everything again where it is asked to, or where the mapping means something else', async () => {
    await world.put([account('a', { name: 'A' }), account('b', { name: 'B' })]);
    await world.run();
    expect((await world.run({ mode: 'full' })).counts).to.include({ read: 2, updated: 2 });
    await world.configure({
      mapping: [from('account_id', 'LegacyId__c'), formula('UPPER(name)', 'Name'), constant('x', 'Site')],
    });
    expect((await world.run()).counts).to.include({ read: 2, updated: 2 });
    expect((await world.run()).counts).to.include({ read: 2, unchanged: 2 });
  });

  it('takes the records that pass the filter', async () => {
    await world.configure({ source: { object: 'accounts', filter: "industry = 'Banking'" } });
    await world.put([
      account('a', { name: 'A', industry: 'banking' }),
      account('b', { name: 'B', industry: 'Energy' }),
    ]);
    expect((await world.run()).counts).to.include({ read: 1, created: 1 });
    expect(names()).to.deep.equal({ a: 'A' });
  });

  it('rejects what does not fit, with the reason and the record, and tries it again the next time', async () => {
    await world.put([
      account('a', { name: 'A' }),
      account('b', { name: 'B', industry: 'x'.repeat(300) }),
      account('c'.repeat(60), { name: 'C' }),
    ]);
    world.sandbox.org.addValidationRule('Account', (get) => (get('Name') === 'A' ? 'Not A.' : null));
    await world.put([account('d', { name: 'D' })]);
    const run = await world.run();
    expect(run.status).to.equal('partly succeeded');
    expect(run.counts).to.include({ read: 4, created: 1, rejected: 3 });
    const [header, ...rejects] = world.rejects(run);
    expect(header?.slice(0, 4)).to.deep.equal(['code', 'reason', 'crm_id', 'account_id']);
    const codes = Object.fromEntries(rejects.map(([code, , , key]) => [key, code]));
    expect(Object.keys(codes)).to.have.members(['a', 'b', 'c'.repeat(60)]);
    expect(codes['a']).to.equal('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    expect(rejects.find(([, , , key]) => key === 'a')?.[1]).to.include('Not A.');
    expect((await world.run()).counts).to.include({ read: 4, unchanged: 1, rejected: 3 });
  });

  it('fails where every record is rejected, without a value of them in the reason', async () => {
    await world.put([account('a', { name: 'A secret' })]);
    world.sandbox.org.addValidationRule('Account', (get) => `It is ${String(get('Name'))}.`);
    const run = await world.run();
    expect(run.status).to.equal('failed');
    expect(run.error?.code).to.equal('all_records_rejected');
    expect(run.error?.message).to.include('nothing was sent').and.not.include('secret');
  });

  it('keeps the rows that it sent, with what became of them', async () => {
    await world.put([account('a', { name: 'A' }), account('b', { name: 'B, "quoted"' })]);
    world.sandbox.org.insert('Account', [{ Name: 'Old', LegacyId__c: 'b' }]);
    const run = await world.run();
    const [header, ...rows] = world.rows(run);
    expect(header).to.deep.equal(['account_id', 'crm_id', 'result', 'LegacyId__c', 'Industry', 'Name']);
    expect(rows.map(([key, , result, , , name]) => [key, result, name])).to.deep.equal([
      ['a', 'created', 'A'],
      ['b', 'updated', 'B, "quoted"'],
    ]);
    expect(rows[0]?.[1]).to.match(/^001\w{15}$/);
    expect(world.rows(await world.run())).to.have.lengthOf(1);
  });

  it('tells in a dry run what it would do, and does nothing', async () => {
    await world.put([account('a', { name: 'A' }), account('b', { name: 'B' })]);
    world.sandbox.org.insert('Account', [{ Name: 'Old', LegacyId__c: 'b' }]);
    const run = await world.run({ dryRun: true });
    expect(run.counts).to.include({ read: 2, created: 1, updated: 1 });
    expect(names()).to.deep.equal({ b: 'Old' });
    expect((await world.run()).counts).to.include({ read: 2, created: 1, updated: 1 });
  });

  it('updates by the id alone, and counts what the CRM does not have as ignored', async () => {
    const [id = ''] = world.sandbox.org.insert('Account', [{ Name: 'Old' }]);
    await world.configure({
      target: { object: 'Account', matchOn: 'Id' },
      mapping: [from('account_id', 'Id'), from('name', 'Name')],
      settings: { allowCreate: false, updateExisting: true, emptyValues: 'leave' },
    });
    await world.put([account(id, { name: 'New' })]);
    expect((await world.run()).counts).to.include({ read: 1, updated: 1 });
    expect(accounts()[0]).to.include({ Name: 'New' });
  });

  it('stops between batches where it is cancelled, and what is sent is not sent again', async () => {
    await world.put(Array.from({ length: 500 }, (_, at) => account(`k${at}`, { name: `N ${at}` })));
    const stop = new AbortController();
    const run = await world.run({
      signal: stop.signal,
      between: (host) => ({
        ...host,
        async noteSent(...args) {
          stop.abort('cancelled');
          return await host.noteSent(...args);
        },
      }),
    });
    expect(run.status).to.equal('cancelled');
    const sent = accounts().length;
    expect(sent).to.be.within(200, 400);
    expect(run.counts.created).to.equal(sent);
    expect((await world.run()).counts).to.include({ read: 500, unchanged: sent, created: 500 - sent });
  });

  it('fills the parent with the record of the account, as it was sent before', async () => {
    await world.put([account('a', { name: 'A' })]);
    await world.run();
    const [{ Id: id } = {}] = accounts();
    await world.put([account('b', { name: 'B', parent_account_id: 'a' })]);
    await world.configure({ target: { object: 'Account', matchOn: 'LegacyId__c', parent: 'ParentId' } });
    await world.run();
    const child = accounts().find(({ LegacyId__c }) => LegacyId__c === 'b');
    expect(child?.['ParentId']).to.equal(id);
  });

  it('clears fields where it is told to', async () => {
    await world.put([account('a', { name: 'A', industry: 'Banking' })]);
    await world.run();
    await world.put([account('a', { name: 'A', industry: null })]);
    await world.run();
    expect(accounts()[0]).to.include({ Industry: 'Banking' });
    await world.configure({ settings: { allowCreate: true, updateExisting: true, emptyValues: 'clear' } });
    await world.run();
    expect(accounts()[0]?.['Industry']).to.equal(null);
  });

  it('sends everything to another org', async () => {
    await world.put([account('a', { name: 'A' })]);
    await world.run();
    const other = await createOutboundWorld();
    Object.assign(other.sandbox.org, { id: '00D000000000009EAA' });
    try {
      await world.connectTo(other.sandbox);
      expect((await world.run()).counts).to.include({ created: 1 });
      expect(other.sandbox.org.records('Account')[0]).to.include({ Name: 'A' });
    } finally {
      await other.close();
    }
  });
});
