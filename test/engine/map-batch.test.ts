import { expect } from 'chai';
import type { CompiledMapping } from '../../src/domain/mapping/compile.ts';
import { mapBatch } from '../../src/engine/map-batch.ts';
import type { MappedBatch } from '../../src/engine/map-batch.ts';
import { compiledMapping, from } from '../support/mapping.ts';
import type { SourceRow } from '../../src/connectors/connector.ts';

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
  const batch = mapBatch(rows, { mapping, idColumn: 1, stampColumn: 2 });
  const texts = JSON.parse(new TextDecoder().decode(batch.rows)) as [string][];
  expect(texts).to.have.length(batch.rowCount);
  const { read, rejected } = batch.countsBefore;
  expect(read).to.equal(rejected);
  expect(read + batch.rowCount).to.equal(rows.length);
  return { ...batch, ids: texts.map(([id]) => id) };
}

function hashOf(entries: Parameters<typeof compiledMapping>[0]['mapping'], cells: SourceRow): unknown {
  const given = { mapping: compiledMapping({ mapping: entries }), idColumn: 0, stampColumn: -1 };
  const { rows } = mapBatch([cells], given);
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

  it('is bytes of its own, which can be handed over', () => {
    const { rows } = mapped(Array.from({ length: 300 }, (_, index) => row(`00${index}`, `key ${index}`)));
    expect(rows.buffer.byteLength).to.equal(rows.byteLength);
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
});
