import { expect } from 'chai';
import type { DraftRow } from '../../../src/domain/draft.ts';
import { rejectionWarnings } from '../../../src/domain/outbound/rejection-warnings.ts';
import { formula, from } from '../../support/mapping.ts';
import { compiledOutbound } from '../../support/outbound.ts';
import { aRow } from '../../support/outbound-records.ts';

interface Tried {
  readonly target?: { readonly matchOn: string; readonly parent?: string };
  readonly areAll?: boolean;
}

type Known = Parameters<ReturnType<typeof compiledOutbound>['rowOf']>[0];

function warningsOf(
  rows: readonly DraftRow[],
  records: readonly Known[],
  { target = { matchOn: 'Id' }, areAll = true }: Tried = {},
) {
  const to = { object: 'Account', ...target };
  const used = rows.filter(({ skipped }) => skipped !== true);
  const { compiled, rowOf } = compiledOutbound(used, { target: to });
  const tried = { records: records.map(rowOf), areAll };
  return rejectionWarnings({ mapping: rows, target: to }, compiled, tried);
}

const told = (found: ReturnType<typeof warningsOf>): string[] =>
  found.map(({ severity, path, message }) => `${severity} ${path.join('.')} ${message}`);

const health = aRow('1', from('health', 'Health__c'));
const known = { crmId: '001D000000ABcdeIAD' };

describe('rejectionWarnings', () => {
  it('has none where there are no records, or all of them fit', () => {
    expect(warningsOf([health], [])).to.deep.equal([]);
    expect(warningsOf([health], [{ values: { health: 'RED' } }, { values: { health: null } }])).to.deep.equal(
      [],
    );
  });

  it('counts the records that a row does not fit, out of those that were tried', () => {
    const of =
      'would be rejected. Health__c: the value of attribute health is none of the values that the picklist takes';
    const records = ['orange', 'red', 'mauve'].map((value) => ({ values: { health: value } }));
    expect(told(warningsOf([health], records))).to.deep.equal([
      `warning mapping.0.source 2 of 3 records ${of}: red, amber, green.`,
    ]);
    expect(told(warningsOf([health], records, { areAll: false }))[0]).to.include('2 of the first 3 records');
    const wrong = [{ values: { health: 'orange' } }, { values: { health: 'mauve' } }];
    expect(told(warningsOf([health], wrong))[0]).to.include('All 2 records would be rejected.');
    expect(told(warningsOf([health], wrong, { areAll: false }))[0]).to.include(
      'All of the first 2 records would',
    );
    expect(told(warningsOf([health], wrong.slice(1)))[0]).to.include('The only record would be rejected.');
  });

  it('stands at its row, counted with those that are skipped, whatever the letter case', () => {
    const rows = [
      { ...aRow('1', from('note', 'Health__c')), skipped: true },
      aRow('2', from('health', 'HEALTH__C')),
    ];
    const [found] = warningsOf(rows, [{ values: { health: 'orange' } }]);
    expect(found?.path).to.deep.equal(['mapping', 1, 'source']);
  });

  it('has each reason of a row, the most frequent first, and each row', () => {
    const rows = [
      aRow('1', formula('IF(health = "red", 1 / (VALUE(industry) - 5), VALUE(industry))', 'AnnualRevenue')),
      aRow('2', from('name', 'Name')),
    ];
    const records = [
      { values: { health: 'green', industry: 'Banking', name: 'x'.repeat(21) } },
      { values: { health: 'red', industry: '5', name: 'x' } },
      { values: { health: 'green', industry: 'Energy', name: 'x' } },
    ];
    const found = told(warningsOf(rows, records));
    expect(found).to.have.length(3);
    expect(found[0]).to.match(
      /^warning mapping\.0\.source 2 of 3 records would be rejected\. AnnualRevenue: /,
    );
    expect(found.slice(1).join('\n'))
      .to.match(/mapping\.0\.source 1 of 3 records would be rejected\. AnnualRevenue: /)
      .and.match(/mapping\.1\.source 1 of 3 records would be rejected\. Name: .* longer than 20 characters/);
    expect(found.join('\n')).not.to.match(/Banking|Energy|xx/);
  });

  it('has the field to match on at its row, of records that are not known', () => {
    const rows = [aRow('1', from('note', 'External_Id__c')), aRow('2', from('name', 'Name'))];
    const target = { matchOn: 'External_Id__c' };
    const records = [{ values: { name: 'a' } }, { ...known, values: { name: 'b' } }];
    expect(told(warningsOf(rows, records, { target }))).to.deep.equal([
      'warning mapping.0.source 1 of 2 records would be rejected. External_Id__c is empty (from attribute note), and it is what the record is found by.',
    ]);
  });

  it('has the parent, which no row fills, by itself', () => {
    const target = { matchOn: 'Id', parent: 'parentid' };
    const [found] = warningsOf([health], [{ parentKey: 'nobody' }], { target });
    expect(found?.path).to.deep.equal(['target', 'parent']);
    expect(found?.message).to.include('record of the account is not known');
  });
});
