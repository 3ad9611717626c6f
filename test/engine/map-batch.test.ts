import { expect } from 'chai';
import * as fc from 'fast-check';
import { createCsvPage } from '../../src/connectors/salesforce/csv-page.ts';
import type { CompiledMapping } from '../../src/domain/mapping/compile.ts';
import { mapBatch, useAgain } from '../../src/engine/map-batch.ts';
import type { MappedBatch } from '../../src/engine/map-batch.ts';
import { csvBytes } from '../../src/domain/csv-bytes.ts';
import { compiledMapping, constant, formula, from } from '../support/mapping.ts';
import type { SourceRow } from '../../src/connectors/connector.ts';
import { sourceRows } from '../../src/connectors/source-rows.ts';

/** Rows of id, name (the key) and stamp. */
const mapping: CompiledMapping = {
  ...compiledMapping({ mapping: [from('Name', 'account_id'), from('Id', 'status')] }),
};
const row = (id: string, key: string | null, minute = 0): SourceRow => [
  key,
  id,
  `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`,
];

function mapped(rows: readonly SourceRow[]): MappedBatch & { ids: string[] } {
  const batch = mapBatch(sourceRows(rows), { mapping, idColumn: 1, stampColumn: 2, from: 0 });
  const texts = JSON.parse(new TextDecoder().decode(batch.rows)) as [string][];
  expect(texts).to.have.length(batch.rowCount);
  const { read, rejected } = batch.countsBefore;
  expect(read).to.equal(rejected);
  expect(read + batch.rowCount).to.equal(rows.length);
  return { ...batch, ids: texts.map(([id]) => id) };
}

function hashOf(entries: Parameters<typeof compiledMapping>[0]['mapping'], cells: SourceRow): unknown {
  const given = { mapping: compiledMapping({ mapping: entries }), idColumn: 0, stampColumn: -1 };
  const { rows } = mapBatch(sourceRows([cells]), { ...given, from: 0 });
  return (JSON.parse(new TextDecoder().decode(rows)) as unknown[][])[0]?.[2];
}

describe('a batch for the hub', () => {
  it('has id, stamp, hash, attributes and keys of each row', () => {
    const { rows } = mapped([row('001', ' "key" ')]);
    const [[id, stamp, hash, attributes, ...keys] = []] = JSON.parse(
      new TextDecoder().decode(rows),
    ) as unknown[][];
    expect([id, stamp, attributes, keys]).to.deep.equal([
      '001',
      '2026-03-01T12:00:00.000Z',
      { status: '001' },
      ['"key"'],
    ]);
    expect(hash).to.match(/^[\w-]{22}$/);
  });

  it('is in memory of its own, which is used again once it is given back', () => {
    const many = Array.from({ length: 300 }, (_, index) => row(`00${index}`, `key ${index}`));
    const first = mapped(many);
    const second = mapped(many);
    expect(second.rows.buffer).to.not.equal(first.rows.buffer);
    useAgain(first.rows);
    const third = mapped(many.slice(1));
    expect(third.rows.buffer).to.equal(first.rows.buffer);
    expect(third.ids).to.deep.equal(many.slice(1).map(([, id]) => id));
  });

  it('has the same hash for the same values, however the mapping stands, and another for others', () => {
    const id = from('Id', 'account_id');
    const name = from('Name', 'name');
    const city = from('BillingCity', 'city');
    const one = hashOf([id, name, city], ['001', 'A', 'B']);
    expect(hashOf([city, id, name], ['B', '001', 'A'])).to.equal(hashOf([city, name, id], ['B', 'A', '001']));
    expect(hashOf([id, city, name], ['001', 'B', 'A'])).to.equal(one);
    expect(hashOf([id, name, city], ['001', 'B', 'A'])).to.not.equal(one);
    expect(hashOf([id, name, city], ['001', 'A', null])).to.not.equal(one);
  });

  it('leaves out rows that cannot be stored, with the reason, and says that they were seen', () => {
    const { ids, rejects, seenIds } = mapped([row('001', 'a'), row('002', null), row('003', 'b')]);
    expect(ids).to.deep.equal(['001', '003']);
    expect(seenIds).to.deep.equal(['002']);
    expect(rejects).to.have.length(1);
    expect(rejects[0]).to.include({ code: 'key_missing', crmId: '002' });
    expect(rejects[0]?.row).to.deep.equal(row('002', null));
  });

  it('has every row in the order in which they came, and tells where a key or a record comes again', () => {
    expect(mapped([row('001', 'a'), row('002', 'b')]).hasRepeats).to.equal(false);
    expect(mapped([row('002', 'a', 1), row('001', 'a', 0)])).to.deep.include({
      ids: ['002', '001'],
      hasRepeats: true,
      seenIds: [],
    });
    expect(mapped([row('001', 'a', 1), row('001', 'b', 2)])).to.deep.include({
      ids: ['001', '001'],
      hasRepeats: true,
    });
    expect(mapped([row('001', 'a'), row('002', null), row('002', null)]).hasRepeats).to.equal(false);
  });

  it('is whole where nothing is left', () => {
    expect(mapped([])).to.deep.include({ ids: [], rowCount: 0 });
    expect(mapped([row('001', null)])).to.deep.include({ ids: [], seenIds: ['001'] });
  });

  it('is the same whether its rows came as bytes or as text', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 6 }), (rows) => {
        const page = createCsvPage(manyColumns, 0);
        page.add(csvBytes([manyColumns, ...rows]));
        const options = { mapping: manyTypes, idColumn: 0, stampColumn: 8, from: 0 };
        const ofBytes = mapBatch(page.take().rows, options);
        const ofText = mapBatch(sourceRows(rows), options);
        expect(Buffer.from(ofBytes.rows).toString()).to.equal(Buffer.from(ofText.rows).toString());
        expect({ ...ofBytes, rows: null, source: null }).to.deep.equal({
          ...ofText,
          rows: null,
          source: null,
        });
      }),
      { numRuns: 1_000 },
    );
  });
});

const manyColumns = [
  'Id',
  'Name',
  'AnnualRevenue',
  'Renewal__c',
  'CreatedDate',
  'IsPartner',
  'Modules__c',
  'CloseDate__c',
  'SystemModstamp',
];
const manyTypes = compiledMapping({
  mapping: [
    from('Id', 'account_id'),
    from('Name', 'name'),
    from('AnnualRevenue', 'annual_revenue'),
    from('Renewal__c', 'renewal_date'),
    from('CreatedDate', 'create_date'),
    from('IsPartner', 'partner', { type: 'boolean' }),
    from('Modules__c', 'modules', { type: 'list' }),
    from('CloseDate__c', 'close_date', { type: 'date', formats: ['dd/MM/yyyy'] }),
    formula('UPPER(Name)', 'shouted', { type: 'text' }),
    constant('salesforce', 'origin', { type: 'text' }),
  ],
  columns: manyColumns,
});

const cell = (...values: fc.Arbitrary<string>[]): fc.Arbitrary<string | null> =>
  fc.option(fc.oneof(...values), { nil: null }).map((value) => value || null);
const awkwardText = fc.array(
  fc.constantFrom('"', '\\', ',', '\n', '\r', '\0', '\u007f', '💥', 'é', ';', ' ', 'x', 'a name'),
  { maxLength: 5 },
);
const anyText = fc.oneof(
  awkwardText.map((parts) => parts.join('')),
  fc.constantFrom('x'.repeat(128), 'x'.repeat(129)),
);
const digits = fc.constantFrom(
  '0',
  '-0',
  '00',
  '1',
  '-12.5',
  '.5',
  '5.',
  '1.50',
  '0.25',
  '1e3',
  '12345678901234567',
  '--1',
  '1,5',
  '+1',
  ' 1',
);
const moments = fc.constantFrom(
  '2026-03-01',
  '2026-02-29',
  '2024-02-29',
  '0000-01-01',
  '2026-03-01T09:30:00.000Z',
  '2026-03-01T24:00:00.000Z',
  '2026-03-01T09:30:00Z',
  '2026-03-01T09:30:00.000+0200',
  '2026-03-01 09:30',
  '2026-13-01',
  '01/03/2026',
);
const anyRow = fc.tuple(
  fc.stringMatching(/^001[A-Za-z0-9]{12}([A-Z0-5]{3})?$/),
  cell(anyText),
  cell(digits, anyText),
  cell(moments),
  cell(moments),
  cell(fc.constantFrom('true', 'false', 'TRUE', '1', 'maybe')),
  cell(fc.constantFrom('a', 'a;b', 'a; b;', ';', 'a,b', 'é;"x"')),
  cell(moments),
  fc.constantFrom('2026-03-01T09:30:00.000Z', '2026-03-01T09:30:01.000Z'),
);
