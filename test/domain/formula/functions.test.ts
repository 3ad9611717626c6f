import { expect } from 'chai';
import { checkFormula } from '../../../src/domain/formula/check.ts';
import { formulaFunctions, findFunction } from '../../../src/domain/formula/functions/index.ts';
import { functionFamilies } from '../../../src/domain/formula/functions/function.ts';
import { parseFormula } from '../../../src/domain/formula/parse.ts';
import { resultOf } from '../../support/formula.ts';

describe('the formula functions', () => {
  for (const { name, returns, example } of formulaFunctions) {
    it(`${name} gives what its example says`, () => {
      const formula = parseFormula(example.formula);
      const type = checkFormula(formula, () => null);
      expect(['any', 'null', type]).to.include(returns === 'any' ? 'any' : returns);
      expect(resultOf(example.formula)).to.deep.equal(example.result);
    });
  }

  it('are at least 45, in five families', () => {
    expect(formulaFunctions.length).to.be.at.least(45);
    expect(new Set(formulaFunctions.map(({ family }) => family))).to.deep.equal(new Set(functionFamilies));
  });

  it('have one name each, aliases included', () => {
    const names = formulaFunctions.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(new Set(names).size).to.equal(names.length);
    for (const { name, aliases = [] } of formulaFunctions) {
      for (const each of [name, ...aliases]) expect(findFunction(each)?.name, each).to.equal(name);
    }
  });

  it('are found whatever the letter case and underscores', () => {
    expect(findFunction('add_days')?.name).to.equal('ADDDAYS');
    expect(findFunction('Start_Of_Month')?.name).to.equal('STARTOFMONTH');
    expect(findFunction('constructor')).to.equal(undefined);
    expect(findFunction('__proto__')).to.equal(undefined);
  });

  it('have optional parameters at the end, and at most one that repeats', () => {
    for (const { name, parameters } of formulaFunctions) {
      const optional = parameters.map((parameter) => parameter.optional === true);
      expect(
        optional.toSorted((a, b) => Number(a) - Number(b)),
        name,
      ).to.deep.equal(optional);
      const repeats = parameters.slice(0, -1).some((parameter) => parameter.variadic === true);
      expect(repeats, name).to.equal(false);
    }
  });

  it('have help of one sentence', () => {
    for (const { name, help } of formulaFunctions) {
      expect(help, name).to.match(/^[A-Z0-9e][^\n]{5,160}\.$/);
    }
  });
});
