import { expect } from 'chai';
import * as fc from 'fast-check';
import { FatalError } from '../../../src/domain/errors.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import { hubSchema } from '../../../src/domain/hub-schema.ts';
import type { MappingEntry, OutboundSettings } from '../../../src/domain/job.ts';
import { constant, formula, from } from '../../support/mapping.ts';
import { aCrmAccount, compiledOutbound } from '../../support/outbound.ts';
import { aField, aReference } from '../../support/source-schema.ts';

const acmeId = '001D000000ABcdeIAD';
const guid = '0b5f0a52-3c1f-4a4e-9d9e-0f2a4c6d8e10';
const creating: OutboundSettings = { allowCreate: true, updateExisting: true, emptyValues: 'leave' };
const key = from('account_id', 'External_Id__c');
const byKey = { object: 'Account', matchOn: 'External_Id__c' };

const fields = (rows: readonly MappingEntry[]) => compiledOutbound(rows, { target: byKey }).compiled.fields;

/** What one row of a mapping makes of one value. */
function sentAs(entry: MappingEntry, value: string | null, timezone = 'UTC'): string | null {
  const { sent } = compiledOutbound([entry], { timezone });
  const name = entry.source.kind === 'field' ? entry.source.path : 'note';
  const found = sent({ crmId: acmeId, values: { [name]: value } });
  return typeof found === 'string' ? found : (found[entry.target] ?? null);
}

describe('compileOutbound', () => {
  describe('of a value', () => {
    const berlin = 'Europe/Berlin';
    const values: readonly (readonly [string, MappingEntry, string | null, string | null, string?])[] = [
      ['text as it is', from('name', 'Name'), ' Acme & Søn 🎉 ', ' Acme & Søn 🎉 '],
      ['no value', from('name', 'Name'), null, null],
      ['empty text', from('name', 'Name'), '', null],
      ['as many characters as the field takes', from('name', 'Name'), '🎉'.repeat(20), '🎉'.repeat(20)],
      ['a number as text', from('employees', 'Name'), '1200', '1200'],
      [
        'a number beyond a double',
        from('contract_value', 'AnnualRevenue'),
        '12345678901234567.89',
        '12345678901234567.89',
      ],
      ['a number in its plain form', from('contract_value', 'AnnualRevenue'), '1.5e3', '1500'],
      ['a whole number', from('employees', 'NumberOfEmployees'), '5.0', '5'],
      [
        'a number by its format',
        from('note', 'AnnualRevenue', { formats: ['#.##0,00'] }),
        '1.234,50',
        '1234.5',
      ],
      ['a boolean', from('is_partner', 'IsPartner__c'), 'true', 'true'],
      ['a yes for a boolean', from('note', 'IsPartner__c'), ' YES ', 'true'],
      ['a day', from('renewal_date', 'Renewal__c'), '2026-03-01', '2026-03-01'],
      [
        'a moment as the day that it is there',
        from('renewal_date', 'Renewal__c'),
        '2026-03-01T23:30:00.000Z',
        '2026-03-02',
        berlin,
      ],
      [
        'a day as the moment when it begins there',
        from('renewal_date', 'Renewed_At__c'),
        '2026-07-01',
        '2026-06-30T22:00:00.000Z',
        berlin,
      ],
      [
        'a day that begins without its midnight',
        from('renewal_date', 'Renewed_At__c'),
        '2026-09-06',
        '2026-09-06T04:00:00.000Z',
        'America/Santiago',
      ],
      [
        'a moment',
        from('renewal_date', 'Renewed_At__c'),
        '2026-03-01T09:30:00.000Z',
        '2026-03-01T09:30:00.000Z',
        berlin,
      ],
      [
        'a date by its format',
        from('note', 'Renewal__c', { formats: ['dd/MM/yyyy', 'yyyy-MM-dd'] }),
        '31/12/2026',
        '2026-12-31',
      ],
      ['a picklist by its value', from('industry', 'Industry'), 'bank', 'BANK'],
      ['a picklist by its label', from('industry', 'Industry'), ' energy ', 'NRG'],
      ['what an open picklist does not list', from('industry', 'Industry'), 'Space', 'Space'],
      ['a list', from('regions', 'Regions__c'), 'europe;APAC;emea', 'EMEA;APAC'],
      ['a list with nothing in it', from('regions', 'Regions__c'), ' ; ', null],
      ['an id that lost its letter case', from('owner_id', 'OwnerId'), acmeId.toLowerCase(), acmeId],
      ['a constant', constant('Energy', 'Industry'), null, 'NRG'],
      ['a formula of text', formula('UPPER(note)', 'Name'), 'acme', 'ACME'],
      ['a formula of a number', formula('LEN(note) * 2', 'NumberOfEmployees'), 'abc', '6'],
      ['a formula that gives nothing', formula('IF(note = "x", "y", "")', 'Name'), 'z', null],
      ['a formula of a list', formula('SPLIT(note, ",")', 'Regions__c'), 'EMEA,APAC', 'EMEA;APAC'],
      ['the day of a formula', formula('TODAY()', 'Renewal__c'), null, '2026-03-01'],
    ];
    for (const [title, entry, value, expected, timezone] of values) {
      it(`sends ${title}`, () => {
        expect(sentAs(entry, value, timezone)).to.equal(expected);
      });
    }

    const rejected: readonly (readonly [MappingEntry, string, string])[] = [
      [
        from('name', 'Name'),
        'x'.repeat(21),
        'longer_than_field: Name: the value of attribute name is longer than 20 characters.',
      ],
      [
        from('health', 'Health__c'),
        'purple',
        'unknown_value: Health__c: the value of attribute health is none of the values that the picklist takes: red, amber, green.',
      ],
      [
        from('regions', 'Regions__c'),
        'EMEA;LATAM',
        'unknown_value: Regions__c: the value of attribute regions is none of the values that the picklist takes: Europe, APAC.',
      ],
      [
        from('employees', 'NumberOfEmployees'),
        '1.5',
        'invalid_value: NumberOfEmployees: the value of attribute employees is no whole number.',
      ],
      [
        from('note', 'AnnualRevenue', { formats: ['0.00'] }),
        'secret',
        'invalid_value: AnnualRevenue: the value of attribute note is not written as 0.00.',
      ],
      [
        from('note', 'Renewal__c', { formats: ['dd/MM/yyyy'] }),
        'secret',
        'invalid_value: Renewal__c: the value of attribute note is not written as dd/MM/yyyy.',
      ],
      [
        from('note', 'IsPartner__c'),
        'secret',
        'invalid_value: IsPartner__c: the value of attribute note is none of true, false, yes, no, 1 and 0.',
      ],
      [
        from('owner_id', 'OwnerId'),
        guid,
        'invalid_value: OwnerId: the value of attribute owner_id is no id of this CRM.',
      ],
    ];
    for (const [entry, value, reason] of rejected) {
      it(`rejects what does not fit: ${reason}`, () => {
        expect(sentAs(entry, value)).to.equal(reason);
      });
    }

    it('never names the value in a reason', () => {
      for (const [entry, value] of rejected) {
        expect(String(sentAs(entry, value)).includes(value) && value.length > 3).to.equal(false);
      }
    });

    it('reads the labels of the two values of a yes/no field', () => {
      const picklistValues = [
        { value: '1', label: 'Allow', active: true },
        { value: '0', label: 'Do Not Allow', active: true },
      ];
      const crm = aCrmAccount(aField('IsPartner__c', 'boolean', { picklistValues }));
      const { sent } = compiledOutbound([from('note', 'IsPartner__c')], { crm });
      expect(sent({ values: { note: 'do not allow' } })).to.include({ IsPartner__c: 'false' });
    });

    it('takes no value that is not active any more, and no label that is that of two', () => {
      const picklistValues = [
        { value: '1', label: 'Won', active: false },
        { value: '2', label: 'Lost', active: true },
        { value: '3', label: 'Lost', active: true },
      ];
      const crm = aCrmAccount(aField('Stage__c', 'picklist', { picklistValues, restrictedPicklist: true }));
      const { sent } = compiledOutbound([from('note', 'Stage__c')], { crm });
      for (const note of ['1', 'Won', 'Lost']) expect(sent({ values: { note } })).to.include('unknown_value');
      expect(sent({ values: { note: '3' } })).to.include({ Stage__c: '3' });
    });

    it('gives a day back as it came, whatever the zone, by way of a moment', () => {
      const day = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
      const zone = fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/Santiago',
        'Pacific/Apia',
        'Asia/Kathmandu',
      );
      fc.assert(
        fc.property(day, zone, (date, timezone) => {
          const text = date.toISOString().slice(0, 10);
          const moment = sentAs(from('renewal_date', 'Renewed_At__c'), text, timezone);
          // One island has skipped a day of the calendar.
          fc.pre(!(timezone === 'Pacific/Apia' && text === '2011-12-30'));
          expect(sentAs(from('renewal_date', 'Renewal__c'), moment, timezone)).to.equal(text);
        }),
      );
    });
  });

  describe('of a record', () => {
    it('has the field to match on first and the others by name, however the rows stand', () => {
      const mapping = [from('website', 'Website'), from('health', 'Health__c'), key];
      expect(fields(mapping).map(({ name }) => name)).to.deep.equal([
        'External_Id__c',
        'Health__c',
        'Website',
      ]);
      expect(fields(mapping.toReversed())).to.deep.equal(fields(mapping));
    });

    it('tells which attributes each field is made of', () => {
      const mapping = [from('HEALTH', 'Health__c'), formula('name & note', 'Name'), constant('x', 'Website')];
      const target = { object: 'Account', matchOn: 'Id', parent: 'ParentId' };
      expect(compiledOutbound(mapping, { target }).compiled.fields).to.deep.equal([
        { name: 'Id', refersTo: null, attributes: ['account_id'] },
        { name: 'Health__c', refersTo: null, attributes: ['health'] },
        { name: 'Name', refersTo: null, attributes: ['name', 'note'] },
        { name: 'ParentId', refersTo: 'Account', attributes: ['parent_account_id'] },
        { name: 'Website', refersTo: null, attributes: [] },
      ]);
    });

    it('is found by the id that its row gives', () => {
      const { sent } = compiledOutbound([from('account_id', 'Id'), from('health', 'Health__c')]);
      expect(sent({ values: { account_id: acmeId.slice(0, 15) } })).to.include({ Id: acmeId });
      expect(sent({ values: { account_id: 'ACME-1' } })).to.include('invalid_value');
    });

    it('is found without such a row by what is known of it, or by its key where that is an id', () => {
      const { sent } = compiledOutbound([from('health', 'Health__c')]);
      expect(sent({ crmId: acmeId, keys: ['ACME-1'] })).to.include({ Id: acmeId });
      expect(sent({ keys: [acmeId.toLowerCase()] })).to.include({ Id: acmeId });
      expect(sent({ keys: ['ACME-1'] })).to.include({ Id: null });
    });

    it('is rejected where it lacks what it is found by, unless the CRM’s record is known', () => {
      const { sent } = compiledOutbound([from('note', 'External_Id__c'), from('health', 'Health__c')], {
        target: byKey,
      });
      expect(sent({ values: { health: 'red' } })).to.equal(
        'match_missing: External_Id__c is empty (from attribute note), and it is what the record is found by.',
      );
      expect(sent({ crmId: acmeId, values: { health: 'red' } })).to.deep.equal({
        External_Id__c: null,
        Health__c: 'red',
      });
    });

    describe('that is new, where the CRM lets the id be chosen', () => {
      const crm = aCrmAccount(aField('Id', 'id', { createable: true, updateable: false }));
      const given = { crm, settings: creating };

      it('has one that is made of its keys, and always the same', () => {
        const ids = ['ACME-1', 'ACME-2'].map((key) => {
          const first = compiledOutbound([from('name', 'Name')], given).sent({ keys: [key] });
          const again = compiledOutbound([from('name', 'Name')], given).sent({ keys: [key] });
          expect(first).to.deep.equal(again);
          return typeof first === 'string' ? first : first['Id'];
        });
        expect(new Set(ids).size).to.equal(2);
        for (const id of ids)
          expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      });

      it('keeps the one that is known, and the key that is one', () => {
        const { sent } = compiledOutbound([from('name', 'Name')], given);
        expect(sent({ crmId: guid })).to.include({ Id: guid });
        expect(sent({ keys: [guid.toUpperCase()] })).to.include({ Id: guid });
      });

      it('has it beside a key without a value too, and is not rejected', () => {
        const rows = [from('note', 'External_Id__c'), from('name', 'Name')];
        const byId = compiledOutbound([from('name', 'Name')], given).sent({ keys: ['ACME-1'] });
        const { sent, newId } = compiledOutbound(rows, { ...given, target: byKey });
        expect(sent({ keys: ['ACME-1'] })).to.deep.equal({ External_Id__c: null, Name: null });
        expect(byId).to.include({ Id: newId({ keys: ['ACME-1'] }) });
        const updating = compiledOutbound(rows, { crm, target: byKey });
        expect(updating.newId({ keys: ['ACME-1'] })).to.equal(null);
        expect(updating.sent({ keys: ['ACME-1'] })).to.include('match_missing');
      });

      it('has none where there may be no new records', () => {
        const { sent } = compiledOutbound([from('name', 'Name')], { crm });
        expect(sent({ keys: ['ACME-1'] })).to.include({ Id: null });
      });
    });

    describe('with a parent', () => {
      const target = { object: 'Account', matchOn: 'Id', parent: 'ParentId' };
      const { sent } = compiledOutbound([from('health', 'Health__c')], { target });

      it('leads to the CRM’s record of its account', () => {
        expect(sent({ parentKey: 'acme', parentCrmId: acmeId })).to.include({ ParentId: acmeId });
      });

      it('leads to what its account’s key names, where that is an id of the CRM', () => {
        expect(sent({ parentKey: acmeId.toLowerCase() })).to.include({ ParentId: acmeId });
      });

      it('leads nowhere where it has no account', () => {
        expect(sent({ parentKey: null })).to.include({ ParentId: null });
      });

      it('is rejected where the CRM’s record of its account is not known', () => {
        expect(sent({ parentKey: 'acme' })).to.include(
          "parent_unknown: ParentId: the CRM's record of the account is not known",
        );
      });

      it('takes the account among what a reference may lead to', () => {
        const what = {
          ...aReference('WhatId', 'Account', { length: 18 }),
          relationship: { name: 'What', objects: ['Opportunity', 'Account'], resolvesTo: 'Name' },
        };
        const object = hubObjects.tasks;
        const { compiled } = compiledOutbound([from('subject', 'Name')], {
          object,
          hub: hubSchema(object, object.attributes),
          crm: aCrmAccount(what),
          target: { ...target, parent: 'WhatId' },
        });
        expect(compiled.fields.at(-1)).to.deep.equal({
          name: 'WhatId',
          refersTo: 'Account',
          attributes: ['account_id'],
        });
      });
    });
  });

  it('refuses a mapping that does not fit the CRM any more, and names the row', () => {
    expect(() => compiledOutbound([from('health', 'Gone__c')]))
      .to.throw(FatalError, 'row 1: Account has no field "Gone__c"')
      .that.includes({ code: 'mapping_does_not_fit' });
  });

  it('refuses records that lack an attribute', () => {
    expect(() => compiledOutbound([from('health', 'Health__c')], { columns: ['name'] })).to.throw(
      FatalError,
      'the records have no attribute health',
    );
  });
});
