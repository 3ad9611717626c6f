import { expect } from 'chai';
import { checkFormula } from '../../../src/domain/formula/check.ts';
import { parseFormula } from '../../../src/domain/formula/parse.ts';
import type { FormulaType } from '../../../src/domain/formula/values.ts';
import { userErrorOf } from '../../support/formula.ts';

const fields: ReadonlyMap<string, FormulaType> = new Map([
  ['Name', 'text'],
  ['Amount', 'number'],
  ['IsActive', 'boolean'],
  ['CloseDate', 'date'],
  ['CreatedDate', 'datetime'],
  ['Languages', 'list'],
  ['Owner.Name', 'text'],
  ['Anything', 'any'],
]);

const typeOf = (text: string): FormulaType =>
  checkFormula(
    parseFormula(text),
    (path) => fields.get(path) ?? null,
    () => ['Name'],
  );

describe('checkFormula', () => {
  it('says which type a formula gives', () => {
    const types: readonly (readonly [string, FormulaType])[] = [
      ['"a"', 'text'],
      ['NULL', 'null'],
      ['Amount * 2', 'number'],
      ['Amount > 2', 'boolean'],
      ['Name & Amount & CloseDate', 'text'],
      ['Name + " " + Owner.Name', 'text'],
      ['CloseDate + 14', 'date'],
      ['CreatedDate - 1', 'datetime'],
      ['TODAY() - CloseDate', 'number'],
      ['IF(IsActive, 1, 2)', 'number'],
      ['IF(IsActive, "a")', 'text'],
      ['IF(IsActive, "a", NULL)', 'text'],
      ['IF(IsActive, "a", 2)', 'any'],
      ['IFS(Amount > 1, "a", Amount > 0, "b", "c")', 'text'],
      ['SWITCH(Name, "a", 1, "b", 2)', 'number'],
      ['SWITCH(Name, "a", 1, "b", 2, "none")', 'any'],
      ['COALESCE(CloseDate, TODAY())', 'date'],
      ['MAX(Amount, 3)', 'number'],
      ['MIN(CloseDate, TODAY())', 'date'],
      ['ADDDAYS(CreatedDate, 1)', 'datetime'],
      ['SPLIT(Name, ",")', 'list'],
      ['LEFT(Amount, 2)', 'text'],
      ['Anything + 1', 'any'],
      ['Anything * 2', 'number'],
    ];
    for (const [text, type] of types) expect(typeOf(text), text).to.equal(type);
  });

  it('takes ISO text for a date, in comparisons and functions', () => {
    expect(typeOf('CloseDate >= "2026-01-01"')).to.equal('boolean');
    expect(typeOf('DAYSBETWEEN("2026-01-01", CreatedDate)')).to.equal('number');
  });

  it('takes null and values of unknown type everywhere', () => {
    expect(typeOf('ROUND(Anything, NULL) + NULL')).to.equal('any');
    expect(typeOf('Name = NULL && Anything')).to.equal('boolean');
  });

  describe('refuses, with the position and a remedy,', () => {
    const cases: readonly (readonly [string, string, number, RegExp])[] = [
      ['UPPER(Nme)', 'unknown_field', 6, /no field "Nme".*mean Name\?/],
      ['1 + constructor', 'unknown_field', 4, /no field "constructor"/],
      ['__proto__', 'unknown_field', 0, /no field/],
      ['DAYS(TODAY, CloseDate)', 'unknown_field', 5, /written TODAY\(\)/],
      ['ROUND(Name)', 'type_mismatch', 6, /number of ROUND must be a number, not a text.*VALUE/],
      ['Name * 2', 'type_mismatch', 0, /VALUE/],
      ['2 - Name', 'type_mismatch', 4, /VALUE/],
      ['-Name', 'type_mismatch', 1, /VALUE/],
      ['!Amount', 'type_mismatch', 1, /Amount > 0/],
      ['IF(Amount, 1, 2)', 'type_mismatch', 3, /condition of IF.*Amount > 0/],
      ['IFS(Amount, 1, TRUE, 2)', 'type_mismatch', 4, /condition of IFS/],
      ['IsActive && Name', 'type_mismatch', 12, /after "&&"/],
      ['Amount = "5"', 'type_mismatch', 9, /a number and a text/],
      ['Name = 5', 'type_mismatch', 7, /in quotes/],
      ['IsActive = "true"', 'type_mismatch', 11, /without quotes/],
      ['IsActive > FALSE', 'type_mismatch', 0, /a boolean cannot be compared by ">"/],
      ['Languages = "de"', 'type_mismatch', 12, /INCLUDES/],
      ['CONTAINS(Languages, "de")', 'type_mismatch', 9, /INCLUDES/],
      ['"x" & Languages', 'type_mismatch', 6, /JOIN/],
      ['COUNT(Name)', 'type_mismatch', 6, /SPLIT/],
      ['YEAR(Name)', 'type_mismatch', 5, /DATEVALUE/],
      ['YEAR("2026-02-30")', 'type_mismatch', 5, /DATEVALUE/],
      ['CloseDate > "yesterday"', 'type_mismatch', 12, /DATEVALUE/],
      ['CloseDate > 5', 'type_mismatch', 12, /must be a date, not a number/],
      ['CloseDate + CloseDate', 'type_mismatch', 12, /must be a number, not a date/],
      ['5 - CloseDate', 'type_mismatch', 0, /must be a date or datetime/],
      ['CloseDate * 2', 'type_mismatch', 0, /YEAR/],
      ['DATEDIF(CloseDate, TODAY(), "mont")', 'wrong_argument', 28, /one of "d".*mean month/],
      ['LEFT(Name, "2")', 'type_mismatch', 11, /count of LEFT/],
    ];
    for (const [text, code, position, message] of cases) {
      it(text, () => {
        const error = userErrorOf(() => typeOf(text));
        expect(error.message).to.match(message);
        expect([error.code, error.position]).to.deep.equal([code, position]);
      });
    }
  });
});
