import { expect } from 'chai';
import type { MappingEntry } from '../../../src/domain/job.ts';
import { checked, constant, formula, from, problemsOf } from '../../support/mapping.ts';

const codes = (mapping: readonly MappingEntry[]): readonly string[] =>
  checked({ object: 'account_assignments', mapping }).problems.map(
    ({ severity, code }) => `${severity} ${code}`,
  );

describe('checkMapping', () => {
  it('finds nothing wrong with a good mapping and names what is new', () => {
    const check = checked({
      mapping: [
        from('Id', 'account_id'),
        from('Name', 'name'),
        from('owner.name', 'success_manager', { note: 'for now' }),
        from('CloseDate__c', 'renewal_date', { type: 'date', formats: ['dd/MM/yyyy', 'yyyy-MM-dd'] }),
        from('Modules__c', 'modules', { type: 'list' }),
        formula('UPPER(Industry)', 'industry', { type: 'text' }),
        constant('salesforce', 'origin_system', { type: 'text' }),
      ],
    });
    expect(check.problems).to.deep.equal([]);
    expect(check.newAttributes).to.deep.equal([
      { name: 'modules', label: 'Modules', type: 'list' },
      { name: 'origin_system', label: 'Origin system', type: 'text' },
    ]);
  });

  const errors: readonly (readonly [code: string, entry: MappingEntry, words: string])[] = [
    [
      'unknown_field',
      from('Nmae', 'name'),
      'Account has no field "Nmae", or the connection\'s user may not see it. Did you mean Name?',
    ],
    [
      'unknown_field',
      from('Owner.Emial', 'success_manager'),
      'User has no field "Emial", or the connection\'s user may not see it. Did you mean Owner.Email?',
    ],
    [
      'unknown_field',
      from('Owner.Manager.Manager.Manager.Manager.Manager.Name', 'success_manager'),
      'leads over 6 relationships; at most 5 are possible.',
    ],
    ['source_missing', from('', 'name'), 'Choose a field'],
    [
      'compound_field',
      from('BillingAddress', 'city'),
      'BillingAddress is a compound field; map BillingStreet, BillingCity instead.',
    ],
    ['binary_field', from('Logo__c', 'name'), 'Logo__c holds a file'],
    ['compound_field', formula('UPPER(BillingAddress)', 'city'), 'compound'],
    ['duplicate_target', from('Name', 'account_id'), 'account_id is filled from field Id already (row 1).'],
    [
      'unknown_attribute',
      from('Name', 'naem'),
      'accounts have no attribute "naem"; a new attribute needs a type. Did you mean name?',
    ],
    [
      'attribute_type_differs',
      from('Name', 'renewal_date', { type: 'text' }),
      'renewal_date is a date attribute already and cannot be a text.',
    ],
    ['bad_attribute_name', from('Name', 'Contract End', { type: 'text' }), 'Write contract_end.'],
    ['bad_attribute_name', from('Name', 'hash', { type: 'text' }), "hub's own"],
    ['bad_attribute_name', from('Name', 'x'.repeat(101), { type: 'text' }), '100 are allowed'],
    ['bad_attribute_name', from('Name', '', { type: 'text' }), 'no name'],
    ['bad_format', from('CloseDate__c', 'renewal_date', { formats: ['dd/mm/yyyy'] }), 'Months are MM'],
    [
      'bad_format',
      from('CloseDate__c', 'renewal_date', { formats: Array.from({ length: 11 }, () => 'yyyy-MM-dd') }),
      '10 are allowed',
    ],
    ['bad_format', from('Name', 'name', { formats: ['0.00'] }), 'only dates and numbers'],
    [
      'type_mismatch',
      from('CloseDate__c', 'renewal_date'),
      'Give the format in which it is written, such as dd/MM/yyyy.',
    ],
    ['type_mismatch', from('Regions__c', 'employees'), 'such as #,##0.00; where it holds more'],
    ['type_mismatch', from('NumberOfEmployees', 'renewal_date'), 'such as epoch seconds.'],
    [
      'type_mismatch',
      from('Website', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
      'Field Website is a url, which is no date; renewal_date is a date attribute.',
    ],
    ['type_mismatch', from('CreatedDate', 'employees'), 'which is no number'],
    ['type_mismatch', from('IsPartner', 'annual_revenue'), 'which is no currency'],
    ['type_mismatch', from('Renewal__c', 'parent_account_id'), 'which is no foreign key'],
    ['type_mismatch', from('Industry', 'banks', { type: 'boolean' }), 'neither yes nor no'],
    ['type_mismatch', from('AnnualRevenue', 'items', { type: 'list' }), 'which is no list'],
    [
      'type_mismatch',
      formula('AnnualRevenue > 5', 'employees'),
      'The formula is a boolean, which is no number',
    ],
    [
      'multi_value',
      from('Modules__c', 'industry'),
      'Field Modules__c has several values at once and industry is a text attribute, which takes one. Map it to a list attribute.',
    ],
    ['multi_value', formula('Modules__c', 'industry'), 'several values'],
    ['constant_empty', constant('', 'name'), 'The constant is empty.'],
    [
      'constant_does_not_fit',
      constant('soon', 'renewal_date'),
      'renewal_date: the value of the constant is no ISO 8601 date',
    ],
    ['constant_does_not_fit', constant('x'.repeat(129), 'name'), '128'],
  ];
  for (const [code, entry, words] of errors) {
    it(`${code}: ${words}`, () => {
      const problems = problemsOf(entry).filter(({ severity }) => severity === 'error');
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ row: 1, code });
      expect(problems[0]?.message).to.include(words);
    });
  }

  it('gives the position of an error in a formula', () => {
    expect(problemsOf(formula('UPPER(Industri)', 'industry'))[0]).to.include({
      code: 'unknown_field',
      position: 6,
    });
    expect(problemsOf(formula('UPPER(Industry', 'industry'))[0])
      .to.have.property('position')
      .that.is.a('number');
  });

  it('takes one field for two attributes, and a field and a formula of it', () => {
    const mapping = [
      from('Id', 'account_id'),
      from('Name', 'name'),
      from('Name', 'alias', { type: 'text' }),
      formula('UPPER(Name)', 'caps', { type: 'text' }),
    ];
    expect(checked({ mapping }).problems).to.deep.equal([]);
  });

  it('takes text for a boolean where a picklist says yes and no', () => {
    expect(problemsOf(from('Newsletter__c', 'news', { type: 'boolean' }))).to.deep.equal([]);
  });

  it('names every key that is not mapped', () => {
    const check = checked({ object: 'collections', mapping: [from('Name', 'name')] });
    expect(check.problems.map(({ row, message }) => [row, message])).to.deep.equal([
      [null, 'collection_type is a key of collection records and is not mapped. Map a field to it.'],
      [null, 'account_id is a key of collection records and is not mapped. Map a field to it.'],
      [null, 'collection_id is a key of collection records and is not mapped. Map a field to it.'],
    ]);
  });

  it('refuses a key that is the same for all rows', () => {
    expect(checked({ mapping: [constant('1', 'account_id')] }).problems[0]).to.include({
      code: 'keys_constant',
    });
  });

  it('wants a person for an account assignment, and warns where it is found by name', () => {
    const keys = [from('ParentId', 'account_id'), from('Industry', 'role')];
    expect(codes(keys)).to.deep.equal(['error user_unmapped']);
    expect(codes([...keys, from('Owner.Name', 'user_name')])).to.deep.equal(['warning user_by_name']);
    expect(codes([...keys, from('Owner.Email', 'user_email')])).to.deep.equal([]);
  });

  const warnings: readonly (readonly [code: string, entry: MappingEntry])[] = [
    ['format_not_used', from('Renewal__c', 'renewal_date', { formats: ['dd/MM/yyyy'] })],
    ['may_be_too_long', from('Notes__c', 'notes', { type: 'text' })],
    ['calculated_field', from('Score__c', 'score', { type: 'number' })],
  ];
  for (const [code, entry] of warnings) {
    it(`warns: ${code}`, () => {
      expect(problemsOf(entry).map((problem) => [problem.severity, problem.code])).to.deep.equal([
        ['warning', code],
      ]);
    });
  }

  it('bounds the length of its messages', () => {
    const long = 'x'.repeat(50_000);
    const mappings = [
      [from(long, 'name')],
      [from(`Owner.${long}`, 'name')],
      [from('Name', long), from('Name', long)],
      [from('Name', 'name'), from('Name', 'name', { formats: [long] })],
      [formula(long, 'name')],
      [constant(long, 'renewal_date')],
    ];
    for (const mapping of mappings) {
      for (const { message } of checked({ mapping }).problems) expect(message.length).to.be.below(400);
    }
  });

  it('bounds the number of rows', () => {
    const mapping = Array.from({ length: 501 }, (_, index) => from('Name', `a${index}`, { type: 'text' }));
    expect(checked({ mapping }).problems).to.have.length(1);
    expect(checked({ mapping }).problems[0]?.message).to.include('500');
  });

  it('lets no object property pass for an attribute or a field', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(problemsOf(from(name, 'name'))[0]).to.include({ code: 'unknown_field' });
      expect(problemsOf(from('Name', name))[0]?.severity).to.equal('error');
    }
  });
});
