import { expect } from 'chai';
import { formulaFunctions } from '../../../src/domain/formula/functions/index.ts';
import { searchFunctions } from '../../../src/domain/formula/search-functions.ts';

const names = (typed: string, limit = 100): string[] => searchFunctions(typed, limit).map(({ name }) => name);

describe('the search for a function', () => {
  const cases: readonly [typed: string, best: string][] = [
    ['upper', 'UPPER'],
    ['add_days', 'ADDDAYS'],
    ['concatenate', 'CONCAT'],
    ['UPER', 'UPPER'],
    ['textj', 'TEXTJOIN'],
  ];
  for (const [typed, best] of cases) {
    it(`takes "${typed}" for ${best}`, () => {
      expect(names(typed)[0]).to.equal(best);
    });
  }

  it('looks into families and into what functions are for', () => {
    expect(names('logic')).to.include.members(['IF', 'AND']);
    expect(names('separator')).to.include('TEXTJOIN');
  });

  it('offers all of them where nothing is typed, and at most as many as asked for', () => {
    expect(names('')).to.deep.equal(formulaFunctions.slice(0, 100).map(({ name }) => name));
    expect(names('', 3)).to.have.lengthOf(3);
    expect(names('qqqq')).to.deep.equal([]);
  });
});
