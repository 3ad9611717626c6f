import { expect } from 'chai';
import { attemptOver } from '../../../src/hub/hub.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { caught } from '../../support/caught.ts';
import { counts, loaded } from '../../support/hub.ts';
import { aSendTarget, aSentBatch, aSentRecord, outbound, sent } from '../../support/selection.ts';

const a = { crmId: 'a', values: { name: 'a' } };
const b = { crmId: 'b', values: { name: 'b' } };
/** From another connection. */
const elsewhere = { connectionId: 'connection-2', jobId: 'job-2' };

export function describeSends(hubs: OpenedHub): void {
  describe('what was sent', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('is noted with counts and checkpoint, and told with the record', async () => {
      await loaded(hub, [a, b], elsewhere);
      const { a: one, b: two } = await outbound(hub);
      expect(one).to.deep.include({ crmId: null, sent: null, isEcho: false, cells: ['a'] });
      const first = aSentBatch([aSentRecord(one, { crmId: '001', hash: 'h1', ownHash: 'o1' })], {
        counts: counts({ read: 1, created: 1 }),
        checkpoint: { page: 1 },
      });
      expect(await hub.noteSent(aSendTarget(), first)).to.deep.equal(counts({ read: 1, created: 1 }));
      const second = aSentBatch([aSentRecord(two)], {
        sequence: 2,
        counts: counts({ read: 3, updated: 1, unchanged: 1, rejected: 1 }),
        checkpoint: { page: 2 },
      });
      const total = counts({ read: 4, created: 1, updated: 1, unchanged: 1, rejected: 1 });
      expect(await hub.noteSent(aSendTarget(), second)).to.deep.equal(total);
      const again = await hubs.open();
      expect(await again.checkpoint('send-1')).to.deep.include({
        sequence: 2,
        counts: total,
        checkpoint: { page: 2 },
      });
      const records = await outbound(again);
      expect(records['a']).to.deep.include({ crmId: '001', sent: { hash: 'h1', ownHash: 'o1' } });
      expect(records['b']).to.deep.include({ crmId: null, sent: { hash: '["b"]', ownHash: 'own' } });
    });

    it('is noted once, and by the latest attempt alone', async () => {
      await loaded(hub, [a], elsewhere);
      const { a: record } = await outbound(hub);
      const batch = aSentBatch([aSentRecord(record, { hash: 'first' })]);
      const answer = await hub.noteSent(aSendTarget(), batch);
      const again = aSentBatch([aSentRecord(record, { hash: 'again' })]);
      expect(await hub.noteSent(aSendTarget(), again)).to.deep.equal(answer);
      await hub.takeCheckpoint('send-1', 2);
      const late = aSentBatch([aSentRecord(record, { hash: 'late' })], { sequence: 2 });
      expect(await caught(hub.noteSent(aSendTarget(), late))).to.include({ code: attemptOver });
      const third = aSentBatch([], { sequence: 3 });
      expect(await caught(hub.noteSent(aSendTarget({ attempt: 2 }), third))).to.include({
        code: 'batch_order',
      });
      expect((await outbound(hub))['a']?.sent).to.deep.equal({ hash: 'first', ownHash: 'own' });
    });

    it('of a dry run is counted and not remembered', async () => {
      await loaded(hub, [a], elsewhere);
      const { a: record } = await outbound(hub);
      const target = aSendTarget({ dryRun: true });
      expect(await hub.noteSent(target, aSentBatch([aSentRecord(record)]))).to.include({ updated: 1 });
      expect((await outbound(hub))['a']?.sent).to.equal(null);
    });

    it('keeps the id that the CRM told before', async () => {
      await loaded(hub, [a], elsewhere);
      await sent(hub, ['a'], { crmId: '001' });
      await sent(hub, ['a'], { crmId: null, hash: 'newer' });
      expect((await outbound(hub))['a']).to.deep.include({
        crmId: '001',
        sent: { hash: 'newer', ownHash: 'own' },
      });
    });

    it('to another object, org or connection, or by another job, does not count', async () => {
      await loaded(hub, [a], elsewhere);
      await sent(hub, ['a'], { crmId: '001' });
      for (const other of [{ crmObject: 'Lead' }, { orgId: 'org-2' }, { connectionId: 'connection-3' }]) {
        expect((await outbound(hub, other))['a'], JSON.stringify(other)).to.include({
          sent: null,
          crmId: null,
        });
      }
      // Another job on the same pair has sent nothing, but what the CRM told is so for it too.
      expect((await outbound(hub, { jobId: 'out-2' }))['a']).to.include({ sent: null, crmId: '001' });
      expect((await outbound(hub, { crmObject: 'ACCOUNT' }))['a']?.sent).to.not.equal(null);
    });

    it('is forgotten with the job, and nothing else is', async () => {
      await loaded(hub, [a, b], elsewhere);
      await sent(hub, ['a', 'b']);
      await sent(hub, ['a'], {}, { crmObject: 'Lead' });
      await sent(hub, ['a'], {}, { jobId: 'out-2' });
      expect(await hub.forgetSent('out-1')).to.equal(3);
      expect(await hub.forgetSent('out-1')).to.equal(0);
      expect((await outbound(hub))['a']?.sent).to.equal(null);
      expect((await outbound(hub, { jobId: 'out-2' }))['a']?.sent).to.not.equal(null);
    });

    it('is forgotten where the pair is matched anew', async () => {
      await loaded(hub, [a]);
      await sent(hub, ['a']);
      await sent(hub, ['a'], { crmId: '00Q' }, { crmObject: 'Lead' });
      const scope = { connectionId: 'connection-1', sourceObject: 'Account', hubObject: 'accounts' } as const;
      expect(await hub.dropMatches(scope)).to.equal(1);
      expect((await outbound(hub))['a']).to.include({ sent: null, crmId: null });
      expect((await outbound(hub, { crmObject: 'Lead' }))['a']).to.include({ crmId: '00Q' });
    });
  });

  describe('a record that goes out', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('stands for the CRM record that it is matched with', async () => {
      await loaded(hub, [a], elsewhere);
      await sent(hub, ['a'], { crmId: '001-sent' });
      await loaded(hub, [{ ...a, crmId: '001-sent', keys: ['a'] }]);
      expect((await outbound(hub))['a'])
        .to.include({ crmId: '001-sent' })
        .and.not.include({ sent: null });
      // Merged into another record, for instance.
      const other = { ...a, crmId: '001-other', keys: ['a'], modified: '2026-03-05T00:00:00.000Z' };
      await loaded(hub, [other], {
        resolveConflicts: true,
        jobId: 'job-9',
      });
      expect((await outbound(hub))['a']).to.include({ crmId: '001-other', sent: null, isEcho: false });
      expect((await outbound(hub, { crmObject: 'Lead' }))['a']?.crmId).to.equal(null);
    });

    it('is an echo once an inbound job of the pair wrote it, and no more once it was sent', async () => {
      await loaded(hub, [{ ...a, crmId: '001', keys: ['a'] }]);
      expect((await outbound(hub))['a']?.isEcho, 'never sent').to.equal(false);
      await sent(hub, ['a']);
      expect((await outbound(hub))['a']?.isEcho, 'sent as it is').to.equal(false);
      await loaded(hub, [{ crmId: '001', keys: ['a'], values: { name: 'A' } }]);
      expect((await outbound(hub))['a']?.isEcho, 'written by the pair').to.equal(true);
      expect((await outbound(hub, { crmObject: 'Lead' }))['a']?.isEcho).to.equal(false);
      await sent(hub, ['a']);
      expect((await outbound(hub))['a']?.isEcho, 'noted').to.equal(false);
    });

    it('is no echo where somebody else wrote it too, first or last', async () => {
      const inPair = { crmId: '001', keys: ['a'] };
      const outside = { crmId: 'x', keys: ['a'] };
      await loaded(hub, [{ ...inPair, values: { name: 'a' } }]);
      await loaded(hub, [{ ...outside, values: { health: 'red' } }], elsewhere);
      await sent(hub, ['a']);
      await loaded(hub, [{ ...outside, values: { health: 'green' } }], elsewhere);
      expect((await outbound(hub))['a']?.isEcho, 'last').to.equal(false);
      await loaded(hub, [{ ...inPair, values: { name: 'A' } }]);
      expect((await outbound(hub))['a']?.isEcho, 'first').to.equal(false);
      await sent(hub, ['a']);
      await loaded(hub, [{ ...inPair, values: { name: 'AA' } }]);
      expect((await outbound(hub))['a']?.isEcho, 'the pair alone').to.equal(true);
    });

    it('keeps what is written while it is sent for the next time', async () => {
      await loaded(hub, [{ crmId: '001', keys: ['a'], values: { name: 'a' } }]);
      const { a: record } = await outbound(hub);
      await loaded(hub, [{ crmId: '001', keys: ['a'], values: { name: 'A' } }]);
      await hub.noteSent(aSendTarget(), aSentBatch([aSentRecord(record)]));
      expect((await outbound(hub))['a']).to.deep.include({ isEcho: true, cells: ['A'] });
    });

    it('knows the CRM record of its account, by a foreign key in small letters', async () => {
      const id = '001D000000IRFmaIAH';
      await loaded(hub, [
        { crmId: id, keys: [id] },
        { crmId: '001-2', keys: ['Müller GMBH'] },
        { crmId: '001-3', keys: ['ГАЗПРОМ НЕФТЬ'] },
      ]);
      await loaded(hub, [{ crmId: 'x', keys: ['Sent'] }], elsewhere);
      await sent(hub, ['Sent'], { crmId: '001-4' });
      const accounts = [id, 'Müller GMBH', 'ГАЗПРОМ НЕФТЬ', 'Sent', 'nobody'];
      await loaded(
        hub,
        accounts.map((account) => ({ crmId: `u-${account}`, keys: [account.toLowerCase(), account] })),
        { hubObject: 'users', sourceObject: 'Contact', ...elsewhere },
      );
      const target = { hubObject: 'users', crmObject: 'Contact' } as const;
      const records = await outbound(hub, target, { parentObject: 'Account' });
      expect(accounts.map((account) => records[account]?.parentCrmId)).to.deep.equal([
        id,
        '001-2',
        '001-3',
        '001-4',
        null,
      ]);
      expect(records['nobody']?.parentKey).to.equal('nobody');
      expect((await outbound(hub, target))[id]?.parentCrmId, 'not asked for').to.equal(null);
    });

    it('of accounts has the account above as its parent', async () => {
      await loaded(hub, [
        { crmId: '001-top', keys: ['Top'] },
        { crmId: '001-below', keys: ['below'], values: { parent_account_id: 'top' } },
      ]);
      const records = await outbound(hub, {}, { parentObject: 'Account' });
      expect(records['below']).to.include({ parentKey: 'top', parentCrmId: '001-top' });
      expect(records['Top']).to.include({ parentKey: null, parentCrmId: null });
    });

    it('has no parent where two accounts differ in letter case alone', async () => {
      await loaded(hub, [
        { crmId: '001-1', keys: ['ACME'] },
        { crmId: '001-2', keys: ['acme'] },
        { crmId: '001-3', keys: ['below'], values: { parent_account_id: 'acme' } },
      ]);
      const records = await outbound(hub, {}, { parentObject: 'Account' });
      expect(records['below']?.parentCrmId).to.equal(null);
    });
  });
}
