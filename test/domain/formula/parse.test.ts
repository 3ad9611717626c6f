import { expect } from 'chai';
import { parseFormula } from '../../../src/domain/formula/parse.ts';
import { fieldPaths } from '../../../src/domain/formula/syntax.ts';
import type { Formula } from '../../../src/domain/formula/syntax.ts';
import { userErrorOf } from '../../support/formula.ts';

/** The tree with its structure made visible: `(a + (b * c))`. */
function shape(formula: Formula): string {
  switch (formula.kind) {
    case 'text':
      return JSON.stringify(formula.value);
    case 'number':
    case 'boolean':
      return String(formula.value);
    case 'null':
      return 'null';
    case 'field':
      return formula.path;
    case 'unary':
      return `(${formula.operator}${shape(formula.operand)})`;
    case 'binary':
      return `(${shape(formula.left)} ${formula.operator} ${shape(formula.right)})`;
    case 'call':
      break;
  }
  return `${formula.name}(${formula.arguments.map(shape).join(', ')})`;
}

const shapeOf = (text: string): string => shape(parseFormula(text));

const codeOf = (text: string): string => userErrorOf(() => parseFormula(text)).code;

describe('parseFormula', () => {
  it('binds operators as a spreadsheet does', () => {
    expect(shapeOf('a + b * c')).to.equal('(a + (b * c))');
    expect(shapeOf('a - b - c')).to.equal('((a - b) - c)');
    expect(shapeOf('a & b + c')).to.equal('(a & (b + c))');
    expect(shapeOf('a & b = c & d')).to.equal('((a & b) = (c & d))');
    expect(shapeOf('a < 1 || b > 2 && c = 3')).to.equal('((a < 1) || ((b > 2) && (c = 3)))');
    expect(shapeOf('-2 ^ 2')).to.equal('((-2) ^ 2)');
    expect(shapeOf('2 ^ 3 ^ 2')).to.equal('((2 ^ 3) ^ 2)');
    expect(shapeOf('(a + b) * c')).to.equal('((a + b) * c)');
    expect(shapeOf('!a && b')).to.equal('((!a) && b)');
    expect(shapeOf('a - -b')).to.equal('(a - (-b))');
    expect(shapeOf('--a')).to.equal('(-(-a))');
  });

  it('takes each operator in its other spellings', () => {
    expect(shapeOf('a == b')).to.equal('(a = b)');
    expect(shapeOf('a <> b')).to.equal('(a != b)');
    expect(shapeOf('a ≠ b')).to.equal('(a != b)');
    expect(shapeOf('a ≤ b')).to.equal('(a <= b)');
    expect(shapeOf('=a=b')).to.equal('(a = b)');
  });

  it('reads texts in both quotes, with doubled quotes within and backslashes as they are', () => {
    expect(shapeOf('"6"" pipe"')).to.equal(String.raw`"6\" pipe"`);
    expect(shapeOf("'it''s'")).to.equal('"it\'s"');
    expect(shapeOf(String.raw`"a\n"`)).to.equal(String.raw`"a\\n"`);
    expect(shapeOf('""')).to.equal('""');
    expect(shapeOf('“He” & ‘she’')).to.equal('("He" & "she")');
    expect(shapeOf('"the “best”"')).to.equal('"the “best”"');
  });

  it('reads numbers and percentages, and % between values as the remainder', () => {
    expect(shapeOf('.5 + 1e3 + 12.')).to.equal('((0.5 + 1000) + 12)');
    expect(shapeOf('2.3%')).to.equal('0.023');
    expect(shapeOf('a * 50% - 1')).to.equal('((a * 0.5) - 1)');
    expect(shapeOf('ROUND(10%, 2)')).to.equal('ROUND(0.1, 2)');
    expect(shapeOf('7%3')).to.equal('(7 % 3)');
    expect(shapeOf('7 % a')).to.equal('(7 % a)');
    expect(shapeOf('a % -3')).to.equal('(a % (-3))');
  });

  it('reads the words TRUE, FALSE and NULL in any letter case, also written as functions', () => {
    expect(shapeOf('IF(True, null, FALSE())')).to.equal('IF(true, null, false)');
    expect(shapeOf('{Null}')).to.equal('Null');
  });

  it('takes a path over parents as one field, and any name in braces', () => {
    expect(parseFormula('Owner.Manager.Name')).to.deep.equal({
      kind: 'field',
      path: 'Owner.Manager.Name',
      position: 0,
    });
    expect(shapeOf('{ 2nd Phone } & Straße & _ownerid_value')).to.equal(
      '((2nd Phone & Straße) & _ownerid_value)',
    );
  });

  it('knows functions by any letter case and alias', () => {
    expect(shapeOf('add_days(a, 1)')).to.equal('ADDDAYS(a, 1)');
    expect(shapeOf('Concatenate(a)')).to.equal('CONCAT(a)');
    expect(shapeOf('TODAY ( )')).to.equal('TODAY()');
  });

  it('keeps where each part begins', () => {
    const formula = parseFormula('  UPPER( Name ) & "x"');
    expect(formula.kind === 'binary' && formula.left.position).to.equal(2);
    expect(formula.kind === 'binary' && formula.right.position).to.equal(18);
    const negative = parseFormula('1 + -(2) - -a');
    expect(negative.kind === 'binary' && negative.right.position).to.equal(11);
  });

  it('takes the fields once each, in order', () => {
    expect(fieldPaths(parseFormula('IF(b > 1, a & b, -c)'))).to.deep.equal(['b', 'a', 'c']);
  });

  describe('refuses, with the position,', () => {
    const cases: readonly (readonly [string, string, number, RegExp])[] = [
      ['', 'empty_formula', 0, /UPPER\(Name\)/],
      ['   ', 'empty_formula', 0, /there is none/],
      ['UPPR(Name)', 'unknown_function', 0, /"UPPR".*mean UPPER/],
      ['Owner.Name(1)', 'unknown_function', 0, /no function "Owner.Name"/],
      ['constructor(1)', 'unknown_function', 0, /no function/],
      ['__proto__()', 'unknown_function', 0, /no function/],
      ['toString(a)', 'unknown_function', 0, /no function/],
      ['hasOwnProperty("a")', 'unknown_function', 0, /no function/],
      ['1 + IF(a)', 'wrong_argument_count', 4, /2 to 3 values, not 1.*IF\(condition, then, \[otherwise\]\)/],
      ['UPPER(a, b)', 'wrong_argument_count', 0, /takes 1 value, not 2/],
      ['CONCAT()', 'wrong_argument_count', 0, /at least 1 value, not 0/],
      ['TODAY(1)', 'wrong_argument_count', 0, /takes no values, not 1/],
      ['a b', 'formula_syntax', 2, /expected an operator.*found "b"/],
      ['a "x"', 'formula_syntax', 2, /found a text/],
      ['a AND b', 'formula_syntax', 2, /write AND\(a, b\)/],
      ['NOT a', 'formula_syntax', 0, /write NOT\(a\)/],
      ['a +', 'formula_syntax', 3, /the formula ends/],
      ['a + * b', 'formula_syntax', 4, /found "\*"/],
      ['(a', 'formula_syntax', 2, /expected "\)".*character 1/],
      ['UPPER(a', 'formula_syntax', 7, /of UPPER at character 6/],
      ['a)', 'formula_syntax', 1, /closes nothing/],
      ['()', 'formula_syntax', 1, /found "\)"/],
      ['IF(a,)', 'formula_syntax', 5, /found "\)"/],
      ['IF(,a)', 'formula_syntax', 3, /found ","/],
      ['a, b', 'formula_syntax', 1, /found ","/],
      ['(a, b)', 'formula_syntax', 2, /or "\)".*found ","/],
      ['a; b', 'formula_syntax', 1, /separated by a comma/],
      ['a[0]', 'formula_syntax', 1, /braces/],
      ['UPPER(a).length', 'formula_syntax', 8, /"\."/],
      ['a.0', 'formula_syntax', 1, /expected an operator/],
      ['a ? b : c', 'formula_syntax', 2, /IF\(condition/],
      ['a => b', 'formula_syntax', 3, /found ">"/],
      ['`a`', 'formula_syntax', 0, /quotes/],
      ['"abc', 'formula_syntax', 0, /closing quote/],
      ['{abc', 'formula_syntax', 0, /"}"/],
      ['{}', 'formula_syntax', 0, /field name/],
      ['2nd', 'formula_syntax', 1, /braces/],
      ['1.2.3', 'formula_syntax', 3, /after the number/],
      ['1e999', 'formula_syntax', 0, /too large/],
      ['a ! b', 'formula_syntax', 2, /found "!"/],
      ['a 💥', 'formula_syntax', 2, /"💥"/],
    ];
    for (const [text, code, position, message] of cases) {
      it(JSON.stringify(text), () => {
        const error = userErrorOf(() => parseFormula(text));
        expect(error.message).to.match(message);
        expect(error.message).to.contain(`character ${position + 1}`);
        expect([error.code, error.position]).to.deep.equal([code, position]);
      });
    }
  });

  it('refuses what is too long, too deep or has too many parts', () => {
    expect(codeOf(`"${'x'.repeat(1_999)}"`)).to.equal('formula_too_long');
    expect(codeOf('1+'.repeat(500) + '1')).to.equal('formula_too_long');
    expect(codeOf(`${'('.repeat(41)}1${')'.repeat(41)}`)).to.equal('formula_too_deep');
    expect(codeOf(`${'ABS('.repeat(41)}1${')'.repeat(41)}`)).to.equal('formula_too_deep');
    expect(codeOf('!'.repeat(41) + 'a')).to.equal('formula_too_deep');
  });

  it('takes what is just within the bounds, long chains included', () => {
    expect(() => parseFormula(`"${'x'.repeat(1_998)}"`)).not.to.throw();
    expect(() => parseFormula('1+'.repeat(249) + '1')).not.to.throw();
    expect(() => parseFormula(`${'ABS('.repeat(40)}1${')'.repeat(40)}`)).not.to.throw();
    expect(() => parseFormula('!'.repeat(40) + 'a')).not.to.throw();
  });
});
