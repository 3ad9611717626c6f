import { expect } from 'chai';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { UserError } from '../../../src/domain/errors.ts';
import type { AttributeType } from '../../../src/domain/hub-object.ts';
import { checkFormat, sampleFormats } from '../../../src/domain/mapping/formats.ts';

const dateOf = (format: string | null, text: string, zone = 'UTC'): string | null =>
  sampleFormats('date', format === null ? [] : [format], [text], zone)[0]?.after ?? null;
const numberOf = (format: string | null, text: string): string | null =>
  sampleFormats('number', format === null ? [] : [format], [text])[0]?.after ?? null;

describe('date formats', () => {
  const readable: readonly (readonly [format: string, text: string, iso: string, zone?: string])[] = [
    ['dd/MM/yyyy', '03/01/2026', '2026-01-03'],
    ['dd/MM/yyyy', ' 29/02/2028 ', '2028-02-29'],
    ['d/M/yyyy', '3/1/2026', '2026-01-03'],
    ['d.M.yy', '13.12.26', '2026-12-13'],
    ['d.M.yy', '13.12.70', '1970-12-13'],
    ['yyyyMMdd', '20260301', '2026-03-01'],
    ['yyyy-MM-dd', '2026-03-01', '2026-03-01'],
    ['d MMM yyyy', '1 Mar 2026', '2026-03-01'],
    ['d MMM yyyy', '1 MAR 2026', '2026-03-01'],
    ['MMMM d, yyyy', 'March 1, 2026', '2026-03-01'],
    ['EEE, d MMM yyyy', 'Sun, 1 Mar 2026', '2026-03-01'],
    ['EEEE d MMMM yyyy', 'Sunday 1 March 2026', '2026-03-01'],
    ["d 'of' MMMM yyyy", '1 of March 2026', '2026-03-01'],
    ['MM/dd/yyyy HH:mm', '03/01/2026 09:30', '2026-03-01T09:30:00.000Z'],
    ['MM/dd/yyyy HH:mm', '03/01/2026 09:30', '2026-03-01T08:30:00.000Z', 'Europe/Berlin'],
    ['MM/dd/yyyy HH:mm', '07/01/2026 09:30', '2026-07-01T13:30:00.000Z', 'America/New_York'],
    ['MM/dd/yyyy h:mm a', '03/01/2026 12:05 am', '2026-03-01T00:05:00.000Z'],
    ['MM/dd/yyyy h:mm a', '03/01/2026 12:05 PM', '2026-03-01T12:05:00.000Z'],
    ['MM/dd/yyyy h:mm a', '03/01/2026 9:05\u202fPM', '2026-03-01T21:05:00.000Z'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-03-01T09:30:00.123+02:00', '2026-03-01T07:30:00.123Z'],
    ['yyyy-MM-ddTHH:mm:ssZ', '2026-03-01T09:30:00-0530', '2026-03-01T15:00:00.000Z'],
    ['yyyy-MM-dd HH:mm:ss ZZ', '2026-03-01 00:30:00 +01:00', '2026-02-28T23:30:00.000Z'],
    ['dd.MM.yyyy HH:mm X', '01.03.2026 09:30 Z', '2026-03-01T09:30:00.000Z', 'Asia/Tokyo'],
    ['epoch seconds', '1772357400', '2026-03-01T09:30:00.000Z'],
    ['epoch seconds', '-1.5', '1969-12-31T23:59:58.500Z'],
    ['Epoch milliseconds', '1772357400123', '2026-03-01T09:30:00.123Z'],
    ['ISO 8601', '2026-03-01T10:30+01:00', '2026-03-01T09:30:00.000Z'],
  ];
  for (const [format, text, iso, zone] of readable) {
    it(`reads "${text}" as ${format}${zone === undefined ? '' : ` in ${zone}`}`, () => {
      expect(checkFormat('date', format)).to.equal(null);
      expect(dateOf(format, text, zone)).to.equal(iso);
    });
  }

  const refused: readonly (readonly [format: string, text: string])[] = [
    ['dd/MM/yyyy', '3/1/2026'],
    ['dd/MM/yyyy', '30/02/2026'],
    ['dd/MM/yyyy', '29/02/2026'],
    ['dd/MM/yyyy', '03/13/2026'],
    ['dd/MM/yyyy', '03/01/2026x'],
    ['dd/MM/yyyy', '03/01/26'],
    ['dd/MM/yyyy', '03-01-2026'],
    ['dd/MM/yyyy', 'N/A'],
    ['dd/MM/yyyy', '00/01/2026'],
    ['dd/MM/yyyy', '01/01/0000'],
    ['d MMM yyyy', '1 March 2026'],
    ['EEE, d MMM yyyy', 'Mon, 1 Mar 2026'],
    ['MM/dd/yyyy HH:mm', '03/01/2026 24:00'],
    ['MM/dd/yyyy HH:mm', '03/01/2026 09:60'],
    ['MM/dd/yyyy h:mm a', '03/01/2026 13:00 pm'],
    ['yyyy-MM-dd HH:mm XXX', '2026-03-01 09:30 +25:00'],
    ['yyyy-MM-dd HH:mm XXX', '2026-03-01 09:30'],
    ['epoch seconds', '99999999999999'],
    ['epoch seconds', '2026-03-01'],
  ];
  for (const [format, text] of refused) {
    it(`does not read "${text}" as ${format}`, () => {
      expect(dateOf(format, text)).to.equal(null);
    });
  }

  it('moves a time that the clock skips to the next, and takes the first of one that comes twice', () => {
    expect(dateOf('yyyy-MM-dd HH:mm', '2026-03-29 02:30', 'Europe/Berlin')).to.equal(
      '2026-03-29T01:30:00.000Z',
    );
    expect(dateOf('yyyy-MM-dd HH:mm', '2026-10-25 02:30', 'Europe/Berlin')).to.equal(
      '2026-10-25T00:30:00.000Z',
    );
  });

  it('reads back what luxon writes, in many patterns and zones', () => {
    const patterns = [
      'dd/MM/yyyy HH:mm:ss.SSS',
      'd MMM yyyy H:mm:ss.SSS',
      "yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
      'EEE d MMMM yyyy hh:mm:ss.SSS a ZZZ',
      'yyyyMMddHHmmssSSS',
    ];
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1975-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        fc.constantFrom(...patterns),
        fc.constantFrom('UTC', 'Asia/Kolkata', 'Pacific/Chatham', 'Asia/Tokyo'),
        (date, pattern, zone) => {
          const local = DateTime.fromJSDate(date, { zone }).setLocale('en-US');
          // The hour that the clock repeats has two moments, unless the pattern writes the offset.
          const earlier = local.minus({ hours: 1 });
          if (earlier.offset !== local.offset || local.plus({ hours: 1 }).offset !== local.offset) return;
          expect(dateOf(pattern, local.toFormat(pattern), zone)).to.equal(date.toISOString());
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says all that is wrong with a format at once', () => {
    expect(checkFormat('date', 'DD/MM/YYYY')).to.equal(
      'The date format "DD/MM/YYYY" cannot be read. "DD" means nothing: the day of the month is dd. "YYYY" means nothing: the year is yyyy.',
    );
  });

  const bad: readonly (readonly [string, string])[] = [
    ['', 'empty'],
    ['dd/mm/yyyy', 'Months are MM'],
    ['DD/MM/YYYY', 'the day of the month is dd'],
    ['YYYY-MM-dd', 'the year is yyyy'],
    ['dd/MM', 'names no year'],
    ['MM/yyyy', 'names no day'],
    ['dd/MM/yyyy yyyy', 'names the year twice'],
    ['dd/MM/yyyy mm', 'no hours'],
    ['dd/MM/yyyy hh:mm', 'no AM or PM'],
    ['dd/MM/yyyy HH:mm a', 'hours are h or hh'],
    ['dd/MM/yyyy XXX', 'a zone but no time'],
    ['dMyyyy', 'Put something between'],
    ['dd/MM/yyyy VV', 'offsets from UTC'],
    ['dd MM yyyy at HH:mm', 'go in quotes'],
    ["dd 'of MM yyyy", 'not closed'],
    ['31/12/2026', 'not an example'],
    ['x'.repeat(61), 'longer than 60'],
  ];
  for (const [format, words] of bad) {
    it(`says what is wrong with "${format.slice(0, 30)}": ${words}`, () => {
      expect(checkFormat('date', format)).to.include(words);
    });
  }
});

describe('dates without a format', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['2026-03-01', '2026-03-01'],
    ['2026-03-01T09:30:00.000Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00.000+0000', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01T09:30:00+02:00', '2026-03-01T07:30:00.000Z'],
    ['2026-03-01 09:30', '2026-03-01T08:30:00.000Z'],
    ['2026-02-29', null],
    ['2026-02-29T09:30:00.000Z', null],
    ['2026-13-01', null],
    ['0000-01-01', null],
    ['2026-03-01T24:00:00.000Z', null],
    ['2026-03-01T09:60:00.000Z', null],
    ['2026-03-01T09:30:61.000Z', null],
    ['2026-03-01x09:30:00.000Z', null],
    ['2026-0a-01', null],
    ['01/03/2026', null],
    ['', null],
  ];
  for (const [text, iso] of cases) {
    it(`${iso === null ? 'refuses' : 'takes'} "${text}"`, () => {
      expect(dateOf(null, text, 'Europe/Berlin')).to.equal(iso);
    });
  }

  it('leaves every moment in the hub form as it is', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('0001-01-01'),
          max: new Date('9999-12-31T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        (date) => {
          expect(dateOf(null, date.toISOString())).to.equal(date.toISOString());
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('number formats', () => {
  const readable: readonly (readonly [format: string, text: string, value: string])[] = [
    ['#,##0.00', '1,234.56', '1234.56'],
    ['#,##0.00', '1234.5', '1234.5'],
    ['#,##0.00', '1,234', '1234'],
    ['#,##0.00', '-1,234,567.89', '-1234567.89'],
    ['#,##0.00', '\u22125.00', '-5'],
    ['#.##0,00', '1.234,56', '1234.56'],
    ['#.##0,00', '0,5', '0.5'],
    ['# ##0,00', '1 234 567,89', '1234567.89'],
    ['# ##0,00', '1\u00a0234,5', '1234.5'],
    ['# ##0,00', '1\u202f234,5', '1234.5'],
    ["#'##0.00", "1'234.50", '1234.5'],
    ['#\u2019##0.00', "1'234.50", '1234.5'],
    ['#,##,##0.00', '12,34,567.00', '1234567'],
    ['#,##0', '12,345', '12345'],
    ['0,00', '12,5', '12.5'],
    ['0.0000', '1.2345', '1.2345'],
    ['0', '42', '42'],
    ['$#,##0.00', '$1,234.50', '1234.5'],
    ['$#,##0.00', '-$1,234.50', '-1234.5'],
    ['$#,##0.00', '$-1,234.50', '-1234.5'],
    ['$#,##0.00', '1,234.50', '1234.5'],
    ['#.##0,00 €', '1.234,50\u00a0€', '1234.5'],
    ['€ #.##0,00', '€ 1.234,50', '1234.5'],
    ['CHF #,##0.00', 'CHF 1,234.50', '1234.5'],
    ['(#,##0.00)', '(1,234.50)', '-1234.5'],
    ['#,##0.00;(#,##0.00)', '(1,234.50)', '-1234.5'],
    ['$#,##0.00;($#,##0.00)', '($5.00)', '-5'],
    ['0.0%', '12.5%', '0.125'],
    ['0.0 %', '0.1 %', '0.001'],
    ['#,##0.00', '0.00', '0'],
    ['#,##0.00', '007', '7'],
    ['#,##0.00', '90,071,992,547,409,931.01', '90071992547409931.01'],
  ];
  for (const [format, text, value] of readable) {
    it(`reads "${text}" as ${format}`, () => {
      expect(checkFormat('number', format)).to.equal(null);
      expect(numberOf(format, text)).to.equal(value);
    });
  }

  const refused: readonly (readonly [format: string, text: string])[] = [
    ['#,##0.00', '1.234,56'],
    ['#,##0.00', '1.234'],
    ['#,##0.00', '12,34.00'],
    ['#,##0.00', '1,2345'],
    ['#,##0.00', '$5.00'],
    ['#,##0.00', '(5.00)'],
    ['(#,##0.00)', '(5.00'],
    ['(#,##0.00)', '(-5.00)'],
    ['#,##0.00', '--5'],
    ['#,##0.00', ''],
    ['#,##0.00', '-'],
    ['#,##0.00', '.'],
    ['#,##0', '5.5'],
    ['0.0%', '12.5'],
    ['#,##0.00', 'N/A'],
    ['#,##0.00', '1e5'],
    ['$#,##0.00 EUR', `1${' '.repeat(90)}x`],
    ['#,##0.00', '9'.repeat(101)],
  ];
  for (const [format, text] of refused) {
    it(`does not read "${text.slice(0, 20)}" as ${format}`, () => {
      expect(numberOf(format, text)).to.equal(null);
    });
  }

  for (const format of [
    '',
    'abc',
    '1,234.56',
    '#.###',
    '#,##0.00.0',
    '#,##0*',
    '#,##0 per unit',
    '0'.repeat(41),
  ]) {
    it(`refuses the format "${format.slice(0, 20)}"`, () => {
      expect(checkFormat('currency', format)).to.be.a('string');
    });
  }

  it('reads back amounts as a German and an American write them', () => {
    const cents = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 });
    fc.assert(
      fc.property(cents, (amount) => {
        const value = amount / 100;
        const written = (locale: string): string =>
          value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
        expect(Number(numberOf('#.##0,00', written('de-DE')))).to.equal(value);
        expect(Number(numberOf('#,##0.00', written('en-US')))).to.equal(value);
      }),
      { numRuns: 200 },
    );
  });
});

describe('numbers without a format', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['12', '12'],
    ['12.50', '12.5'],
    ['0012', '12'],
    ['-0', '0'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['-0.5', '-0.5'],
    ['-12', '-12'],
    ['1.', '1'],
    ['0.0', '0'],
    ['00.5', '0.5'],
    ['1.2.3', null],
    ['-', null],
    ['.', null],
    ['123456789012.345', '123456789012.345'],
    ['+5', '5'],
    ['1.0E7', '10000000'],
    ['123456789012345678', '123456789012345678'],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1,234', null],
    ['0x10', null],
    ['Infinity', null],
    ['N/A', null],
    [' ', null],
  ];
  for (const [text, value] of cases) {
    it(`${value === null ? 'refuses' : 'takes'} "${text}"`, () => {
      expect(numberOf(null, text)).to.equal(value);
    });
  }
});

describe('sampleFormats', () => {
  it('tries formats in order and says which values fit none', () => {
    const samples = sampleFormats('date', ['dd/MM/yyyy', 'yyyy-MM-dd'], ['02/03/2026', '2026-03-02', 'soon']);
    expect(samples).to.deep.equal([
      { before: '02/03/2026', after: '2026-03-02', error: null },
      { before: '2026-03-02', after: '2026-03-02', error: null },
      {
        before: 'soon',
        after: null,
        error: 'The value is written in none of the formats dd/MM/yyyy; yyyy-MM-dd.',
      },
    ]);
  });

  it('refuses a zone that does not exist', () => {
    expect(() => sampleFormats('date', [], [], 'Mars/Base')).to.throw(UserError, 'Mars/Base');
  });

  it('knows formats of dates and numbers only', () => {
    for (const type of ['text', 'boolean', 'list', 'foreign key'] satisfies AttributeType[]) {
      expect(checkFormat(type, '0.00')).to.include('only dates and numbers');
    }
  });
});
