import { expect } from 'chai';
import * as fc from 'fast-check';
import { FatalError } from '../../../src/domain/errors.ts';
import type { MappingEntry } from '../../../src/domain/job.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import { compileMapping } from '../../../src/domain/mapping/compile.ts';
import { sourcePaths } from '../../../src/domain/mapping/source-paths.ts';
import { anObject, aField } from '../../support/source-schema.ts';
import { schemaOf } from '../../../src/domain/schema-of.ts';
import {
  compiledMapping,
  constant,
  formula,
  from,
  mapRow,
  mappingSchema,
  reasonOf,
  stored,
} from '../../support/mapping.ts';

describe('a compiled mapping', () => {
  it('gives keys in the order of the object and attributes in the order of their names', () => {
    const compiled = compiledMapping({
      mapping: [
        from('Name', 'name'),
        from('Industry', 'industry'),
        from('Id', 'account_id'),
        from('Name', 'alias', { type: 'text' }),
      ],
    });
    expect(compiled.keyNames).to.deep.equal(['account_id']);
    expect(compiled.attributeNames).to.deep.equal(['alias', 'industry', 'name']);
    expect(mapRow(compiled, ['Acme', 'Energy', '001A0000006Vm9r'])).to.deep.equal({
      keys: ['001A0000006Vm9rIAC'],
      json: '{"alias":"Acme","industry":"Energy","name":"Acme"}',
    });
  });

  it('writes an empty object where only keys are mapped', () => {
    expect(mapRow(compiledMapping({ mapping: [from('Id', 'account_id')] }), ['1'])).to.deep.equal({
      keys: ['1'],
      json: '{}',
    });
  });

  it('finds columns by the path in the letter case of the CRM', () => {
    const compiled = compiledMapping({
      mapping: [from('id', 'account_id'), from('owner.NAME', 'success_manager')],
    });
    expect(mapRow(compiled, ['1', 'Ada']).json).to.equal('{"success_manager":"Ada"}');
  });

  const values: readonly (readonly [
    what: string,
    entry: MappingEntry,
    cell: string | null,
    value: unknown,
  ])[] = [
    ['text as it is', from('Name', 'name'), '  00 Acme "x"\n', '  00 Acme "x"\n'],
    ['"N/A" like any other text', from('Name', 'name'), 'N/A', 'N/A'],
    ['no value as null', from('Name', 'name'), null, null],
    ['empty text as null', from('Name', 'name'), '', null],
    ['NUL as a visible sign', from('Name', 'name'), 'a\u0000b', 'a␀b'],
    ['half a surrogate pair as the replacement character', from('Name', 'name'), 'a\ud83db', 'a\ufffdb'],
    ['a backslash before u0000 as it is', from('Name', 'name'), '\\u0000\\\u0000', '\\u0000\\␀'],
    ['a number as text with its zeros', from('NumberOfEmployees', 'staff', { type: 'text' }), '007', '007'],
    ['a whole number', from('NumberOfEmployees', 'employees'), '12', 12],
    ['a decimal', from('AnnualRevenue', 'annual_revenue'), '12.50', 12.5],
    [
      'a number beyond a double as text',
      from('AnnualRevenue', 'annual_revenue'),
      '12345678901234567.89',
      '12345678901234567.89',
    ],
    [
      'a number in the form of the CRM whatever formats say',
      from('AnnualRevenue', 'annual_revenue', { formats: ['#.##0,00'] }),
      '1.234',
      1.234,
    ],
    [
      'a number by its format',
      from('Regions__c', 'annual_revenue', { formats: ['#.##0,00'] }),
      '1.234,5',
      1234.5,
    ],
    ['a date', from('Renewal__c', 'renewal_date'), '2026-03-01', '2026-03-01'],
    ['a moment', from('CreatedDate', 'create_date'), '2026-03-01T09:30:00.000Z', '2026-03-01T09:30:00.000Z'],
    [
      'a date by the second format',
      from('CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy', 'yyyy-MM-dd'] }),
      '2026-03-01',
      '2026-03-01',
    ],
    [
      'seconds of a number field',
      from('Score__c', 'renewal_date', { formats: ['epoch seconds'] }),
      '1772357400',
      '2026-03-01T09:30:00.000Z',
    ],
    ['a boolean', from('IsPartner', 'partner', { type: 'boolean' }), 'true', true],
    ['a yes', from('Newsletter__c', 'news', { type: 'boolean' }), ' YES', true],
    ['a zero as false', from('Regions__c', 'news', { type: 'boolean' }), '0', false],
    [
      'a multi-picklist',
      from('Modules__c', 'modules', { type: 'list' }),
      'Invoices;Fore,casts',
      ['Invoices', 'Fore,casts'],
    ],
    [
      'a list of commas',
      from('Regions__c', 'regions', { type: 'list' }),
      'DACH, Nordics,,',
      ['DACH', 'Nordics'],
    ],
    ['a list of semicolons in text', from('Regions__c', 'regions', { type: 'list' }), 'a,b; c', ['a,b', 'c']],
    [
      'a picklist value with a comma as one item',
      from('Industry', 'industries', { type: 'list' }),
      'Oil, gas',
      ['Oil, gas'],
    ],
    ['a list without items as null', from('Regions__c', 'regions', { type: 'list' }), ' ;', null],
    [
      'a foreign key in small letters and long',
      from('ParentId', 'parent_account_id'),
      ' 001A0000006Vm9r ',
      '001a0000006vm9riac',
    ],
    ['a foreign key of blanks as null', from('ParentId', 'parent_account_id'), '  ', null],
    ['a constant', constant('salesforce', 'origin', { type: 'text' }), null, 'salesforce'],
    ['a constant number', constant('1,5', 'weight', { type: 'number', formats: ['0,0'] }), null, 1.5],
    ['a formula', formula('UPPER(Industry)', 'industry'), 'Energy', 'ENERGY'],
    ['a formula over a parent', formula('owner.name & "!"', 'success_manager'), 'Ada', 'Ada!'],
    ['a formula of numbers', formula('AnnualRevenue * 0.1', 'annual_revenue'), '3', 0.3],
    ['a formula of a date', formula('Renewal__c + 1', 'renewal_date'), '2026-02-28', '2026-03-01'],
    [
      'a formula of a date as text',
      formula('Renewal__c + 1', 'note', { type: 'text' }),
      '2026-02-28',
      '2026-03-01',
    ],
    ['a formula of a condition', formula('AnnualRevenue > 5', 'big', { type: 'boolean' }), '6', true],
    ['a formula of a list', formula('Modules__c', 'modules', { type: 'list' }), 'a;b', ['a', 'b']],
    [
      'a formula of text by its format',
      formula('LEFT(Regions__c, 10)', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
      '01/03/2026 x',
      '2026-03-01',
    ],
    ['a formula without a result as null', formula('NULL', 'note', { type: 'text' }), 'x', null],
  ];
  for (const [what, entry, cell, value] of values) {
    it(`stores ${what}`, () => {
      expect(stored(entry, cell)).to.deep.equal(value);
    });
  }

  it('reads local times in the zone it is given', () => {
    const entry = from('CloseDate__c', 'renewal_date', { formats: ['yyyy-MM-dd HH:mm'] });
    expect(stored(entry, '2026-07-01 09:30', 'Europe/Berlin')).to.equal('2026-07-01T07:30:00.000Z');
  });

  const rejections: readonly (readonly [entry: MappingEntry, cell: string, reason: string])[] = [
    [from('Name', 'name'), 'x'.repeat(129), 'name: the value of field Name is longer than 128 characters.'],
    [
      from('Regions__c', 'regions', { type: 'list' }),
      'x'.repeat(513),
      'regions: an item of field Regions__c is longer than 512 characters.',
    ],
    [
      from('Regions__c', 'regions', { type: 'list' }),
      'a,'.repeat(1001),
      'regions: the value of field Regions__c has more than 1000 items.',
    ],
    [
      from('ParentId', 'parent_account_id'),
      'x'.repeat(513),
      'parent_account_id: the value of field ParentId is longer than 512 characters.',
    ],
    [
      from('AnnualRevenue', 'annual_revenue'),
      'many',
      'annual_revenue: the value of field AnnualRevenue is no plain number such as 1234.5.',
    ],
    [
      from('Renewal__c', 'renewal_date'),
      'soon',
      'renewal_date: the value of field Renewal__c is no ISO 8601 date such as 2026-03-01.',
    ],
    [
      from('CloseDate__c', 'renewal_date', { formats: ['dd/MM/yyyy'] }),
      'soon',
      'renewal_date: the value of field CloseDate__c is not written as dd/MM/yyyy.',
    ],
    [
      from('Newsletter__c', 'news', { type: 'boolean' }),
      'maybe',
      'news: the value of field Newsletter__c is none of true, false, yes, no, 1 and 0.',
    ],
    [
      formula('Regions__c', 'name'),
      'x'.repeat(200),
      'name: the value of the formula is longer than 128 characters.',
    ],
  ];
  for (const [entry, cell, reason] of rejections) {
    it(`rejects a row: ${reason}`, () => {
      expect(reasonOf(() => stored(entry, cell))).to.equal(reason);
    });
  }

  it('names the attribute where its formula has no result', () => {
    const entry = formula('1 / AnnualRevenue', 'rate', { type: 'number' });
    expect(reasonOf(() => stored(entry, '0'))).to.match(/^rate: .*zero/);
  });

  it('counts characters, not code units, against a limit', () => {
    expect(stored(from('Name', 'name'), '😀'.repeat(128))).to.equal('😀'.repeat(128));
    expect(reasonOf(() => stored(from('Name', 'name'), '😀'.repeat(129)))).to.include('128');
  });

  it('stores any text so that it parses back, but for what databases cannot hold', () => {
    const compiled = compiledMapping({
      mapping: [from('Id', 'account_id'), from('Notes__c', 'note', { type: 'text' })],
    });
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            '\\',
            '\n',
            '\u0000',
            '\u001f',
            '😀',
            '漢',
            '\ud83d',
            '\udc00',
            'u',
            '0',
            'a',
            '\u2028',
          ),
          { maxLength: 30 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const { json } = mapRow(compiled, ['1', text]);
        const expected = Buffer.from(text.replaceAll('\u0000', '␀')).toString();
        expect(JSON.parse(json)).to.deep.equal({ note: expected === '' ? null : expected });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every digit of a number', () => {
    const decimals = fc.tuple(
      fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
      fc.integer({ min: 0, max: 12 }),
    );
    fc.assert(
      fc.property(decimals, ([digits, places]) => {
        const sign = digits < 0n ? '-' : '';
        const padded = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
        const text =
          places === 0 ? sign + padded : `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`;
        const value = stored(from('AnnualRevenue', 'annual_revenue'), text);
        const back = typeof value === 'number' ? value.toFixed(20) : String(value);
        if (typeof value === 'string') expect(canonical(back)).to.equal(canonical(text));
        else expect(canonical(plain(Number(value)))).to.equal(canonical(text));
      }),
      { numRuns: 200 },
    );
  });
});

const canonical = (text: string): string => {
  const trimmed = text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return trimmed === '-0' || trimmed === '' ? '0' : trimmed;
};
/** A number's shortest decimal without an exponent. */
function plain(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toLocaleString('en-US', {
    maximumSignificantDigits: 17,
    useGrouping: false,
    maximumFractionDigits: 20,
  });
}

describe('keys of a compiled mapping', () => {
  const users: readonly MappingEntry[] = [from('ParentId', 'account_id'), from('Id', 'user_id')];

  it('are trimmed, made long, and in small letters where they are foreign', () => {
    const compiled = compiledMapping({ object: 'users', mapping: users });
    expect(mapRow(compiled, [' 001A0000006Vm9r', ' 003A0000006Vm9r ']).keys).to.deep.equal([
      '001a0000006vm9riac',
      '003A0000006Vm9rIAC',
    ]);
  });

  it('reject a row where one is empty, naming key and source', () => {
    const compiled = compiledMapping({ object: 'users', mapping: users });
    expect(reasonOf(() => mapRow(compiled, [null, '003']))).to.equal(
      'account_id is empty (from field ParentId).',
    );
    expect(reasonOf(() => mapRow(compiled, ['001', '  ']))).to.equal('user_id is empty (from field Id).');
  });

  it('reject a row where one is too long, naming the limit', () => {
    const compiled = compiledMapping({ object: 'users', mapping: users });
    expect(reasonOf(() => mapRow(compiled, ['001', 'x'.repeat(101)]))).to.equal(
      'user_id: the value of field Id is longer than 100 characters.',
    );
  });

  it('come from constants and formulas, too', () => {
    const compiled = compiledMapping({
      object: 'collections',
      mapping: [
        constant('Opportunity', 'collection_type'),
        from('ParentId', 'account_id'),
        formula('"O-" & Id', 'collection_id'),
      ],
    });
    expect(mapRow(compiled, ['A1', '7']).keys).to.deep.equal(['Opportunity', 'a1', 'O-7']);
  });

  it('have no characters that a database cannot hold', () => {
    expect(
      mapRow(compiledMapping({ mapping: [from('Id', 'account_id')] }), ['a\u0000b\ud83d']).keys,
    ).to.deep.equal(['a␀b\ufffd']);
  });
});

describe('account assignments', () => {
  const base = [from('ParentId', 'account_id'), from('Industry', 'role')];

  it('are rejected without a person', () => {
    const compiled = compiledMapping({
      object: 'account_assignments',
      mapping: [...base, from('Owner.Email', 'user_email')],
    });
    expect(mapRow(compiled, ['a', 'CSM', 'a@b.ch']).json).to.equal('{"user_email":"a@b.ch"}');
    expect(reasonOf(() => mapRow(compiled, ['a', 'CSM', null]))).to.equal(
      'user_email is empty (from field Owner.Email).',
    );
  });

  it('need only one of e-mail and name', () => {
    const mapping = [...base, from('Owner.Name', 'user_name'), from('Owner.Email', 'user_email')];
    const compiled = compiledMapping({ object: 'account_assignments', mapping });
    expect(mapRow(compiled, ['a', 'CSM', 'Ada', null]).json).to.equal(
      '{"user_email":null,"user_name":"Ada"}',
    );
    expect(reasonOf(() => mapRow(compiled, ['a', 'CSM', null, null]))).to.equal(
      'user_email is empty (from field Owner.Email), and user_name is empty (from field Owner.Name).',
    );
  });
});

describe('compileMapping', () => {
  const options = { columns: ['Id', 'Name'], now: new Date(0), timezone: 'UTC' };
  const input = { object: hubObjects.accounts, attributes: hubObjects.accounts.attributes, ...options };

  it('refuses a mapping of a field that vanished, and names it', () => {
    const schema = schemaOf(anObject('Account', [aField('Id', 'id')]), new Map());
    const mapping = [from('Id', 'account_id'), from('Name', 'name')];
    expect(() => compileMapping({ ...input, schema, mapping })).to.throw(
      FatalError,
      /row 2: Account has no field "Name"/,
    );
  });

  it('refuses rows that lack a mapped field', () => {
    const mapping = [from('Id', 'account_id'), formula('UPPER(Industry)', 'industry')];
    expect(() => compileMapping({ ...input, schema: mappingSchema, mapping })).to.throw(
      FatalError,
      'Industry',
    );
  });
});

describe('sourcePaths', () => {
  it('names every field once, those of formulas included', () => {
    const mapping = [
      from('Id', 'a'),
      from('name', 'b'),
      formula('Name & Owner.Name', 'c'),
      constant('x', 'd'),
      formula('IF(', 'e'),
    ];
    expect(sourcePaths(mapping)).to.deep.equal(['Id', 'name', 'Owner.Name']);
  });
});
