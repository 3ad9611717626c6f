import { expect } from 'chai';
import type { MappingEntry, OutboundSettings, OutboundTarget } from '../../../src/domain/job.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import { hubSchema } from '../../../src/domain/hub-schema.ts';
import { constant, formula, from } from '../../support/mapping.ts';
import { aCrmAccount, codesOf, outboundProblems } from '../../support/outbound.ts';
import { aField } from '../../support/source-schema.ts';

const byKey: OutboundTarget = { object: 'Account', matchOn: 'External_Id__c' };
const key = from('account_id', 'External_Id__c');
const creating: OutboundSettings = { allowCreate: true, updateExisting: true, emptyValues: 'leave' };

const problemsWithParent = (parent: string) =>
  outboundProblems([from('health', 'Health__c')], {
    target: { object: 'Account', matchOn: 'Id', parent },
  });

const warned = (value: string) =>
  outboundProblems([key, constant(value, 'Industry')], { target: byKey, settings: creating })
    .filter(({ code }) => code === 'unlisted_value')
    .map(({ severity, message }) => `${severity}: ${message}`);

describe('checkOutboundMapping', () => {
  it('finds nothing wrong with a good mapping', () => {
    const mapping = [
      from('ACCOUNT_ID', 'external_id__c'),
      from('name', 'Name'),
      from('health', 'Health__c'),
      from('regions', 'Regions__c'),
      from('is_partner', 'IsPartner__c'),
      from('renewal_date', 'Renewal__c'),
      from('renewal_date', 'Renewed_At__c'),
      from('contract_value', 'AnnualRevenue'),
      from('note', 'NumberOfEmployees', { formats: ['#,##0'] }),
      from('owner_id', 'OwnerId'),
      formula('UPPER(industry)', 'Industry'),
      constant('https://example.com', 'Website'),
    ];
    const target = { ...byKey, matchOn: 'EXTERNAL_ID__C', parent: 'parentid' };
    expect(outboundProblems(mapping, { target, settings: creating })).to.deep.equal([]);
  });

  it('warns of a constant that a picklist does not list and takes all the same', () => {
    expect(warned('Space')).to.have.length(1);
    expect(warned('Space')[0]).to.match(
      /^warning: "Space" is not among the values of Industry \(Banking, Energy\)/,
    );
    expect([...warned('bank'), ...warned('Energy')]).to.deep.equal([]);
  });

  describe('of a row', () => {
    const errors: readonly (readonly [code: string, part: string, entry: MappingEntry, words: string])[] = [
      [
        'unknown_attribute',
        'source',
        from('helth', 'Health__c'),
        'accounts have no attribute "helth". Did you mean health?',
      ],
      [
        'unknown_attribute',
        'source',
        from('parent.name', 'Name'),
        'accounts have no attribute "parent.name".',
      ],
      ['source_missing', 'source', from('', 'Name'), 'Choose an attribute, a constant or a formula.'],
      ['constant_empty', 'source', constant('', 'Name'), 'The constant is empty'],
      ['unknown_field', 'source', formula('UPPER(helth)', 'Name'), 'helth'],
      ['formula_syntax', 'source', formula('UPPER(', 'Name'), ''],
      [
        'target_missing',
        'target',
        from('health', ''),
        'Choose the field that this row fills, or skip the row.',
      ],
      [
        'unknown_field',
        'target',
        from('health', 'Helth__c'),
        'Account has no field "Helth__c", or the connection\'s user may not see it. Did you mean Health__c?',
      ],
      ['parent_field', 'target', from('name', 'Owner.Name'), '"Owner.Name" is a field of a parent.'],
      [
        'compound_field',
        'target',
        from('city', 'BillingAddress'),
        'BillingAddress is a compound field; fill BillingCity instead.',
      ],
      ['binary_field', 'target', from('name', 'Logo__c'), 'Logo__c holds a file, which cannot be written.'],
      [
        'duplicate_target',
        'target',
        from('name', 'HEALTH__C'),
        'Health__c is filled from attribute health already (row 1).',
      ],
      ['read_only_field', 'target', from('employees', 'Score__c'), 'Score__c is calculated by the CRM.'],
      [
        'read_only_field',
        'target',
        from('create_date', 'CreatedDate'),
        'CreatedDate cannot be written by the connection’s user.',
      ],
      ['read_only_on_update', 'target', from('note', 'Born__c'), 'Born__c can be given to new records only.'],
      ['bad_format', 'formats', from('note', 'Renewal__c', { formats: ['dd/mm/yyyy'] }), 'Months are MM'],
      [
        'bad_format',
        'formats',
        from('note', 'Name', { formats: ['0.00'] }),
        'Name takes its values as they are; only dates and numbers have formats.',
      ],
      [
        'bad_format',
        'formats',
        from('note', 'Renewal__c', { formats: Array.from({ length: 11 }, () => 'yyyy') }),
        '10 are allowed',
      ],
      [
        'type_mismatch',
        'source',
        from('note', 'AnnualRevenue'),
        'Attribute note is text and AnnualRevenue a currency field. Where it holds numbers, give the format in which they are written, such as #,##0.00',
      ],
      ['type_mismatch', 'source', from('note', 'Renewal__c'), 'such as dd/MM/yyyy.'],
      ['type_mismatch', 'source', from('employees', 'Renewed_At__c'), 'such as epoch seconds.'],
      [
        'type_mismatch',
        'source',
        from('renewal_date', 'AnnualRevenue'),
        'Attribute renewal_date is a date, and AnnualRevenue is a currency field.',
      ],
      [
        'type_mismatch',
        'source',
        from('employees', 'OwnerId'),
        'Attribute employees is a number, and OwnerId is a reference to another record.',
      ],
      [
        'multi_value',
        'source',
        from('regions', 'Name'),
        'Attribute regions has several values at once and Name is a text field, which takes one.',
      ],
      ['multi_value', 'source', from('regions', 'Industry'), 'Map it to a multi-picklist, or use a formula.'],
      ['constant_does_not_fit', 'source', constant('purple', 'Health__c'), ''],
      [
        'constant_does_not_fit',
        'source',
        constant('x'.repeat(21), 'Name'),
        'Name: the value of the constant is longer than 20 characters.',
      ],
      [
        'constant_does_not_fit',
        'source',
        constant('1.5', 'NumberOfEmployees'),
        'NumberOfEmployees: the value of the constant is no whole number.',
      ],
      [
        'constant_does_not_fit',
        'source',
        constant('me', 'OwnerId'),
        'OwnerId: the value of the constant is no id of this CRM.',
      ],
    ];
    for (const [code, part, entry, words] of errors) {
      it(`refuses ${JSON.stringify(entry.source)} to "${entry.target}" as ${code}`, () => {
        const first = code === 'duplicate_target' ? from('health', 'Health__c') : from('website', 'Website');
        const [problem, ...more] = outboundProblems([first, entry]);
        expect(codesOf([problem ?? expect.fail('no problem')])).to.deep.equal([
          `error mapping.1.${part} ${code}`,
        ]);
        expect(problem?.message).to.include(words);
        expect(more).to.deep.equal([]);
      });
    }

    it('refuses the id where records are found by something else', () => {
      const [problem] = outboundProblems([key, from('note', 'Id')], { target: byKey });
      expect(problem).to.include({ code: 'read_only_field' });
      expect(problem?.message).to.include('match on Id');
    });

    it('takes the id where records are found by it', () => {
      expect(outboundProblems([from('account_id', 'Id'), from('health', 'Health__c')])).to.deep.equal([]);
    });

    it('refuses what cannot be given to new records only where there may be new ones', () => {
      const mapping = [key, from('name', 'Name'), from('note', 'Grown__c')];
      expect(codesOf(outboundProblems(mapping, { target: byKey }))).to.deep.equal([]);
      expect(codesOf(outboundProblems(mapping, { target: byKey, settings: creating }))).to.deep.equal([
        'error mapping.2.target read_only_on_create',
      ]);
    });

    it('takes a key that cannot be changed, because it is not', () => {
      const crm = aCrmAccount(aField('External_Id__c', 'string', { externalId: true, updateable: false }));
      expect(
        outboundProblems([key, from('name', 'Name')], { crm, target: byKey, settings: creating }),
      ).to.deep.equal([]);
    });

    it('tells the position in a formula', () => {
      const [problem] = outboundProblems([formula('UPPER(helth)', 'Name')]);
      expect(problem).to.include({ position: 6 });
    });

    const warnings: readonly (readonly [string, MappingEntry])[] = [
      [
        'warning mapping.0.formats format_not_used',
        from('renewal_date', 'Renewal__c', { formats: ['yyyy-MM-dd'] }),
      ],
      [
        'warning mapping.0.formats format_not_used',
        from('employees', 'NumberOfEmployees', { formats: ['#,##0'] }),
      ],
    ];
    for (const [code, entry] of warnings) {
      it(`warns of ${JSON.stringify(entry)}`, () => {
        expect(codesOf(outboundProblems([entry]))).to.deep.equal([code]);
      });
    }

    it('warns of a long text that goes to a short field', () => {
      const object = hubObjects.tasks;
      const crm = aCrmAccount(aField('Description', 'textarea', { length: 255 }));
      const given = { object, crm, hub: hubSchema(object, object.attributes) };
      expect(codesOf(outboundProblems([from('description', 'Description')], given))).to.deep.equal([
        'warning mapping.0.target may_be_too_long',
      ]);
    });
  });

  describe('of what records are found by', () => {
    it('names the nearest field where there is none of the name', () => {
      const target = { object: 'Account', matchOn: 'External_Id' };
      const [problem] = outboundProblems([from('health', 'Health__c')], { target });
      expect(problem).to.deep.include({ path: ['target', 'matchOn'], code: 'unknown_field' });
      expect(problem?.message).to.include('External_Id__c');
    });

    it('names what can be matched on where the field is none of it', () => {
      const target = { object: 'Account', matchOn: 'Name' };
      const [problem] = outboundProblems([from('name', 'Name')], { target });
      expect(problem).to.deep.include({ path: ['target', 'matchOn'], code: 'not_matchable' });
      expect(problem?.message).to.include('Match on Id or External_Id__c.');
    });

    it('wants a row for it, unless it is the id', () => {
      expect(outboundProblems([from('health', 'Health__c')])).to.deep.equal([]);
      const [problem] = outboundProblems([from('health', 'Health__c')], { target: byKey });
      expect(problem).to.deep.include({ path: ['mapping'], code: 'match_unmapped' });
      expect(problem?.message).to.include('such as account_id');
    });

    it('is no constant', () => {
      const mapping = [constant('x', 'External_Id__c'), from('health', 'Health__c')];
      expect(codesOf(outboundProblems(mapping, { target: byKey }))).to.deep.equal([
        'error mapping match_constant',
      ]);
    });

    it('is not all that is written, unless new records may be made', () => {
      expect(codesOf(outboundProblems([from('account_id', 'Id')]))).to.deep.equal([
        'error mapping nothing_written',
      ]);
      const crm = aCrmAccount(aField('Name'));
      expect(outboundProblems([key], { crm, target: byKey, settings: creating })).to.deep.equal([]);
    });
  });

  describe('of new records', () => {
    const mapping = [from('account_id', 'Id'), from('name', 'Name')];

    it('refuses them where the CRM gives the id by which they would be found, and says what to match on', () => {
      const [problem, ...more] = outboundProblems(mapping, { settings: creating });
      expect(problem).to.deep.include({ path: ['settings', 'allowCreate'], code: 'cannot_create_by_id' });
      expect(problem?.message).to.include('Match on External_Id__c, or allow no new records.');
      expect(more).to.deep.equal([]);
    });

    it('says what to do where the object has no external id', () => {
      const crm = aCrmAccount(aField('External_Id__c'));
      const [problem] = outboundProblems(mapping, { crm, settings: creating });
      expect(problem?.message).to.include('Account has no external id yet: add one there');
    });

    it('takes them where the CRM lets the id be chosen', () => {
      const crm = aCrmAccount(aField('Id', 'id', { createable: true, updateable: false }));
      expect(outboundProblems([from('name', 'Name')], { crm, settings: creating })).to.deep.equal([]);
    });

    it('names the fields without which the CRM takes none, by name and label', () => {
      const given = { target: byKey, settings: creating };
      const [problem] = outboundProblems([key, from('health', 'Health__c')], given);
      expect(problem).to.deep.include({ path: ['mapping'], code: 'required_unfilled', severity: 'error' });
      expect(problem?.message).to.include(
        'The CRM takes no new Account without Name (Account Name), which nothing fills.',
      );
    });

    it('counts the parent among what is filled', () => {
      const crm = aCrmAccount({ ...parentId, requiredOnCreate: true });
      const given = { crm, settings: creating };
      const rows = [key, from('name', 'Name')];
      expect(codesOf(outboundProblems(rows, { ...given, target: byKey }))).to.deep.equal([
        'error mapping required_unfilled',
      ]);
      expect(outboundProblems(rows, { ...given, target: { ...byKey, parent: 'ParentId' } })).to.deep.equal(
        [],
      );
    });

    it('only warns as long as nobody has decided whether there may be any', () => {
      const codes = codesOf(
        outboundProblems([key, from('note', 'Born__c'), from('note', 'Grown__c')], {
          target: byKey,
          settings: {},
        }),
      );
      expect(codes).to.deep.equal([
        'warning mapping required_unfilled',
        'warning mapping.1.target read_only_on_update',
        'warning mapping.2.target read_only_on_create',
      ]);
    });
  });

  describe('of the parent', () => {
    it('names the nearest field where there is none of the name', () => {
      const [problem] = problemsWithParent('ParentIdd');
      expect(problem).to.deep.include({ path: ['target', 'parent'], code: 'unknown_field' });
      expect(problem?.message).to.include('ParentId');
    });

    for (const parent of ['Name', 'WhatId']) {
      it(`refuses ${parent}, which leads to no one object, and names what does`, () => {
        const [problem] = problemsWithParent(parent);
        expect(problem).to.deep.include({ path: ['target', 'parent'], code: 'not_a_parent' });
        expect(problem?.message).to.include('Choose ParentId or OwnerId');
      });
    }

    it('refuses a row that fills the same field', () => {
      const target = { object: 'Account', matchOn: 'Id', parent: 'ParentId' };
      expect(codesOf(outboundProblems([from('parent_account_id', 'ParentId')], { target }))).to.deep.equal([
        'error mapping.0.target duplicate_target',
      ]);
    });

    it('refuses one that cannot be written', () => {
      const crm = aCrmAccount({ ...parentId, createable: false, updateable: false });
      const target = { object: 'Account', matchOn: 'Id', parent: 'ParentId' };
      expect(codesOf(outboundProblems([from('health', 'Health__c')], { crm, target }))).to.deep.equal([
        'error target.parent read_only_field',
      ]);
    });
  });

  it('refuses more rows than a job can have', () => {
    const mapping = Array.from({ length: 501 }, () => from('health', 'Health__c'));
    expect(codesOf(outboundProblems(mapping))).to.deep.equal(['error mapping too_many_rows']);
  });
});

const parentId = aCrmAccount().object.fields.find(({ name }) => name === 'ParentId') ?? aField('ParentId');
