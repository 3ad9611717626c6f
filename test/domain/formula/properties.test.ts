import { expect } from 'chai';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { RecordError, UserError } from '../../../src/domain/errors.ts';
import {
  addMonths,
  civilOf,
  dateText,
  datetimeText,
  dayMs,
  daysOf,
  firstDay,
  isoWeekday,
  lastDay,
  readIsoDate,
  readIsoDatetime,
} from '../../../src/domain/calendar.ts';
import { checkFormula } from '../../../src/domain/formula/check.ts';
import { formulaFunctions } from '../../../src/domain/formula/functions/index.ts';
import { parseFormula } from '../../../src/domain/formula/parse.ts';
import { roundTo } from '../../../src/domain/formula/rounding.ts';
import type { FormulaType } from '../../../src/domain/formula/values.ts';
import { openZone } from '../../../src/domain/zone.ts';
import { compiled, resultOf } from '../../support/formula.ts';

/** Words of the language, and some of others, between blanks. */
const words =
  `a n d l Owner.Name constructor __proto__ toString this {x} 1 0 -1 2.5% 1e300 "text" '2026-03-01' "" TRUE NULL ` +
  `"d" "0.00" + - * / % ^ & = <> < >= && || ! , , , ) ) ) ( . [ ] \` $ \\ " ' { } ; ? : => 💥 \0`;
const pieces = [...formulaFunctions.map(({ name }) => `${name}(`), ...words.split(' '), '\n'];
const fieldTypes: Readonly<Record<string, FormulaType>> = { a: 'any', n: 'number', d: 'date', l: 'list' };
const typeOfField = (path: string): FormulaType | null =>
  Object.hasOwn(fieldTypes, path) ? (fieldTypes[path] ?? null) : null;

/** Parsed, checked and evaluated; only expected errors may come of it. */
function tryOut(text: string): string {
  try {
    const formula = parseFormula(text);
    checkFormula(formula, typeOfField);
    compiled(text, fieldTypes)(['x', '12', '2026-03-01', 'a;b']);
    return 'evaluated';
  } catch (error) {
    if (error instanceof UserError) {
      expect(error.position).to.be.within(0, text.length);
      return 'refused';
    }
    expect(error).to.be.instanceOf(RecordError);
    return 'no value';
  }
}

/** Calls that fit the function's own number of values, so that evaluation is reached. */
const calls = fc.constantFrom(...formulaFunctions).chain(({ name, parameters }) =>
  fc
    .array(fc.constantFrom('a', 'n', 'd', 'l', '1', '-3', '1e9', '"x"', '"2026-03-01"', 'NULL', 'TRUE'), {
      minLength: parameters.length,
      maxLength: parameters.length,
    })
    .map((values) => `${name}(${values.join(', ')})`),
);

describe('any text as a formula', () => {
  it('is read or refused with a position, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void tryOut(text)),
      { numRuns: 500 },
    );
  });

  it('made of the parts of the language is evaluated or refused, never anything else', () => {
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(texts, (text) => void tryOut(text)),
      { numRuns: 2_000 },
    );
  });

  it('that calls a function with any values gives a value or a reason', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(calls, (text) => void seen.add(tryOut(text))),
      { numRuns: 3_000 },
    );
    expect(seen).to.deep.equal(new Set(['evaluated', 'refused', 'no value']));
  });

  it('reaches nothing of the machine by names', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'this', 'globalThis', 'process', 'valueOf']) {
      expect(() => checkFormula(parseFormula(name), typeOfField)).to.throw(UserError, 'there is no field');
      expect(() => parseFormula(`${name}("x")`)).to.throw(UserError, 'there is no function');
      expect(resultOf(name, {})).to.equal(null);
    }
  });

  it('survives as a text literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }), (text) => {
        expect(resultOf(`"${text.replaceAll('"', '""')}"`)).to.equal(text);
        expect(resultOf(`'${text.replaceAll("'", "''")}'`)).to.equal(text);
      }),
      { numRuns: 300 },
    );
  });
});

const utc = (days: number): DateTime => DateTime.fromMillis(days * dayMs, { zone: 'utc' });

describe('the calendar', () => {
  const someDay = fc.integer({ min: firstDay, max: lastDay });

  it('is that of luxon for every day of the years 1 to 9999', () => {
    fc.assert(
      fc.property(someDay, (days) => {
        const date = utc(days);
        const civil = civilOf(days);
        expect(civil).to.deep.equal({ year: date.year, month: date.month, day: date.day });
        expect(daysOf(civil.year, civil.month, civil.day)).to.equal(days);
        expect(isoWeekday(days)).to.equal(date.weekday);
        expect(dateText(days)).to.equal(date.toISODate());
        expect(readIsoDate(dateText(days))).to.equal(days);
      }),
      { numRuns: 1_000 },
    );
  });

  it('adds months as luxon does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.integer({ min: -900, max: 900 }),
        (days, months) => {
          expect(dateText(addMonths(days, months))).to.equal(utc(days).plus({ months }).toISODate());
        },
      ),
      { numRuns: 500 },
    );
  });

  it('writes moments that it reads again', () => {
    fc.assert(
      fc.property(fc.integer({ min: firstDay * dayMs, max: (lastDay + 1) * dayMs - 1 }), (ms) => {
        expect(readIsoDatetime(datetimeText(ms))).to.deep.equal({ clockMs: ms, offsetMs: 0 });
        expect(datetimeText(ms)).to.equal(DateTime.fromMillis(ms, { zone: 'utc' }).toISO());
      }),
      { numRuns: 500 },
    );
  });
});

describe('a time zone', () => {
  const zones = [
    'America/New_York',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Cairo',
    'UTC',
  ];
  const moments = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2040, 0, 1) });

  it('shows the clock that luxon shows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (name, ms) => {
        const clock = openZone(name).clockOf(ms);
        const shown = DateTime.fromMillis(ms, { zone: name });
        expect(clock).to.equal(ms + shown.offset * 60_000);
      }),
      { numRuns: 300 },
    );
  });

  it('finds the moment of what a clock shows: the first where there are two', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (name, ms) => {
        const zone = openZone(name);
        const clock = zone.clockOf(ms);
        const found = zone.utcOf(clock);
        expect(zone.clockOf(found)).to.equal(clock);
        expect(found).to.be.at.most(ms);
      }),
      { numRuns: 300 },
    );
  });
});

describe('rounding', () => {
  it('rounds decimals half away from zero, whatever a double makes of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), (thousandths) => {
        const cents = Math.floor(Math.abs(thousandths) / 10) + (Math.abs(thousandths) % 10 >= 5 ? 1 : 0);
        const expected = (thousandths < 0 ? 0 - cents : cents) / 100;
        expect(roundTo(Number(`${thousandths}e-3`), 2)).to.equal(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('rounds to tens and hundreds, too', () => {
    expect(resultOf('ROUND(1250, -2)')).to.equal(1300);
    expect(resultOf('ROUND(-15, -1)')).to.equal(-20);
    expect(resultOf('ROUND(2.675, 2)')).to.equal(2.68);
    expect(resultOf('ROUND(-2.5)')).to.equal(-3);
    expect(resultOf('ROUND(0.5)')).to.equal(1);
    expect(resultOf('ROUNDUP(1.1, 1)')).to.equal(1.1);
    expect(resultOf('ROUND(123456789012345678, 2)')).to.equal(123456789012345680);
    expect(resultOf('FLOOR(0.3, 0.1)')).to.equal(0.3);
  });
});
