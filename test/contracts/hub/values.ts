import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../../src/database/open-database.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { aBatch, aTarget, anAttribute, counts, loaded, viewOf } from '../../support/hub.ts';
import { projectRoot } from '../../support/project-root.ts';

const awkward: Readonly<Record<string, string>> = {
  quotes: `He said "it's", she said ""`,
  lines: 'one\ntwo\r\nthree\ttabs',
  emoji: 'A👩‍👩‍👧‍👦 family, 𝒳 and 🇪🇺',
  cjk: '漢字かな交じり文 한국어',
  marked: '\uFEFFmarked',
  stand_in: 'a\u2400b',
  not_applicable: 'N/A',
  nothing: 'null',
  zeros: '000123',
  exponent: '1e5',
  backslash: 'C:\\new\\u0041',
  blanks: '  a  b  ',
  dollar: '$1 $$ :name ?',
  percent: "%_'; --",
};

export function describeValues(hubs: OpenedHub): void {
  describe('values', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('of text stay exactly as they are', async () => {
      const names = Object.keys(awkward);
      await hub.addAttributes(
        'accounts',
        names.map((name) => anAttribute(name)),
      );
      await loaded(hub, [{ crmId: 'a', values: awkward }]);
      expect(await viewOf(hub, 'accounts', ...names)).to.deep.equal({ a: awkward });
      expect((await loaded(hub, [{ crmId: 'a', values: awkward }])).counts.unchanged).to.equal(1);
    });

    it('of keys stay exactly as they are', async () => {
      const rows = Object.entries(awkward).map(([name, text]) => ({ crmId: name, keys: [text] }));
      await loaded(hub, rows);
      expect(Object.keys(await viewOf(hub))).to.have.members(Object.values(awkward));
      expect((await loaded(hub, rows)).counts.unchanged).to.equal(rows.length);
    });

    it('of other types come out typed', async () => {
      await hub.addAttributes('accounts', [
        anAttribute('is_partner', 'boolean'),
        anAttribute('tags', 'list'),
        anAttribute('owner_key', 'foreign key'),
      ]);
      const values = {
        is_partner: true,
        tags: ['a', 'b"c', '漢'],
        owner_key: 'abc',
        employees: 12,
        contract_value: 1234.5,
        renewal_date: '2026-03-01',
        create_date: '2026-03-01T09:30:00.000Z',
      };
      await loaded(hub, [
        { crmId: 'a', values },
        { crmId: 'b', values: { is_partner: false, tags: null } },
      ]);
      const view = await viewOf(hub, 'accounts', ...Object.keys(values));
      expect(view['a']).to.deep.equal(values);
      expect(view['b']).to.include({ is_partner: false, tags: null, employees: null });
    });

    it('of keys beyond what an index takes reject the row, and others are stored', async () => {
      // Four bytes a letter, and beyond what compression would save.
      const letters = Array.from({ length: 480 }, (_, index) =>
        String.fromCodePoint(0x20000 + index * 7),
      ).join('');
      const result = await loaded(
        hub,
        [
          { crmId: 'long', keys: [letters, letters.slice(0, 400)] },
          { crmId: 'fits', keys: [letters, '1'] },
        ],
        { hubObject: 'users', sourceObject: 'Contact' },
      );
      expect(result.counts).to.deep.equal(counts({ read: 2, created: 1, rejected: 1 }));
      expect(result.rejects[0]).to.include({ crmId: 'long', code: 'too_long' });
    });

    it('of ids that no database holds as they are match all the same', async () => {
      const storable = 'a␀b�';
      await loaded(hub, [{ crmId: storable, keys: ['key'] }, { crmId: 'b' }]);
      const target = aTarget({ isFull: true });
      await hub.load(target, aBatch([{ crmId: 'b' }], { seenIds: ['a\u0000b\ud800'] }));
      expect((await hub.reconcile(target, 2, null)).counts.deleted).to.equal(0);
      expect((await hub.applyDeletes(target, 3, ['a\u0000b\ud800'], null)).counts.deleted).to.equal(1);
    });

    it('of more digits than a double holds lose none', async () => {
      const rows = `[["a","2026-03-01T00:00:00.000Z","h",{"contract_value":"123456789012345678.99","employees":0.1},"a"]]`;
      await hub.load(aTarget(), aBatch([{ crmId: 'a' }], { rows: new TextEncoder().encode(rows) }));
      const database = await openDatabase(hubs.url());
      try {
        const [row] = await database.query<{ text: string }>(
          'SELECT CAST(contract_value AS TEXT) AS text FROM accounts',
          { type: QueryTypes.SELECT },
        );
        expect(row?.text).to.equal('123456789012345678.99');
      } finally {
        await database.close();
      }
    });

    it('can be read as README shows it, also across objects', async () => {
      const values = { name: 'Acme', health: 'red', renewal_date: '2026-03-01' };
      await loaded(hub, [{ crmId: '001Ak0000000001IAA', values }], { attributes: Object.keys(values) });
      await loaded(
        hub,
        [{ crmId: 't', keys: ['001ak0000000001iaa', 't'], values: { status: 'Not Started' } }],
        { hubObject: 'tasks', sourceObject: 'Task', attributes: ['status'] },
      );
      const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
      const queries = [...readme.matchAll(/```sql\n([^`]+);\n```/g)].map(([, sql = '']) => sql);
      expect(queries).to.have.length(2);
      const database = await openDatabase(hubs.url());
      try {
        for (const sql of queries)
          expect(await database.query(sql, { type: QueryTypes.SELECT }), sql).to.have.length(1);
      } finally {
        await database.close();
      }
    });

    it('can be read by anyone with plain SQL while the hub is open', async () => {
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme', employees: 5, renewal_date: '2026-03-01' } }]);
      const database = await openDatabase(hubs.url());
      try {
        const rows = await database.query(
          `SELECT name, employees * 2 AS doubled FROM accounts WHERE renewal_date < '2026-04-01' AND employees > 4`,
          { type: QueryTypes.SELECT },
        );
        expect(
          rows.map((row) => ({ ...row, doubled: Number((row as { doubled: unknown }).doubled) })),
        ).to.deep.equal([{ name: 'Acme', doubled: 10 }]);
      } finally {
        await database.close();
      }
    });
  });
}
