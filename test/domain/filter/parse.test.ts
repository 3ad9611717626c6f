import { expect } from 'chai';
import * as fc from 'fast-check';
import { UserError } from '../../../src/domain/errors.ts';
import { parseFilter } from '../../../src/domain/filter/parse.ts';
import { printFilter } from '../../../src/domain/filter/print.ts';
import { aFilter } from '../../support/filters.ts';
import { userErrorOf } from '../../support/thrown.ts';

describe('parsing a filter', () => {
  describe('accepts', () => {
    // The right side is the same filter as the project prints it, with every grouping in parentheses.
    const cases: readonly [written: string, printed: string][] = [
      ["Name = 'Acme'", "Name = 'Acme'"],
      ['Name = "Acme"', "Name = 'Acme'"],
      ["WHERE Name = 'Acme'", "Name = 'Acme'"],
      ["  where\n\tName='Acme'  ", "Name = 'Acme'"],
      ['Name = “Acme”', "Name = 'Acme'"],
      ['Name = ‘Acme’', "Name = 'Acme'"],
      ['Name = „Acme“', "Name = 'Acme'"],
      ['Name = “Acme"', "Name = 'Acme'"],
      ["Name = 'Women’s wear'", "Name = 'Women’s wear'"],
      ["Name = 'O''Brien'", "Name = 'O\\'Brien'"],
      ["Name = 'O\\'Brien'", "Name = 'O\\'Brien'"],
      ['Name = "a ""b"" c"', 'Name = \'a "b" c\''],
      ['Name = "a \\"b\\" c"', 'Name = \'a "b" c\''],
      ["Name = 'a\\\\b\\nc\\u00e9'", "Name = 'a\\\\b\\ncé'"],
      ["Name = 'two\nlines'", "Name = 'two\\nlines'"],
      ["Name = '50\\%'", "Name = '50%'"],
      ["Name = ''", "Name = ''"],
      ["Name = ''''", "Name = '\\''"],
      ["Name = 'AND (OR) = <'", "Name = 'AND (OR) = <'"],
      ["Name LIKE 'a\\%b\\_c%_\\\\'", "Name LIKE 'a\\%b\\_c%_\\\\'"],
      ["Name not like 'x%'", "Name NOT LIKE 'x%'"],
      ["NOT Name LIKE 'x%'", "Name NOT LIKE 'x%'"],
      ["Name CONTAINS '50%'", "Name CONTAINS '50%'"],
      ["Name NOT CONTAINS 'a'", "Name NOT CONTAINS 'a'"],
      ["Name starts with 'a'", "Name STARTS WITH 'a'"],
      ["Name ENDS\nWITH 'a'", "Name ENDS WITH 'a'"],
      ["Owner.Manager.Name = 'x'", "Owner.Manager.Name = 'x'"],
      ["_ownerid_value = 'x'", "_ownerid_value = 'x'"],
      ["Größe__c = 'x'", "Größe__c = 'x'"],
      ["Contains = 'x' AND Like = 'y'", "Contains = 'x' AND Like = 'y'"],
      ['a=1', 'a = 1'],
      ['a<>1', 'a != 1'],
      ['a≠1 AND b≤2 AND c≥3', 'a != 1 AND b <= 2 AND c >= 3'],
      ['a<-1.50', 'a < -1.50'],
      ['a >= +.5', 'a >= .5'],
      ['a > 12345678901234567890.123456789', 'a > 12345678901234567890.123456789'],
      ['a = 1e3', 'a = 1e3'],
      ['a = TRUE OR a = False', 'a = true OR a = false'],
      ['a = NULL', 'a = null'],
      ['a is null', 'a = null'],
      ['a IS NOT NULL', 'a != null'],
      ['a = 2026-03-01', 'a = 2026-03-01'],
      ['a = 2024-02-29', 'a = 2024-02-29'],
      ['a > 2026-03-01T09:30:00Z', 'a > 2026-03-01T09:30:00Z'],
      ['a > 2026-03-01t09:30:00.123z', 'a > 2026-03-01T09:30:00.123Z'],
      ['a > 2026-03-01T09:30+01:00', 'a > 2026-03-01T09:30+01:00'],
      ['a > 2026-03-01T09:30:00-0800', 'a > 2026-03-01T09:30:00-0800'],
      ['a = today', 'a = TODAY'],
      ['a = LAST_90_DAYS', 'a = LAST_90_DAYS'],
      ['a = last_n_days:30', 'a = LAST_N_DAYS:30'],
      ['a = LAST_N_DAYS : 30', 'a = LAST_N_DAYS:30'],
      ['a = LAST_N_DAYS:0', 'a = LAST_N_DAYS:0'],
      ['a > N_QUARTERS_AGO:2', 'a > N_QUARTERS_AGO:2'],
      ["a IN ('x')", "a IN ('x')"],
      ["a in('x','y')", "a IN ('x', 'y')"],
      ['a NOT IN (1, 2)', 'a NOT IN (1, 2)'],
      ['a IN (null, TODAY, LAST_N_DAYS:3)', 'a IN (null, TODAY, LAST_N_DAYS:3)'],
      ['a IN ()', 'a IN ()'],
      ["a includes ('x;y', 'z')", "a INCLUDES ('x;y', 'z')"],
      ["a EXCLUDES ('x')", "a EXCLUDES ('x')"],
      ["a NOT INCLUDES ('x')", "a NOT INCLUDES ('x')"],
      ['a = 1 AND b = 2 AND c = 3', 'a = 1 AND b = 2 AND c = 3'],
      ['a = 1 OR b = 2 AND c = 3', 'a = 1 OR (b = 2 AND c = 3)'],
      ['a = 1 AND b = 2 OR c = 3', '(a = 1 AND b = 2) OR c = 3'],
      ['(a = 1 OR b = 2) AND c = 3', '(a = 1 OR b = 2) AND c = 3'],
      ['((a = 1))', 'a = 1'],
      ['NOT a = 1 AND b = 2', 'NOT a = 1 AND b = 2'],
      ['NOT (a = 1 AND b = 2)', 'NOT (a = 1 AND b = 2)'],
      ['not not a = 1', 'NOT NOT a = 1'],
      ['NOT(a IN (1))', 'NOT a IN (1)'],
      ['a\u00a0=\u00a01\u200b', 'a = 1'],
    ];
    for (const [written, printed] of cases) {
      it(JSON.stringify(written), () => {
        expect(printFilter(aFilter(written))).to.equal(printed);
      });
    }
  });

  for (const text of ['', '   ', '\n', 'WHERE', ' where ']) {
    it(`finds no condition in ${JSON.stringify(text)}`, () => {
      expect(parseFilter(text)).to.equal(null);
    });
  }

  describe('refuses', () => {
    const cases: readonly [written: string, position: number, message: RegExp][] = [
      ["Name = 'Acme", 7, /is not closed/],
      ['Name = “Acme', 7, /is not closed/],
      ["Name = 'Acme\\", 7, /is not closed/],
      ["Name = 'a\\d'", 9, /"\\d" is not an escape.*write \\\\/],
      ['Name', 4, /expected one of =, .* after Name, but found the end of the filter/],
      ['Name =', 6, /expected a value, but found the end/],
      ['Name = Acme', 7, /Put text in quotes: 'Acme'/],
      ['IsWon = yes', 8, /quotes: 'yes'\. Of a yes\/no field it is true, without quotes/],
      ['IsWon = No', 8, /Of a yes\/no field it is false/],
      ["Name == 'a'", 5, /For "equal" write =/],
      ["Name LKIE 'a'", 5, /Did you mean LIKE\?/],
      ["Billing City = 'a'", 8, /If "Billing City" is the label of a field, write its API name/],
      ["Name 'a'", 5, /but found the text 'a'/],
      ["Name = 'a' Type = 'b'", 11, /expected AND, OR or the end of the filter, but found "Type"/],
      ["Name = 'a' && Type = 'b'", 11, /Write AND/],
      ["Name = 'a' || Type = 'b'", 11, /Write OR/],
      ["!(Name = 'a')", 0, /Write NOT/],
      ["Name = 'a' ORDER BY Name", 11, /leave the order out/],
      ["Name = 'a' LIMIT 5", 11, /leave the limit out/],
      ['SELECT Id FROM Account', 0, /conditions only/],
      ['AND a = 1', 0, /expected the name of a field, but found "AND"/],
      ['a = 1 AND', 9, /expected the name of a field, but found the end/],
      ['NOT', 3, /expected the name of a field/],
      ['1 = a', 0, /expected the name of a field, but found "1"/],
      ["'a' = 1", 0, /expected the name of a field, but found the text 'a'/],
      ['()', 1, /expected the name of a field/],
      ['(a = 1', 6, /the "\)" for the "\(" at character 1/],
      ['a = 1)', 5, /but found "\)"/],
      ['a..b = 1', 0, /not the name of a field/],
      ['a. = 1', 0, /not the name of a field/],
      ['a.1 = 1', 0, /not the name of a field/],
      ['CALENDAR_YEAR(a) = 2020', 13, /functions such as CALENDAR_YEAR\(…\)/],
      ['a BETWEEN 1 AND 2', 2, /Write two conditions/],
      ['a LIKE 5', 7, /expected text in quotes after LIKE/],
      ['a CONTAINS TODAY', 11, /expected text in quotes after CONTAINS/],
      ["a STARTS 'x'", 9, /expected WITH/],
      ['a NOT = 5', 6, /after NOT/],
      ['a NOT 5', 6, /after NOT/],
      ['a IS 5', 5, /expected NULL or NOT NULL/],
      ['a IS NOT 5', 9, /expected NULL/],
      ['a IN 1', 5, /expected "\(" and a list of values after IN/],
      ['a IN (1', 7, /expected "," or "\)"/],
      ['a IN (1 2)', 8, /expected "," or "\)"/],
      ['a IN (1,)', 8, /expected a value/],
      ['a IN (SELECT Id FROM X)', 6, /queries inside a filter/],
      ['a INCLUDES (1)', 12, /expected text in quotes after INCLUDES/],
      ['a = :name', 4, /write the value itself/],
      ['a > USD5000', 4, /without a currency: 5000 instead of USD5000/],
      ['a > eur5.5', 4, /without a currency/],
      ['a = 1,000', 5, /but found ","\. Numbers are written without separators/],
      ['a = 1e100', 4, /beyond what a CRM can store: at most 1e99/],
      ['a = 1e-100', 4, /beyond what a CRM can store/],
      ['a = 1e999999999', 4, /beyond what a CRM can store/],
      ['a = 5k', 4, /neither a number nor a date/],
      ['a = 1.2.3', 4, /neither a number nor a date/],
      ['a = 2026-3-1', 4, /neither a number nor a date/],
      ['a = 2026-02-30', 4, /no such date as 2026-02-30/],
      ['a = 2025-02-29', 4, /no such date/],
      ['a = 2026-03-01T25:00:00Z', 4, /no such date/],
      ['a = 2026-03-01T24:00:00Z', 4, /no such date/],
      ['a = 2026-03-01T10:00:00', 4, /needs its zone/],
      ['a = 1600-01-01', 4, /years 1700 to 4000/],
      ['a = 9999-12-31', 4, /years 1700 to 4000/],
      ['a = LAST_N_DAYS', 15, /a colon and a number, as in LAST_N_DAYS:30/],
      ['a = LAST_N_DAYS:x', 16, /needs a whole number/],
      ['a = LAST_N_DAYS:-1', 16, /needs a whole number/],
      ['a = LAST_N_WEEKS:0', 17, /must lie between 1 and 9999/],
      ['a = LAST_N_YEARS:250', 17, /must lie between 1 and 249/],
      ['a = LAST_30_DAYS', 4, /no period LAST_30_DAYS\. Write LAST_N_DAYS:30\.$/],
      ['a = next_2_quarter', 4, /Write NEXT_N_QUARTERS:2\.$/],
      ['a = LAST_9O_DAYS', 4, /Did you mean .*LAST_90_DAYS/],
      ['a = TODAYY', 4, /Did you mean TODAY\?/],
      ['a = THIS_FISCAL_YEAR', 4, /fiscal periods/],
      ['a = #', 4, /expected a value, but found "#"/],
      ['a = \ud800', 4, /expected a value/],
    ];
    for (const [written, position, message] of cases) {
      it(JSON.stringify(written), () => {
        const error = userErrorOf(() => parseFilter(written));
        expect(error.message).to.match(message);
        expect(error.position).to.equal(position);
        expect(error.message).to.contain(`At character ${position + 1} of the filter`);
      });
    }
  });

  describe('is bounded', () => {
    it('in the length of the filter', () => {
      const error = userErrorOf(() => parseFilter(`${' '.repeat(100_000)}a`));
      expect(error.code).to.equal('filter_too_long');
    });

    it('in depth: fifty levels are read, a hundred thousand refused', () => {
      expect(parseFilter(`${'('.repeat(50)}a = 1${')'.repeat(50)}`)).not.to.equal(null);
      for (const text of [
        '('.repeat(51) + 'a = 1' + ')'.repeat(51),
        '('.repeat(100_000),
        'NOT '.repeat(25_000),
      ]) {
        expect(userErrorOf(() => parseFilter(text)).message).to.match(/inside each other at most 50 times/);
      }
    });

    it('in the number of conditions', () => {
      expect(parseFilter(conditions(9_999))).not.to.equal(null);
      expect(userErrorOf(() => parseFilter(conditions(10_001))).message).to.match(
        /more than 10000 conditions/,
      );
    });

    it('in the values of a list', () => {
      expect(parseFilter(list(4_000))).not.to.equal(null);
      expect(userErrorOf(() => parseFilter(list(4_001))).message).to.match(/at most 4000 values/);
    });

    it('in the length of a text and of a number', () => {
      expect(parseFilter(`a = '${'x'.repeat(4_000)}'`)).not.to.equal(null);
      expect(userErrorOf(() => parseFilter(`a = '${'x'.repeat(4_001)}'`)).message).to.match(
        /4001 characters/,
      );
      expect(userErrorOf(() => parseFilter(`a = ${'9'.repeat(101)}`)).message).to.match(/101 digits/);
    });

    it('in the length of its messages', () => {
      for (const text of ['x'.repeat(90_000), `a = ${'x'.repeat(90_000)}`, `a = '${'x'.repeat(90_000)}`]) {
        expect(userErrorOf(() => parseFilter(text)).message.length).to.be.below(400);
      }
    });
  });

  it('throws nothing but a UserError, whatever the text', () => {
    const pieces = fc.constantFrom(...awkwardPieces);
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (text) => {
        try {
          parseFilter(text);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.position).to.be.within(0, text.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('says where fields and values stand', () => {
    const filter = aFilter("WHERE Name = 'x'");
    expect(filter).to.deep.include({ field: { path: 'Name', span: { start: 6, end: 10 } } });
    expect(filter).to.deep.include({ value: { kind: 'text', text: 'x', span: { start: 13, end: 16 } } });
  });
});

function conditions(count: number): string {
  return Array.from({ length: count }, () => 'a=1').join(' OR ');
}

function list(count: number): string {
  return `a IN (${Array.from({ length: count }, () => '1').join(',')})`;
}

const awkwardPieces =
  `a|Owner.Name| |=|!=|<|(|)|,|'|"|\\|“|’|AND|OR|NOT|IN|LIKE|STARTS|WITH|IS|null|1|-|.|:|2026-03-01|LAST_N_DAYS|%|\0|💥`.split(
    '|',
  );
