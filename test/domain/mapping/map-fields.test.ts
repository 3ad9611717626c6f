import { expect } from 'chai';
import * as fc from 'fast-check';
import type { DraftRow } from '../../../src/domain/draft.ts';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { HubObjectName } from '../../../src/domain/hub-object.ts';
import { mapFields, mapOpenRows } from '../../../src/domain/mapping/map-fields.ts';
import { flatSource } from '../../support/flat-source.ts';

const fields = ['Id', 'Name', 'Industry', 'Website', 'Phone', 'LegacyId__c', 'CreatedById'] as const;
const { object: sourceObject, schema } = flatSource('Account', [
  { name: 'Id', label: 'Account ID', type: 'id' },
  { name: 'Name', label: 'Account Name', type: 'string' },
  { name: 'Industry', label: 'Industry', type: 'picklist' },
  { name: 'Website', label: 'Website', type: 'url' },
  { name: 'Phone', label: 'Phone', type: 'phone' },
  { name: 'LegacyId__c', label: 'Legacy id', type: 'string' },
  { name: 'CreatedById', label: 'Created By ID', type: 'reference' },
]);

const inputFor = (hub: HubObjectName) => ({
  object: hubObjects[hub],
  attributes: hubObjects[hub].attributes,
  sourceObject,
  schema,
});
const chosen = (rows: readonly DraftRow[], paths: readonly string[], hub: HubObjectName = 'accounts') =>
  mapFields(rows, paths, inputFor(hub));

/** `Name → name`, with what is special about it. */
const inShort = ({ source, target, type, skipped }: DraftRow): string => {
  const from = source.kind === 'field' ? source.path : source.kind;
  return `${from} → ${target}${type === undefined ? '' : `:${type}`}${skipped === true ? ' skipped' : ''}`;
};

const count = (all: readonly string[], path: string): number => all.filter((each) => each === path).length;

describe('fields that are chosen', () => {
  it('are mapped by themselves, keys first, and what says nothing is skipped', () => {
    const rows = chosen([], ['Name', 'CreatedById', 'LegacyId__c', 'Id']);
    expect(rows.map(inShort)).to.deep.equal([
      'Id → account_id',
      'Name → name',
      'CreatedById →  skipped',
      'LegacyId__c → legacy_id:text',
    ]);
    expect(rows.every(({ auto }) => auto !== undefined)).to.equal(true);
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(4);
  });

  it('that stay keep their rows as a person left them, and those no longer chosen go', () => {
    const before = chosen([], ['Id', 'Name', 'Industry']).map(({ auto: _auto, ...row }): DraftRow => {
      return row.target === 'name' ? { ...row, target: 'status', note: 'on purpose' } : row;
    });
    const rows = chosen(before, ['Id', 'Name', 'Phone']);
    expect(rows.map(inShort)).to.deep.equal(['Id → account_id', 'Name → status', 'Phone → phone']);
    expect(rows[1]).to.deep.include({ note: 'on purpose' });
  });

  it('do not fill what is filled already', () => {
    const before: DraftRow[] = [
      { id: '1', source: { kind: 'formula', text: 'UPPER(Industry)' }, target: 'industry' },
      { id: '2', source: { kind: 'constant', value: 'x' }, target: 'legacy_id', type: 'text' },
    ];
    const targets = chosen(before, ['Industry', 'LegacyId__c']).map(({ target }) => target);
    expect(new Set(targets.filter(Boolean)).size).to.equal(targets.filter(Boolean).length);
  });

  it('twice make a second row, for whatever the person wants', () => {
    const rows = chosen([], ['Id', 'Name', 'Name']);
    expect(rows.map(inShort)).to.deep.equal(['Id → account_id', 'Name → name', 'Name → ']);
    expect(chosen(rows, ['Id', 'Name']).map(inShort)).to.deep.equal(['Id → account_id', 'Name → name']);
  });

  it('of a collection come with its type', () => {
    const rows = chosen([], ['Id', 'Name'], 'collections');
    expect(rows[0]).to.deep.include({ source: { kind: 'constant', value: 'Account' } });
    expect(rows[0]?.target).to.equal('collection_type');
    expect(
      chosen(rows, ['Id'], 'collections').filter(({ target }) => target === 'collection_type'),
    ).to.have.length(1);
  });

  it('are as many rows as were asked for, and chosen again they change nothing', () => {
    const paths = fc.array(fc.constantFrom(...fields), { maxLength: 20 });
    fc.assert(
      fc.property(paths, paths, (first, second) => {
        const rows = chosen(chosen([], first), second);
        const read = rows.flatMap(({ source }) => (source.kind === 'field' ? [source.path] : []));
        for (const path of fields) expect(count(read, path)).to.equal(count(second, path));
        expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
        expect(chosen(rows, second)).to.deep.equal(rows);
      }),
    );
  });

  it('are mapped anew where they have no attribute, and nowhere else', () => {
    const rows = chosen([], ['Id', 'Name', 'Industry']).map((row) =>
      row.target === 'name' ? { ...row, target: '' } : row,
    );
    const again = mapOpenRows(rows, inputFor('accounts'));
    expect(again.map(inShort).sort()).to.deep.equal([
      'Id → account_id',
      'Industry → industry',
      'Name → name',
    ]);
  });
});
