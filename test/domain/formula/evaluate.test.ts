import { expect } from 'chai';
import { RecordError, UserError } from '../../../src/domain/errors.ts';
import { formulaFunctions } from '../../../src/domain/formula/functions/index.ts';
import { parseFormula } from '../../../src/domain/formula/parse.ts';
import { evaluateFormula } from '../../../src/domain/formula/compile.ts';
import type { FormulaType, FormulaValue } from '../../../src/domain/formula/values.ts';
import { compiled, formulaNow, plain, resultOf } from '../../support/formula.ts';

type Case = readonly [string, ReturnType<typeof plain>];

function expectAll(cases: readonly Case[], fields: Parameters<typeof resultOf>[1] = {}): void {
  for (const [text, result] of cases) expect(resultOf(text, fields), text).to.deep.equal(result);
}

describe('a formula', () => {
  it('computes with numbers', () => {
    expectAll([
      ['1 + 2 * 3', 7],
      ['10 / 4', 2.5],
      ['-2 ^ 2', 4],
      ['2 ^ 10', 1024],
      ['7 % 3', 1],
      ['-7 % 3', 2],
      ['200 * 15%', 30],
      ['-(3)', -3],
    ]);
  });

  it('compares numbers to 15 digits and shows them so', () => {
    expectAll([
      ['0.1 + 0.2', 0.3],
      ['7 * 1.1', 7.7],
      ['0.1 + 0.2 = 0.3', true],
      ['1.1 * 1.1 > 1.21', false],
      ['"" & (0.1 + 0.2)', '0.3'],
      ['"" & 9007199254740991', '9007199254740991'],
      ['"" & 1e21', '1000000000000000000000'],
      ['"" & 0.0000001', '0.0000001'],
      ['"" & -0.00000012', '-0.00000012'],
      ['9007199254740991 = 9007199254740990', false],
    ]);
  });

  it('puts texts together with & and +, numbers, booleans and dates included', () => {
    expectAll([
      ['"a" & 1 & TRUE & DATE(2026, 3, 1)', 'a1true2026-03-01'],
      ['"a" + "b"', 'ab'],
      ['"a" + 1', 'a1'],
      ['1 + 2 & "x"', '3x'],
    ]);
  });

  it('compares texts without letter case', () => {
    expectAll([
      ['"Acme" = "ACME"', true],
      ['"Acme" <> "ACME"', false],
      ['"b" > "A"', true],
      ['"Ä" = "ä"', true],
    ]);
  });

  it('treats every missing value alike', () => {
    const fields = { Gone: ['text', null], Empty: ['text', ''], None: ['list', []] } as const;
    expectAll(
      [
        ['Gone', null],
        ['Empty', null],
        ['Gone = Empty', true],
        ['Gone = ""', true],
        ['Gone = NULL', true],
        ['None = NULL', true],
        ['Gone = "x"', false],
        ['Gone <> "x"', true],
        ['Gone < "x"', false],
        ['Gone >= "x"', false],
        ['Gone & "x"', 'x'],
        ['NULL & NULL', ''],
        ['NULL + 1', null],
        ['1 - NULL', null],
        ['NULL * 2', null],
        ['-NULL', null],
        ['NULL / 0', null],
        ['UPPER(Gone)', null],
        ['ROUND(1.5, NULL)', null],
        ['IF(NULL, "yes", "no")', 'no'],
        ['NOT(NULL)', true],
        ['NULL && TRUE', false],
        ['NULL || TRUE', true],
        ['AND(TRUE, NULL)', false],
        ['SUM(NULL)', null],
        ['CONCAT(NULL, "a", NULL)', 'a'],
        ['COUNT(None)', 0],
        ['LEN(Gone)', 0],
        ['CONTAINS(Gone, "a")', false],
        ['COALESCE(Gone, Empty, None, "z")', 'z'],
        ['IN(Gone, "a", "")', true],
        ['ISBLANK("  ")', true],
        ['IF(FALSE, 1)', null],
        ['DIVIDE(1, 0)', null],
      ],
      fields,
    );
  });

  it('computes with days', () => {
    const fields = {
      Close: ['date', '2026-03-01'],
      Stamp: ['datetime', '2026-03-01T23:30:00.000Z'],
    } as const;
    expectAll(
      [
        ['Close + 14', '2026-03-15'],
        ['Close - 1', '2026-02-28'],
        ['Close - "2026-02-01"', 28],
        ['TODAY() - Close', 262],
        ['Close < TODAY()', true],
        ['Close = "2026-03-01"', true],
        ['"2026-03-02" > Close', true],
        ['Stamp = Close', true],
        ['Stamp + 0.5', '2026-03-02T11:30:00.000Z'],
        ['NOW() - Stamp > 261', true],
        ['MAX(Close, NULL, TODAY())', '2026-11-18'],
        ['ENDOFMONTH(Close, 1)', '2026-04-30'],
        ['ADDMONTHS("2024-01-31", 1)', '2024-02-29'],
        ['ADDYEARS("2026-05-05", -30)', '1996-05-05'],
        ['ADDWORKDAYS("2026-11-18", 10)', '2026-12-02'],
        ['ADDWORKDAYS("2026-11-21", 1)', '2026-11-23'],
        ['ADDWORKDAYS("2026-11-23", -1)', '2026-11-20'],
        ['MONTHSBETWEEN("2026-03-31", "2026-02-28")', -1],
        ['YEARSBETWEEN("2024-02-29", "2025-02-28")', 1],
        ['BETWEEN(Close, "2026-03-01", "2026-03-31")', true],
        ['WEEKDAY("2026-11-22")', 1],
        ['TEXT(Close, "dd.mm.yyyy")', '01.03.2026'],
        ['FORMATDATE(Stamp, "yyyy-MM-dd\'T\'HH:mm:ss.SSS")', '2026-03-01T23:30:00.000'],
        ['FORMATDATE(Stamp, "h:mm a, EEEE")', '11:30 PM, Sunday'],
        ['FORMATDATE(Close, "\'Q\'Q yy")', 'Q1 26'],
        ['DATEVALUE("Mar 5, 2026", "MMM d, yyyy")', '2026-03-05'],
        ['DATEVALUE("5.3.26", "d.M.yy")', '2026-03-05'],
      ],
      fields,
    );
  });

  it("tells a moment's day and hour in the given zone", () => {
    const fields = { Stamp: ['datetime', '2026-03-01T23:30:00.000Z'] } as const;
    expect(resultOf('DAY(Stamp)', fields, 'Europe/Berlin')).to.equal(2);
    expect(resultOf('HOUR(Stamp)', fields, 'Asia/Kathmandu')).to.equal(5);
    expect(resultOf('MINUTE(Stamp)', fields, 'Asia/Kathmandu')).to.equal(15);
    expect(resultOf('DATEVALUE(Stamp)', fields, 'America/New_York')).to.equal('2026-03-01');
    expect(resultOf('TODAY()', {}, 'Pacific/Kiritimati')).to.equal('2026-11-19');
    expect(resultOf('DATETIMEVALUE("2026-07-01 09:00")', {}, 'Europe/Berlin')).to.equal(
      '2026-07-01T07:00:00.000Z',
    );
  });

  it('keeps the time on the clock when days are added over a change of the clock', () => {
    const fields = { Stamp: ['datetime', '2026-03-28T08:00:00.000Z'] } as const;
    expect(resultOf('ADDDAYS(Stamp, 1)', fields, 'Europe/Berlin')).to.equal('2026-03-29T07:00:00.000Z');
    // 02:30 does not exist on 29 March: an hour later.
    expect(resultOf('DATETIMEVALUE("2026-03-29 02:30")', {}, 'Europe/Berlin')).to.equal(
      '2026-03-29T01:30:00.000Z',
    );
    // 02:30 comes twice on 25 October: the first.
    expect(resultOf('DATETIMEVALUE("2026-10-25 02:30")', {}, 'Europe/Berlin')).to.equal(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('reads cells as their types', () => {
    const types: Record<string, FormulaType> = {
      t: 'text',
      n: 'number',
      b: 'boolean',
      d: 'date',
      s: 'datetime',
      l: 'list',
    };
    const row = ['007', '1.50', 'true', '2026-03-01', '2026-03-01T09:30:00.000+0100', 'a; b;;c'];
    const read = (text: string): FormulaValue => compiled(text, types)(row);
    expect(read('t')).to.equal('007');
    expect(read('n * 2')).to.equal(3);
    expect(read('IF(b, 1, 2)')).to.equal(1);
    expect(read('d')).to.deep.equal({ kind: 'date', days: 20_513 });
    expect(plain(read('s'))).to.equal('2026-03-01T08:30:00.000Z');
    expect(read('l')).to.deep.equal(['a', 'b', 'c']);
    for (const name of Object.keys(types)) {
      expect(compiled(name, types)([null, null, null, null, null, null])).to.equal(null);
    }
  });

  it('takes values of their own types as well as cells', () => {
    expect(resultOf('n + 1', { n: ['number', 2] })).to.equal(3);
    expect(resultOf('COUNT(l)', { l: ['list', ['a', 'b']] })).to.equal(2);
    expect(resultOf('d', { d: ['datetime', { kind: 'date', days: 0 }] })).to.equal(
      '1970-01-01T00:00:00.000Z',
    );
    expect(resultOf('t', { t: ['text', 12] })).to.equal('12');
  });

  it('evaluates only the values that it needs', () => {
    expectAll([
      ['IF(TRUE, 1, 1 / 0)', 1],
      ['IFS(FALSE, 1 / 0, TRUE, 2, 1 / 0)', 2],
      ['SWITCH(1, 1, "a", 1 / 0, "b")', 'a'],
      ['COALESCE(1, 1 / 0)', 1],
      ['OR(TRUE, VALUE("x") > 1)', true],
      ['FALSE && 1 / 0 = 1', false],
      ['IFERROR(1 / 0, "none")', 'none'],
      ['IFERROR(VALUE("x"))', null],
    ]);
  });

  it('cuts texts by characters, not by halves of them', () => {
    expectAll([
      ['LEN("a💥b")', 3],
      ['LEFT("💥💥x", 2)', '💥💥'],
      ['RIGHT("x💥", 1)', '💥'],
      ['RIGHT("abc", 0)', ''],
      ['MID("a💥b", 2, 1)', '💥'],
      ['FIND("b", "💥b")', 2],
      ['REVERSETEXT("a💥")', '💥a'],
    ]);
  });

  it('finds the n-th occurrence from either end', () => {
    expectAll([
      ['BEFORE("a-b-c", "-", 2)', 'a-b'],
      ['BEFORE("a-b-c", "-", -1)', 'a-b'],
      ['AFTER("a-b-c", "-", -1)', 'c'],
      ['AFTER("a-b-c", "-", 3)', null],
      ['AFTER("-", "-", -2)', null],
      ['BEFORE("abc", "-")', 'abc'],
      ['SUBSTITUTE("a-b-c", "-", "+", 2)', 'a-b+c'],
      ['SPLITPART("a,b", ",", 3)', null],
      ['WORD("one two", -2)', 'one'],
    ]);
  });

  it('reads numbers as people write them', () => {
    expectAll([
      ['VALUE("1,234.50")', 1234.5],
      ['VALUE("1\'234\'567")', 1234567],
      ['VALUE("€ 12")', 12],
      ['VALUE("12 CHF")', 12],
      ['VALUE("(5.5)")', -5.5],
      ['VALUE("7.5%")', 0.075],
      ['VALUE("-$3")', -3],
      ['VALUE(NULL)', null],
    ]);
  });

  it('writes numbers by format', () => {
    expectAll([
      ['TEXT(0.5, "0%")', '50%'],
      ['TEXT(1234567.891, "$#,##0.00")', '$1,234,567.89'],
      ['TEXT(-0.5, "0")', '-1'],
      ['TEXT(7, "000")', '007'],
      ['TEXT(1.5, "0.###")', '1.5'],
      ['TEXT(3, "0 \\"days\\"")'.replaceAll('\\"', '""'), '3 days'],
    ]);
  });

  it('takes domains from addresses of both kinds', () => {
    expectAll([
      ['DOMAIN("Ada@Mail.Example.com")', 'mail.example.com'],
      ['DOMAIN("www.example.com/path?q=a@b")', 'example.com'],
      ['DOMAIN("http://user@example.com:8080")', 'example.com'],
      ['DOMAIN("nothing")', null],
      ['ISEMAIL("a@b")', false],
      ['ISEMAIL("a b@example.com")', false],
    ]);
  });

  describe('gives a row up, naming function and problem and never the value:', () => {
    const secret = 'secret-value';
    const cases: readonly (readonly [string, RegExp])[] = [
      ['1 / 0', /division by zero/],
      ['MOD(1, 0)', /MOD: division by zero/],
      ['VALUE(t)', /VALUE: the text is not a number/],
      ['SQRT(-1)', /SQRT: /],
      ['10 ^ 400', /\^: the result is no number/],
      ['(-8) ^ 0.5', /no number/],
      ['DATE(2026, 2, 30)', /DATE: there is no such day/],
      ['DATEVALUE(t)', /DATEVALUE: the text is no date/],
      ['DATEVALUE(t, "dd/MM/yyyy")', /no date of this format/],
      ['ADDYEARS("2026-01-01", 9000)', /ADDYEARS: the result is outside/],
      ['ADDDAYS("2026-01-01", 1e300)', /ADDDAYS: the result is outside/],
      ['FORMATDATE(TODAY(), "xyz")', /FORMATDATE: the format/],
      ['TEXT(1, t)', /TEXT: the format/],
      ['REPEAT(t, 1e9)', /REPEAT: the text would have more/],
      ['PADLEFT(t, 1e9)', /PADLEFT: the text would/],
      ['LEFT(t, -1)', /LEFT: the count/],
      ['SPLITPART(t, "", 1)', /SPLITPART: the separator/],
      ['CHAR(55296)', /CHAR: /],
      ['n + 1', /The field n: its value is no number/],
      ['b', /The field b: its value is no boolean/],
      ['d', /The field d: needs a date/],
      ['a * 2', /\*: needs a number/],
      ['IF(a, 1, 2)', /IF: needs a true or false/],
    ];
    const types: Record<string, FormulaType> = { t: 'text', n: 'number', b: 'boolean', d: 'date', a: 'any' };
    for (const [text, message] of cases) {
      it(text, () => {
        const run = compiled(text, types);
        const evaluate = (): FormulaValue => run([secret, secret, secret, secret, secret]);
        expect(evaluate)
          .to.throw(RecordError, message)
          .that.satisfies((error: RecordError) => {
            return !error.message.includes(secret) && error.code === 'formula_failed';
          });
      });
    }
  });

  it('never grows a text without bound, however it is nested', () => {
    let text = 'REPEAT("a", 1000)';
    for (let depth = 0; depth < 20; depth += 1) text = `SUBSTITUTE(${text}, "a", "aaaaaaaaaa")`;
    expect(() => resultOf(text)).to.throw(RecordError, 'SUBSTITUTE: the text would have more');
    expect(() => resultOf('COUNT(SPLIT(REPEAT("a;", 50000)))')).to.throw(
      RecordError,
      /more than 10000 items/,
    );
  });

  it('reads long texts of any kind in one pass', () => {
    for (const text of ['1', ' ', '1 ', 'a@', '.', '"', '0#', 'a:', "'", '-', '(', 'Aa']) {
      const long = { t: ['text', `${text.repeat(90_000)}x!`] } as const;
      expect(resultOf('ISNUMBER(t)', long)).to.equal(false);
      for (const formula of [
        'VALUE(t)',
        'TEXT(1, t)',
        'FORMATDATE(TODAY(), t)',
        'DATEVALUE(t)',
        'DATEVALUE(t, "d.M.yyyy")',
        'DATEVALUE("2026-03-01", t)',
      ]) {
        expect(() => resultOf(formula, long), formula).to.throw(RecordError);
      }
      for (const { name, parameters } of formulaFunctions) {
        const isOfText = parameters.length > 0 && parameters.every(({ type }) => type === 'text');
        const values = parameters.map((_, index) => (index === 0 ? 't' : '"-"'));
        if (isOfText) resultOf(`IFERROR(${name}(${values.join(', ')}))`, long);
      }
    }
  });

  it('refuses an unknown time zone', () => {
    const formula = parseFormula('TODAY()');
    const environment = { valueOf: () => null, fieldType: () => 'any' as const, now: formulaNow };
    expect(() => evaluateFormula(formula, { ...environment, timezone: 'Mars/Olympus' })).to.throw(
      UserError,
      '"Mars/Olympus" is not a time zone',
    );
  });
});
