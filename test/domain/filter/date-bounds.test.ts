import { expect } from 'chai';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { dayMs, dateText, readIsoDate } from '../../../src/domain/calendar.ts';
import { daysOf, momentsOf } from '../../../src/domain/filter/date-bounds.ts';
import {
  countedDateLiterals,
  plainDateLiterals,
  type FilterValue,
} from '../../../src/domain/filter/syntax.ts';
import { openZone } from '../../../src/domain/zone.ts';

const span = { start: 0, end: 0 };
const aDay = (text: string): FilterValue => ({ kind: 'date', text, span });
const lengthInHours = (day: string, zone: string): number => {
  const { fromMs, toMs } = momentsOf(aDay(day), { nowMs: 0, zone: openZone(zone) });
  return (toMs - fromMs) / 3_600_000;
};

/** Clocks that change at midnight, by half an hour, by a whole day, and not at all. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
] as const;
const zone = fc.constantFrom(...zones);
const moment = fc
  .date({ min: new Date('2011-12-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((date) => date.getTime());

describe('what dates of a filter stand for', () => {
  it('on a field of moments, a date is the moments at which a calendar in that zone shows it', () => {
    fc.assert(
      fc.property(zone, moment, fc.integer({ min: -2, max: 2 }), (zone, ms, days) => {
        const shown = DateTime.fromMillis(ms, { zone }).toISODate() ?? '';
        const day = dateText((readIsoDate(shown) ?? 0) + days);
        const { fromMs, toMs } = momentsOf(aDay(day), { nowMs: 0, zone: openZone(zone) });
        expect(ms >= fromMs && ms < toMs).to.equal(days === 0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('days follow each other without a gap, also where the clock is changed', () => {
    for (const zone of zones) {
      const clock = { nowMs: 0, zone: openZone(zone) };
      const first = readIsoDate('2011-12-01') ?? 0;
      for (let day = first; day < first + 5 * 366; day++) {
        const { toMs } = momentsOf(aDay(dateText(day)), clock);
        expect(momentsOf(aDay(dateText(day + 1)), clock).fromMs, `${zone} ${dateText(day)}`).to.equal(toMs);
      }
    }
  });

  it('a day has 23 or 25 hours where the clock goes on or back, and none where a zone left it out', () => {
    expect(lengthInHours('2026-03-29', 'Europe/Berlin')).to.equal(23);
    expect(lengthInHours('2026-10-25', 'Europe/Berlin')).to.equal(25);
    expect(lengthInHours('2026-04-05', 'Australia/Lord_Howe')).to.equal(24.5);
    expect(lengthInHours('2011-12-30', 'Pacific/Apia')).to.equal(0);
  });

  it('a moment is its millisecond, whatever its offset', () => {
    const value: FilterValue = { kind: 'datetime', text: '2026-03-01T10:30:00.25+01:00', span };
    const fromMs = Date.parse('2026-03-01T09:30:00.250Z');
    const clock = { nowMs: 0, zone: openZone('Asia/Tokyo') };
    expect(momentsOf(value, clock)).to.deep.equal({ fromMs, toMs: fromMs + 1 });
  });

  const literal: fc.Arbitrary<FilterValue> = fc.oneof(
    fc.constantFrom(...plainDateLiterals).map((name): FilterValue => ({ kind: 'date-literal', name, span })),
    fc
      .tuple(fc.constantFrom(...countedDateLiterals), fc.integer({ min: 1, max: 99 }))
      .map(([name, count]): FilterValue => ({ kind: 'counted-date-literal', name, count, span })),
  );

  it('relative periods are those of a calendar in the zone, weeks from the first weekday on', () => {
    fc.assert(
      fc.property(
        literal,
        zone,
        moment,
        fc.integer({ min: 1, max: 7 }),
        (value, zone, nowMs, firstWeekday) => {
          const { from, to } = daysOf(value, { nowMs, zone: openZone(zone), firstWeekday });
          const today = DateTime.fromMillis(nowMs, { zone }).setZone('UTC', { keepLocalTime: true });
          const [first, end] = expectedDays(value, today.startOf('day'), firstWeekday);
          expect([dateText(from), dateText(to)]).to.deep.equal([first.toISODate(), end.toISODate()]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are never empty and hold whole days of less than 300 years', () => {
    fc.assert(
      fc.property(literal, moment, (value, nowMs) => {
        const { from, to } = daysOf(value, { nowMs, zone: openZone('UTC') });
        expect(to).to.be.greaterThan(from);
        expect((to - from) * dayMs).to.be.lessThan(300 * 366 * dayMs);
      }),
    );
  });
});

/** The same by luxon, from the name alone: [first day, day after the last). */
function expectedDays(value: FilterValue, today: DateTime, firstWeekday: number): [DateTime, DateTime] {
  if (value.kind !== 'date-literal' && value.kind !== 'counted-date-literal') throw new Error(value.kind);
  const days = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 } as const;
  if (value.name === 'YESTERDAY' || value.name === 'TODAY' || value.name === 'TOMORROW') {
    const first = today.plus({ days: days[value.name] });
    return [first, first.plus({ days: 1 })];
  }
  const count = value.kind === 'counted-date-literal' ? value.count : 90;
  const isDays = value.name.includes('DAYS');
  if (isDays && value.name.startsWith('LAST')) return [today.minus({ days: count }), today.plus({ days: 1 })];
  if (isDays && value.name.startsWith('NEXT')) {
    return [today.plus({ days: 1 }), today.plus({ days: count + 1 })];
  }
  const unit = (['day', 'week', 'month', 'quarter', 'year'] as const).find((unit) =>
    value.name.includes(unit.toUpperCase()),
  );
  if (unit === undefined) throw new Error(value.name);
  const thisUnit =
    unit === 'week' ? today.minus({ days: (today.weekday - firstWeekday + 7) % 7 }) : today.startOf(unit);
  const plus = (units: number): DateTime => thisUnit.plus({ [`${unit}s`]: units });
  const many = value.kind === 'counted-date-literal' ? value.count : 1;
  if (value.name.endsWith('_AGO')) return [plus(-many), plus(1 - many)];
  if (value.name.startsWith('THIS')) return [plus(0), plus(1)];
  return value.name.startsWith('LAST') ? [plus(-many), plus(0)] : [plus(1), plus(1 + many)];
}
