/** An inbound and an outbound job on one pair: what one brings the other does not send back. */
import { expect } from 'chai';
import { formula, from } from '../support/mapping.ts';
import { account, createOutboundWorld, inboundId } from './support/outbound-world.ts';
import type { OutboundWorld } from './support/outbound-world.ts';

describe('an inbound and an outbound job on one pair', () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await createOutboundWorld();
    await world.addInbound({
      mapping: [from('LegacyId__c', 'account_id'), from('Name', 'name')],
      settings: { allowCreate: true, resolveConflicts: true },
    });
    await world.put([account('a', { name: 'A', industry: 'Banking' })]);
    await world.run();
    await world.run({}, inboundId);
  });
  afterEach(() => world.close());

  const inOrg = (): Readonly<Record<string, unknown>> => world.sandbox.org.records('Account')[0] ?? {};
  const writes = (): number => world.sandbox.traffic.recent.filter(({ method }) => method === 'PATCH').length;

  async function changeInOrg(name: string): Promise<void> {
    world.clock.ms += 60_000;
    world.sandbox.org.update('Account', String(inOrg()['Id']), { Name: name });
    expect((await world.run({}, inboundId)).counts).to.include({ updated: 1 });
  }

  it('come to rest after a change in the CRM, which is not written there again', async () => {
    await changeInOrg('Changed in the CRM');
    const before = { writes: writes(), stamp: inOrg()['SystemModstamp'] };
    for (let round = 1; round <= 3; round += 1) {
      expect((await world.run()).counts, `out ${round}`).to.include({ read: 1, unchanged: 1 });
      expect((await world.run({}, inboundId)).counts, `in ${round}`).to.include({ updated: 0, created: 0 });
    }
    expect({ writes: writes(), stamp: inOrg()['SystemModstamp'] }).to.deep.equal(before);
  });

  it('come to rest after a change in the hub, which is written once', async () => {
    await world.put([account('a', { name: 'Changed here', industry: 'Banking' })]);
    expect((await world.run()).counts).to.include({ updated: 1 });
    for (let round = 1; round <= 3; round += 1) {
      world.clock.ms += 60_000;
      expect((await world.run({}, inboundId)).counts, `in ${round}`).to.include({ updated: 0 });
      expect((await world.run()).counts, `out ${round}`).to.include({ unchanged: 1 });
    }
    expect(inOrg()['Name']).to.equal('Changed here');
  });

  it('send what somebody else changed at the same time', async () => {
    await world.put([account('a', { name: 'A', industry: 'Energy' })]);
    await changeInOrg('Changed in the CRM');
    expect((await world.run()).counts).to.include({ updated: 1 });
    expect(inOrg()).to.include({ Name: 'Changed in the CRM', Industry: 'Energy' });
    expect((await world.run()).counts).to.include({ unchanged: 1 });
  });

  it('send what is made of a change in the CRM, for the CRM does not have that', async () => {
    await world.configure({
      mapping: [from('account_id', 'LegacyId__c'), from('name', 'Name'), formula('UPPER(name)', 'Site')],
    });
    expect((await world.run()).counts).to.include({ updated: 1 });
    await changeInOrg('Loud');
    expect((await world.run()).counts).to.include({ updated: 1 });
    expect(inOrg()['Site']).to.equal('LOUD');
    world.clock.ms += 60_000;
    await world.run({}, inboundId);
    expect((await world.run()).counts).to.include({ unchanged: 1 });
  });

  it('update the record that was brought, whose external id is empty in the CRM', async () => {
    await world.addInbound({
      mapping: [from('Id', 'account_id'), from('Name', 'name')],
      settings: { allowCreate: true, resolveConflicts: true },
    });
    const [id = ''] = world.sandbox.org.insert('Account', [{ Name: 'Brought' }]);
    await world.run({ mode: 'full' }, inboundId);
    const { counts } = await world.run();
    expect(counts['created']).to.equal(0);
    expect(world.sandbox.org.record('Account', id)).to.include({ LegacyId__c: id });
  });
});
