import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../../src/database/open-database.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { aBatch, aTarget, counts, loaded, viewOf } from '../../support/hub.ts';

export function describeLoads(hubs: OpenedHub): void {
  describe('a load', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('creates what is new, updates what changed and leaves the rest', async () => {
      const first = await loaded(hub, [
        { crmId: 'a', values: { name: 'Acme' } },
        { crmId: 'b', values: { name: 'Bolt' } },
      ]);
      expect(first).to.deep.equal({ counts: counts({ read: 2, created: 2 }), rejects: [] });
      const second = await loaded(hub, [
        { crmId: 'a', values: { name: 'Acme' } },
        { crmId: 'b', values: { name: 'Bolts' } },
        { crmId: 'c', values: { name: 'Core' } },
      ]);
      expect(second.counts).to.deep.equal(counts({ read: 3, created: 1, updated: 1, unchanged: 1 }));
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ a: 'Acme', b: 'Bolts', c: 'Core' });
      expect(await hub.count('accounts')).to.equal(3);
    });

    it('writes nothing for a row that did not change', async () => {
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme' } }]);
      const before = await everythingAbout(hubs.url());
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme' }, modified: '2026-03-09T00:00:00.000Z' }]);
      expect(await everythingAbout(hubs.url())).to.deep.equal(before);
    });

    it('takes a row whose mapped values are the same as unchanged, whatever its hash', async () => {
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme' }, hash: '1' }]);
      const again = await loaded(hub, [{ crmId: 'a', values: { name: 'Acme' }, hash: '2' }]);
      expect(again.counts).to.deep.equal(counts({ read: 1, unchanged: 1 }));
    });

    it('clears what is null and keeps what other jobs have brought', async () => {
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme', industry: 'Banking' } }]);
      await loaded(hub, [{ crmId: 'a', values: { health: 'red' } }], { jobId: 'job-2' });
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme', industry: null } }]);
      expect(await viewOf(hub, 'accounts', 'name', 'industry', 'health')).to.deep.equal({
        a: { name: 'Acme', industry: null, health: 'red' },
      });
    });

    it('does not let two jobs that fill different attributes disturb each other', async () => {
      const one = [{ crmId: 'a', values: { name: 'Acme' } }];
      const two = [{ crmId: 'a', values: { health: 'red' } }];
      await loaded(hub, one);
      expect((await loaded(hub, two, { jobId: 'job-2' })).counts.updated).to.equal(1);
      expect((await loaded(hub, one)).counts.unchanged).to.equal(1);
      expect((await loaded(hub, two, { jobId: 'job-2' })).counts.unchanged).to.equal(1);
    });

    it('gives existing records values and ignores new ones where creation is not allowed', async () => {
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme' } }]);
      const result = await loaded(
        hub,
        [
          { crmId: 'x1', keys: ['a'], values: { health: 'red' } },
          { crmId: 'x2', keys: ['b'], values: { health: 'red' } },
        ],
        { allowCreate: false, sourceObject: 'Health__c', jobId: 'job-2' },
      );
      expect(result.counts).to.deep.equal(counts({ read: 2, updated: 1, ignored: 1 }));
      expect(await viewOf(hub, 'accounts', 'name', 'health')).to.deep.equal({
        a: { name: 'Acme', health: 'red' },
      });
    });

    it('moves a CRM record whose key changed: the old hub record goes, the new one comes', async () => {
      await loaded(hub, [{ crmId: 'a', keys: ['one'], values: { name: 'Acme' } }]);
      const result = await loaded(hub, [{ crmId: 'a', keys: ['two'], values: { name: 'Acme' } }]);
      expect(result.counts).to.deep.equal(counts({ read: 1, created: 1, deleted: 1 }));
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ two: 'Acme' });
    });

    it('keeps the old hub record of a changed key where another CRM object fills it too', async () => {
      await loaded(hub, [{ crmId: 'a', keys: ['one'], values: { name: 'Acme' } }]);
      await loaded(hub, [{ crmId: 'l', keys: ['one'], values: { health: 'red' } }], {
        sourceObject: 'Lead',
        jobId: 'job-2',
      });
      const result = await loaded(hub, [{ crmId: 'a', keys: ['two'], values: { name: 'Acme' } }]);
      expect(result.counts).to.deep.equal(counts({ read: 1, created: 1 }));
      expect(Object.keys(await viewOf(hub))).to.have.members(['one', 'two']);
    });

    it('lets two CRM records change places', async () => {
      await loaded(hub, [
        { crmId: 'a', keys: ['one'], values: { name: 'A' } },
        { crmId: 'b', keys: ['two'], values: { name: 'B' } },
      ]);
      const modified = '2026-03-02T00:00:00.000Z';
      const changed = [
        { crmId: 'a', keys: ['two'], values: { name: 'A' }, modified },
        { crmId: 'b', keys: ['one'], values: { name: 'B' }, modified },
      ];
      const result = await loaded(hub, changed, { resolveConflicts: true });
      // The first one takes the key of the second, whose turn comes when the first one's old record is gone.
      expect(result.counts).to.deep.equal(counts({ read: 2, updated: 1, created: 1, deleted: 1 }));
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ one: 'B', two: 'A' });
    });

    it('finds records by all their keys', async () => {
      const rows = [
        { crmId: 'u1', keys: ['acme', '1'], values: { name: 'Ada' } },
        { crmId: 'u2', keys: ['acme', '2'], values: { name: 'Bob' } },
        { crmId: 'u3', keys: ['bolt', '1'], values: { name: 'Cyd' } },
      ];
      const target = { hubObject: 'users', sourceObject: 'Contact' } as const;
      expect((await loaded(hub, rows, target)).counts.created).to.equal(3);
      expect((await loaded(hub, rows, target)).counts.unchanged).to.equal(3);
    });

    it('counts what was counted before the batch', async () => {
      const countsBefore = counts({ read: 3, rejected: 2, ignored: 1 });
      const result = await hub.load(aTarget(), aBatch([{ crmId: 'a' }], { countsBefore }));
      expect(result.counts).to.deep.equal(counts({ read: 4, created: 1, rejected: 2, ignored: 1 }));
    });

    it('takes an empty batch, which may only count', async () => {
      const result = await hub.load(
        aTarget(),
        aBatch([], { countsBefore: counts({ read: 1, rejected: 1 }) }),
      );
      expect(result.counts).to.deep.equal(counts({ read: 1, rejected: 1 }));
    });
  });
}

/** Every row of what a load may write. */
async function everythingAbout(url: string): Promise<unknown> {
  const database = await openDatabase(url);
  try {
    return await Promise.all(
      ['accounts_records', 'matches', 'match_scopes'].map((table) =>
        database.query(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT }),
      ),
    );
  } finally {
    await database.close();
  }
}
