import { expect } from 'chai';
import { insertText } from '../../../../src/slack/wizard/mapping/insert-text.ts';

describe('what a button puts into a formula', () => {
  const cases: readonly [formula: string, inserted: string, text: string, where: 'argument' | 'end'][] = [
    ['', 'UPPER()', 'UPPER()', 'argument'],
    ['UPPER()', 'Industry', 'UPPER(Industry)', 'argument'],
    ['UPPER( ) & "x"', 'Owner.Name', 'UPPER(Owner.Name) & "x"', 'argument'],
    ['TODAY()', 'Industry', 'TODAY() Industry', 'end'],
    ['NumberOfEmployees * 2 & ', 'Name', 'NumberOfEmployees * 2 & Name', 'argument'],
    ['NOT ', 'IsWon', 'NOT IsWon', 'argument'],
    ['IF(IsWon, ', 'Name', 'IF(IsWon, Name', 'argument'],
    ['1/0', 'DATE()', '1/0 DATE()', 'end'],
  ];
  for (const [formula, inserted, text, where] of cases) {
    it(`makes ${text} of "${formula}"`, () => {
      expect(insertText(formula, inserted)).to.deep.equal({ text, where });
    });
  }
});
