import { expect } from 'chai';
import type { Hub } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { caught } from '../../support/caught.ts';
import { aBatch, aTarget, anAttribute, loaded } from '../../support/hub.ts';
import { aPage, aSelection, taken } from '../../support/selection.ts';

export function describeSelections(hubs: OpenedHub): void {
  describe('a selection', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('gives all records page by page, in one order, each once', async () => {
      await loaded(
        hub,
        ['c', 'a', 'e', 'b', 'd'].map((crmId) => ({ crmId })),
      );
      const selection = await aSelection(hub);
      const first = await hub.select(selection, aPage({ attributes: [], limit: 2 }));
      const second = await hub.select(selection, aPage({ attributes: [], limit: 2, after: first.next }));
      const third = await hub.select(selection, aPage({ attributes: [], limit: 2, after: second.next }));
      const pages = [first, second, third].map(({ records }) => records.map(({ keys }) => keys[0]));
      expect(pages).to.deep.equal([['c', 'a'], ['e', 'b'], ['d']]);
      expect(third.next).to.equal(null);
      const exact = await hub.select(selection, aPage({ limit: 5 }));
      expect(exact.next, 'nothing follows a page that is just full').to.equal(null);
    });

    it('goes on where it was while records are added and deleted', async () => {
      await loaded(hub, [{ crmId: 'a' }, { crmId: 'b' }, { crmId: 'c' }]);
      const selection = await aSelection(hub);
      const { next } = await hub.select(selection, aPage({ limit: 1 }));
      await hub.applyDeletes(aTarget({ runId: 'gone' }), 1, ['a', 'b'], null);
      await loaded(hub, [{ crmId: 'd' }]);
      const rest = await hub.select(selection, aPage({ after: next }));
      expect(rest.records.map(({ keys }) => keys[0])).to.deep.equal(['c', 'd']);
    });

    it('gives cells as connectors do', async () => {
      await hub.addAttributes('accounts', [
        anAttribute('is_partner', 'boolean'),
        anAttribute('tags', 'list'),
      ]);
      const rows = `[["a","2026-03-01T00:00:00.000Z","h",${JSON.stringify({
        name: 'Acme "Ltd"',
        is_partner: false,
        tags: ['x', 'y z'],
        renewal_date: '2026-03-01',
        create_date: '2026-03-01T09:30:00.000Z',
        parent_account_id: 'b',
        employees: 1e21,
        annual_revenue: '123456789012345678.99',
        contract_value: 1e-7,
        status: '',
      })},"a"]]`;
      await hub.load(aTarget(), aBatch([{ crmId: 'a' }], { rows: new TextEncoder().encode(rows) }));
      const wanted = {
        account_id: 'a',
        name: 'Acme "Ltd"',
        is_partner: 'false',
        tags: 'x;y z',
        renewal_date: '2026-03-01',
        create_date: '2026-03-01T09:30:00.000Z',
        parent_account_id: 'b',
        employees: '1000000000000000000000',
        annual_revenue: '123456789012345678.99',
        contract_value: '0.0000001',
        status: null,
        industry: null,
      };
      const page = aPage({ attributes: Object.keys(wanted) });
      const { records } = await hub.select(await aSelection(hub), page);
      expect(records[0]?.cells).to.deep.equal(Object.values(wanted));
      expect(records[0]?.keys).to.deep.equal(['a']);
    });

    it('reads days, moments and relative dates in the zone that it is given', async () => {
      await loaded(hub, [
        { crmId: 'day', values: { create_date: '2026-03-29' } },
        { crmId: 'late', values: { create_date: '2026-03-29T21:59:59.999Z' } },
        { crmId: 'next', values: { create_date: '2026-03-29T22:00:00.000Z' } },
      ]);
      const berlin = { nowMs: Date.parse('2026-03-29T00:30:00Z'), timezone: 'Europe/Berlin' };
      expect(await taken(hub, 'create_date = TODAY', berlin)).to.deep.equal(['day', 'late']);
      expect(await taken(hub, 'create_date > 2026-03-29', berlin)).to.deep.equal(['next']);
      expect(await taken(hub, 'create_date = 2026-03-28T23:00:00Z', berlin)).to.deep.equal(['day']);
      // A Sunday: the last day of a week, or the first.
      expect(await taken(hub, 'create_date = THIS_WEEK', berlin)).to.deep.equal(['day', 'late']);
      const sunday = { ...berlin, firstWeekday: 7 };
      expect(await taken(hub, 'create_date = THIS_WEEK', sunday)).to.deep.equal(['day', 'late', 'next']);
    });

    it('filters by keys, and by foreign keys as ids', async () => {
      const id = '001D000000IRFmaIAH';
      const rows = [
        { crmId: 'u1', keys: [id.toLowerCase(), 'Ada'] },
        { crmId: 'u2', keys: ['acme', 'Bob'] },
      ];
      await loaded(hub, rows, { hubObject: 'users', sourceObject: 'Contact' });
      const users = { object: 'users' } as const;
      expect(await taken(hub, `account_id = '${id.slice(0, 15)}'`, users)).to.deep.equal(['Ada']);
      expect(await taken(hub, `account_id IN ('${id}', 'x')`, users)).to.deep.equal(['Ada']);
      expect(await taken(hub, `account_id != 'ACME'`, users)).to.deep.equal(['Ada']);
      expect(await taken(hub, `user_id STARTS WITH 'b'`, users)).to.deep.equal(['Bob']);
      expect(await taken(hub, `user_id = null`, users)).to.deep.equal([]);
    });

    it('decides on what SQL leaves open: page by page, and in counts', async () => {
      const rows = Array.from({ length: 2_500 }, (_, index) => ({
        crmId: String(index),
        values: { name: index % 5 === 0 ? `Ärger ${index}` : `Arm ${index}` },
      }));
      await loaded(hub, rows);
      // By the order of letters ä stands behind z; SQL cannot tell, because it leaves Ä as it is.
      const selection = await aSelection(hub, `name > 'zz'`);
      expect(await hub.countSelected(selection)).to.equal(500);
      const first = await hub.select(selection, aPage({ limit: 7 }));
      expect(first.records.map(({ keys }) => keys[0])).to.deep.equal([
        '0',
        '5',
        '10',
        '15',
        '20',
        '25',
        '30',
      ]);
      const rest = await hub.select(selection, aPage({ limit: 1_000, after: first.next }));
      expect(rest.records).to.have.length(493);
      expect(rest.next).to.equal(null);
      const none = await aSelection(hub, `name > 'zz' AND name < 'zz'`);
      expect(await hub.countSelected(none)).to.equal(0);
    });

    it('counts what it would give', async () => {
      await loaded(hub, [
        { crmId: 'a', values: { name: 'Acme', employees: 5 } },
        { crmId: 'b', values: { name: 'ÄCME' } },
        { crmId: 'c' },
      ]);
      await hub.applyDeletes(aTarget({ runId: 'gone' }), 1, ['c'], null);
      const counted = async (text: string): Promise<number> =>
        await hub.countSelected(await aSelection(hub, text));
      expect(await counted('')).to.equal(2);
      expect(await counted(`name = 'äcme'`)).to.equal(1);
      expect(await counted('employees != 5')).to.equal(1);
      expect(await counted('employees < 5.0000000001')).to.equal(1);
    });

    it('refuses a field that is not there, and a page without an end', async () => {
      const selection = await aSelection(hub, `name = 'x'`);
      const gone = { ...selection, object: 'account_assignments' } as const;
      expect(await caught(hub.select(gone, aPage()))).to.include({ code: 'unknown_field' });
      for (const limit of [0, 1.5, 10_001]) {
        expect(await caught(hub.select(selection, aPage({ limit })))).to.be.an('error');
      }
    });
  });
}
