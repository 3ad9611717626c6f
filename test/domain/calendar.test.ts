import { expect } from 'chai';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addMonths,
  civilOf,
  dateText,
  datetimeText,
  daysOf,
  firstDay,
  isoWeekday,
  lastDay,
  readIsoDate,
  readIsoDatetime,
} from '../../src/domain/calendar.ts';

const day = fc.integer({ min: firstDay, max: lastDay });
const luxonDay = (days: number): DateTime => DateTime.fromMillis(days * 86_400_000, { zone: 'UTC' });

describe('the calendar', () => {
  it('counts days as other calendars do, in every year that ISO writes', () => {
    fc.assert(
      fc.property(day, (days) => {
        const { year, month, day } = civilOf(days);
        const other = luxonDay(days);
        expect([year, month, day]).to.deep.equal([other.year, other.month, other.day]);
        expect(daysOf(year, month, day)).to.equal(days);
        expect(dateText(days)).to.equal(other.toISODate());
        expect(readIsoDate(dateText(days))).to.equal(days);
        expect(isoWeekday(days)).to.equal(other.weekday);
      }),
      { numRuns: 1_000 },
    );
  });

  it('adds months, and takes the last day of one that is too short', () => {
    expect(dateText(addMonths(readIsoDate('2024-01-31') ?? 0, 1))).to.equal('2024-02-29');
    fc.assert(
      fc.property(day, fc.integer({ min: -60, max: 60 }), (days, months) => {
        const expected = luxonDay(days).plus({ months });
        fc.pre(expected.year >= 1 && expected.year <= 9_999);
        expect(dateText(addMonths(days, months))).to.equal(expected.toISODate());
      }),
      { numRuns: 500 },
    );
  });

  it('reads the moments that it writes', () => {
    const ms = fc.integer({ min: firstDay * 86_400_000, max: (lastDay + 1) * 86_400_000 - 1 });
    fc.assert(
      fc.property(ms, (ms) => {
        const text = datetimeText(ms);
        expect(text).to.equal(DateTime.fromMillis(ms, { zone: 'UTC' }).toISO());
        expect(readIsoDatetime(text)).to.deep.equal({ clockMs: ms, offsetMs: 0 });
      }),
    );
  });

  const wrongDates = [
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
  ];
  for (const text of wrongDates) {
    it(`has no day ${text}`, () => expect(readIsoDate(text)).to.equal(null));
  }

  const wrongMoments = [
    '2026-03-01T24:00:00Z',
    '2026-03-01T23:60:00Z',
    '2026-03-01T23:59:60Z',
    '2026-02-29T10:00:00Z',
    '2026-03-01T10:00:00+19:00',
    '2026-03-01T10:00:00+01:60',
    '2026-03-01T10:00:00+99:99',
    '2026-03-01T10',
    '2026-03-01',
  ];
  for (const text of wrongMoments) {
    it(`has no moment ${text}`, () => expect(readIsoDatetime(text)).to.equal(null));
  }
});
