import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { openDatabase } from '../../../src/database/open-database.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { hubObjectNames, hubObjects } from '../../../src/domain/hub-object.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { caught } from '../../support/caught.ts';
import { anAttribute, loaded, viewOf } from '../../support/hub.ts';

export function describeAttributes(hubs: OpenedHub): void {
  describe('attributes', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('are the standard ones at first, and every object has its view', async () => {
      for (const object of hubObjectNames) {
        expect(await hub.attributes(object)).to.deep.equal(hubObjects[object].attributes);
        expect(await hub.sample(object, 1)).to.deep.equal([]);
      }
    });

    it('are added to the view at once, for records that were there before too', async () => {
      await loaded(hub, [{ crmId: 'a', values: { name: 'Acme', tier: 'gold' } }]);
      await hub.addAttributes('accounts', [anAttribute('tier'), anAttribute('arr', 'currency')]);
      expect(await viewOf(hub, 'accounts', 'tier', 'arr')).to.deep.equal({ a: { tier: 'gold', arr: null } });
      const added = (await hub.attributes('accounts')).slice(-2);
      expect(added).to.deep.equal([
        { name: 'arr', label: 'arr', type: 'currency', isKey: false, isStandard: false },
        { name: 'tier', label: 'tier', type: 'text', isKey: false, isStandard: false },
      ]);
    });

    it('are added once, and a second time changes nothing', async () => {
      await hub.addAttributes('accounts', [anAttribute('tier'), anAttribute('tier'), anAttribute('name')]);
      await hub.addAttributes('accounts', [anAttribute('tier')]);
      const names = (await hub.attributes('accounts')).map(({ name }) => name);
      expect(names.filter((name) => name === 'tier')).to.have.length(1);
    });

    it('keep their type: another one is refused, and nothing of that call is added', async () => {
      await hub.addAttributes('accounts', [anAttribute('tier')]);
      const error = await caught(
        hub.addAttributes('accounts', [anAttribute('fresh'), anAttribute('tier', 'number')]),
      );
      expect(error).to.be.instanceOf(UserError);
      expect(error.message).to.include('tier').and.include('text').and.include('number');
      expect((await hub.attributes('accounts')).map(({ name }) => name)).to.not.include('fresh');
      expect(await caught(hub.addAttributes('accounts', [anAttribute('health', 'number')]))).to.be.instanceOf(
        UserError,
      );
    });

    it('have names that every database takes', async () => {
      for (const name of [
        '',
        'Upper',
        '1st',
        'a b',
        'x"; DROP TABLE matches; --',
        'crm_id',
        'a'.repeat(101),
      ]) {
        expect(await caught(hub.addAttributes('accounts', [anAttribute(name)])), name).to.be.instanceOf(
          UserError,
        );
      }
      const odd = ['order', 'select', 'group', 'user', 'constructor', 'a'.repeat(100), `${'a'.repeat(99)}b`];
      await hub.addAttributes(
        'accounts',
        odd.map((name) => anAttribute(name)),
      );
      await loaded(hub, [{ crmId: 'a', values: { order: '1', constructor: '2', ['a'.repeat(100)]: '3' } }]);
      const view = await viewOf(hub, 'accounts', 'order', 'constructor');
      expect(view).to.deep.equal({ a: { order: '1', constructor: '2' } });
    });

    it('are added by two hubs at one moment, and both are there', async () => {
      const other = await hubs.open();
      await Promise.all([
        hub.addAttributes('accounts', [anAttribute('one'), anAttribute('both')]),
        other.addAttributes('accounts', [anAttribute('two'), anAttribute('both')]),
      ]);
      await loaded(hub, [{ crmId: 'a', values: { one: '1', two: '2', both: '3' } }]);
      expect(await viewOf(hub, 'accounts', 'one', 'two', 'both')).to.deep.equal({
        a: { one: '1', two: '2', both: '3' },
      });
    });

    it('are as many as a view can hold, and no more', async () => {
      const many = Array.from({ length: 1_484 }, (_, index) => anAttribute(`x${index}`));
      await hub.addAttributes('accounts', many);
      await loaded(hub, [{ crmId: 'a', values: { x0: 'first', x1483: 'last' } }]);
      expect(await viewOf(hub, 'accounts', 'x0', 'x1483')).to.deep.equal({
        a: { x0: 'first', x1483: 'last' },
      });
      const error = await caught(hub.addAttributes('accounts', [anAttribute('one_more')]));
      expect(error).to.include({ code: 'too_many_attributes' });
    });

    it('leave views that people have built on ours', async () => {
      const database = await openDatabase(hubs.url());
      try {
        await database.query(`CREATE VIEW red_accounts AS SELECT name FROM accounts WHERE health = 'red'`);
        await hub.addAttributes('accounts', [anAttribute('tier')]);
        await loaded(hub, [{ crmId: 'a', values: { name: 'Acme', health: 'red' } }]);
        const rows = await database.query('SELECT * FROM red_accounts', { type: QueryTypes.SELECT });
        expect(rows).to.deep.equal([{ name: 'Acme' }]);
      } finally {
        await database.close();
      }
    });
  });
}
