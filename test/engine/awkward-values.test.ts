import { expect } from 'chai';
import type { MappingEntry } from '../../src/domain/job.ts';
import { awkwardRecords } from '../contracts/contract-org.ts';
import { from } from '../support/mapping.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World, WorldOptions } from './support/world.ts';

const typed = (path: string, target: string, type: NonNullable<MappingEntry['type']>): MappingEntry =>
  from(path, target, { type });
const mapping = [
  from('Id', 'account_id'),
  from('Name', 'name'),
  typed('Description', 'text', 'text'),
  typed('ContractValue__c', 'contract_value', 'currency'),
  typed('RenewalDate__c', 'renewal_date', 'date'),
  typed('LastReview__c', 'reviewed', 'date'),
  typed('Strategic__c', 'strategic', 'boolean'),
  typed('Modules__c', 'modules', 'list'),
  typed('ParentId', 'parent_account_id', 'foreign key'),
  from('CloseDate__c', 'closed', { type: 'date', formats: ['dd/MM/yyyy', 'yyyy-MM-dd', 'd. MMMM yyyy'] }),
];

const methods: Readonly<Record<string, WorldOptions>> = {
  'in pages': {},
  'in bulk': { bulk: { above: -1, pageRows: 1_000 } },
};

for (const [method, options] of Object.entries(methods)) {
  describe(`values that break programs, read ${method}`, () => {
    let world: World;
    beforeEach(async () => {
      world = await createWorld({ ...options, job: { mapping } });
    });
    afterEach(() => world.close());

    it('are in the hub and in the run file as they were', async () => {
      const [parent = ''] = world.sandbox.org.insert('Account', [{ Name: 'parent' }]);
      const ids = world.sandbox.org.insert(
        'Account',
        awkwardRecords.map(({ name, text, number, date, datetime, boolean, list }) => ({
          Name: name,
          Description: text,
          ContractValue__c: number,
          RenewalDate__c: date,
          LastReview__c: datetime,
          Strategic__c: boolean,
          Modules__c: list,
          ParentId: parent,
        })),
      );
      world.clock.ms += minutes(60);
      const run = await world.run();
      expect(run.error).to.equal(null);
      expect(run.counts).to.include({ read: ids.length + 1, created: ids.length + 1 });
      const view = await world.view();
      const [header = [], ...lines] = world.rows(run);
      const byId = new Map(lines.map((line) => [line[header.indexOf('Id')], line]));
      for (const [index, record] of awkwardRecords.entries()) {
        const id = ids[index] ?? '';
        const { name, text, number, date, datetime, boolean, list } = record;
        const { contract_value: value, ...stored } = view.get(id) ?? {};
        expect(stored, name ?? '').to.deep.include({
          account_id: id,
          name,
          // No database takes it in a text: it becomes the sign for it.
          text: text?.replaceAll('\0', '\u2400') ?? null,
          renewal_date: date ?? null,
          reviewed: datetime ?? null,
          strategic: boolean === 'true' ? 1 : 0,
          modules: list === undefined || list === null ? null : JSON.stringify(list.split(';')),
          parent_account_id: parent.toLowerCase(),
        });
        if (number === '123456789012345678.99') expect(String(value)).to.equal(number);
        else expect(value ?? null, name ?? '').to.equal(number === undefined ? null : Number(number));
        const line = byId.get(id) ?? [];
        expect(line[header.indexOf('Description')], name ?? '').to.equal(text ?? '');
      }
    });

    it('of dates in several forms are one form in the hub', async () => {
      const given = ['03/02/2026', '2026-02-03', '3. February 2026', null];
      const ids = world.sandbox.org.insert(
        'Account',
        given.map((CloseDate__c) => ({ Name: 'x', CloseDate__c })),
      );
      await world.run();
      const view = await world.view();
      expect(ids.map((id) => view.get(id)?.['closed'])).to.deep.equal([
        '2026-02-03',
        '2026-02-03',
        '2026-02-03',
        null,
      ]);
    });

    it('of short ids find the record that the long one names', async () => {
      await world.configure({ mapping: [from('LegacyId__c', 'account_id'), from('Name', 'name')] });
      const [id = ''] = world.sandbox.org.insert('Account', [{ Name: 'first' }]);
      world.sandbox.org.update('Account', id, { LegacyId__c: id.slice(0, 15) });
      expect((await world.run()).counts).to.include({ created: 1 });
      expect([...(await world.view()).keys()]).to.deep.equal([id]);
    });

    it('that were emptied in the CRM are empty in the hub', async () => {
      const [id = ''] = world.sandbox.org.insert('Account', [
        { Name: 'A', Description: 'text', Modules__c: 'Core' },
      ]);
      await world.run();
      expect((await world.view()).get(id)).to.include({ text: 'text', modules: '["Core"]' });
      world.clock.ms += minutes(60);
      world.sandbox.org.update('Account', id, { Description: null, Modules__c: null });
      expect((await world.run()).counts).to.include({ updated: 1 });
      expect((await world.view()).get(id)).to.include({ text: null, modules: null });
    });
  });
}
