import { expect } from 'chai';
import { hubObjects } from '../../../src/domain/hub-object.ts';
import type { HubAttribute } from '../../../src/domain/hub-object.ts';
import { searchAttributes } from '../../../src/domain/mapping/search-attributes.ts';

const { attributes } = hubObjects.accounts;
const names = (typed: string, among: readonly HubAttribute[] = attributes, limit = 100): string[] =>
  searchAttributes(typed, among, 'accounts', limit).map(({ name }) => name);

describe('the search for an attribute', () => {
  const cases: readonly [typed: string, best: string][] = [
    ['Industry', 'industry'],
    ['renewal_date', 'renewal_date'],
    ['renew', 'renewal_date'],
    ['date ren', 'renewal_date'],
    ['Account name', 'name'],
    ['csm', 'success_manager'],
    ['Branche', 'industry'],
    ['headcount', 'employees'],
    ['ARR', 'contract_value'],
    ['acct id', 'account_id'],
    ['tract', 'contract_value'],
    ['idnustry', 'industry'],
    ['Websiet', 'website'],
  ];
  for (const [typed, best] of cases) {
    it(`takes "${typed}" for ${best}`, () => {
      expect(names(typed)[0]).to.equal(best);
    });
  }

  it('offers all of them, keys first, where nothing is typed', () => {
    expect(names('')).to.deep.equal(attributes.map(({ name }) => name));
    expect(names('  ')[0]).to.equal('account_id');
  });

  it('puts the name itself before names that hold it, and these before what means the same', () => {
    expect(names('name').slice(0, 1)).to.deep.equal(['name']);
    expect(names('date')).to.deep.equal(['create_date', 'renewal_date']);
  });

  it('finds nothing for what is like nothing', () => {
    expect(names('zzzzqq')).to.deep.equal([]);
    expect(names('💥')).to.deep.equal(names(''));
  });

  it('offers the best of a thousand, at most as many as asked for', () => {
    const many = Array.from({ length: 1_000 }, (_, i): HubAttribute => {
      const name = `field_${i}`;
      return { name, label: `Field ${i}`, type: 'text', isKey: false, isStandard: false };
    });
    expect(names('field 999', many)[0]).to.equal('field_999');
    expect(names('field', many)).to.have.lengthOf(100);
    expect(names('', many, 7)).to.have.lengthOf(7);
  });
});
