import { expect } from 'chai';
import * as fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { weekdays } from '../../src/domain/job.ts';
import type { Cadence } from '../../src/domain/job.ts';
import { nextRun } from '../../src/domain/schedule.ts';
import { aSchedule } from '../support/schedule.ts';

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Africa/Cairo',
  'UTC',
];
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Moments shortly before the clock is changed, in years in which each of the zones that ever did so still did. */
const changes = zones.flatMap((zone) =>
  [2011, 2018, 2026].flatMap((year) => {
    const offset = (day: number): number => IANAZone.create(zone).offset(Date.UTC(year, 0, day));
    const days = Array.from({ length: 366 }, (_, index) => index + 1);
    return days
      .filter((day) => offset(day) !== offset(day + 1))
      .map((day) => ({ zone, ms: Date.UTC(year, 0, day) }));
  }),
);

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 10, 29, 30, 31, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const cadence: fc.Arbitrary<Cadence> = fc.oneof(
  fc.record({ run: fc.constant('minutes' as const), every: fc.integer({ min: 1, max: 1_440 }) }),
  fc.record({
    run: fc.constant('minutes' as const),
    every: fc.constantFrom(5, 15, 20, 60, 90, 240, 720, 1_440),
  }),
  fc.record({ run: fc.constant('hourly' as const), minute: fc.integer({ min: 0, max: 59 }) }),
  fc.record({ run: fc.constant('daily' as const), at: time }),
  fc.record({ run: fc.constant('workdays' as const), at: time }),
  fc.record({
    run: fc.constant('weekly' as const),
    on: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    at: time,
  }),
  fc.record({ run: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), at: time }),
);
const anywhere = fc.oneof(
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * dayMs, max: dayMs }))
    .map(([{ zone, ms }, shift]) => ({ zone, ms: ms + shift })),
  fc.record({
    zone: fc.constantFrom(...zones),
    ms: fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) }),
  }),
);

const shown = (ms: number, zone: string): DateTime => DateTime.fromMillis(ms, { zone });
/** `2026-03-01T09:30` */
const clockText = (ms: number, zone: string): string =>
  new Date(ms + offsetAt(ms, zone) * minuteMs).toISOString().slice(0, 16);

/** In minutes. In these years every zone changed its clock at a whole quarter of an hour, and asking is slow. */
const offsetAt = (ms: number, zone: string): number => {
  const quarter = Math.floor(ms / (15 * minuteMs));
  const key = `${zone} ${quarter}`;
  const known = offsets.get(key) ?? IANAZone.create(zone).offset(quarter * 15 * minuteMs);
  offsets.set(key, known);
  return known;
};
const offsets = new Map<string, number>();

/** All firings from `from` (not included) to `to`. */
function runsBetween(rule: Cadence, zone: string, from: number, to: number): number[] {
  const schedule = aSchedule(rule, zone);
  const runs: number[] = [];
  for (let run = nextRun(schedule, new Date(from)); run !== null && run.getTime() <= to;) {
    runs.push(run.getTime());
    run = nextRun(schedule, run);
  }
  return runs;
}

/**
 * The same by looking at the clock every minute. A time of a day is reached at the first minute at which the clock
 * shows it or a later one, which says what happens in gaps and repeats.
 */
function runsByWatching(rule: Cadence, zone: string, from: number, to: number): number[] {
  const begin = Math.floor(from / minuteMs) * minuteMs - dayMs;
  const runs = new Set<number>();
  const watched: { ms: number; clock: string }[] = [];
  for (let ms = begin; ms <= to + dayMs; ms += minuteMs) watched.push({ ms, clock: clockText(ms, zone) });
  const firstAt = (clock: string): number => watched.find((each) => each.clock >= clock)?.ms ?? Infinity;
  const days: string[] = [];
  const firstDay = DateTime.fromISO(watched[0]?.clock.slice(0, 10) ?? '', { zone: 'utc' });
  for (let day = firstDay; day.toMillis() <= to + 2 * dayMs; day = day.plus({ days: 1 })) {
    days.push(day.toISODate() ?? '');
  }
  if (rule.run === 'hourly' || (rule.run === 'minutes' && 60 % rule.every === 0)) {
    for (const { ms, clock } of watched) {
      const minute = Number(clock.slice(14));
      if (rule.run === 'hourly' ? minute === rule.minute : minute % rule.every === 0) runs.add(ms);
    }
  } else if (rule.run === 'minutes') {
    for (const [index, day] of days.entries()) {
      const start = firstAt(`${day}T00:00`);
      const end = firstAt(`${days[index + 1] ?? '9999'}T00:00`);
      const every = rule.every * minuteMs;
      for (let ms = start; ms < end && ms <= to; ms += every) {
        if (ms - start < dayMs || ms + every <= end) runs.add(ms);
      }
    }
  } else {
    for (const day of days.filter((each) => isDue(rule, each))) {
      runs.add(firstAt(`${day}T${rule.run === 'once' ? '' : rule.at}`));
    }
  }
  return [...runs].filter((ms) => ms > from && ms <= to).sort((a, b) => a - b);
}

function isDue(rule: Cadence, day: string): boolean {
  const date = DateTime.fromISO(day, { zone: 'utc' });
  if (rule.run === 'workdays') return date.weekday <= 5;
  if (rule.run === 'weekly') return rule.on.some((name) => weekdays.indexOf(name) === date.weekday - 1);
  if (rule.run === 'monthly') return date.day === Math.min(rule.day, date.daysInMonth ?? 0);
  return true;
}

describe('any schedule in any zone', () => {
  it('fires when someone who watches the clock would fire it', () => {
    fc.assert(
      fc.property(anywhere, cadence, ({ zone, ms }, rule) => {
        const to = ms + 1.5 * dayMs;
        expect(runsBetween(rule, zone, ms, to)).to.deep.equal(runsByWatching(rule, zone, ms, to));
      }),
      { numRuns: 60 },
    );
  });

  it('goes strictly forward, at whole minutes, and never gets stuck', () => {
    fc.assert(
      fc.property(anywhere, cadence, ({ zone, ms }, rule) => {
        const schedule = aSchedule(rule, zone);
        let last = ms;
        for (let count = 0; count < 15; count += 1) {
          const run = nextRun(schedule, new Date(last))?.getTime() ?? 0;
          expect(run).to.be.greaterThan(last);
          expect(run - last).to.be.at.most(32 * dayMs);
          expect(run % minuteMs).to.equal(0);
          last = run;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('fires next at the same time, however long before one asks', () => {
    fc.assert(
      fc.property(
        anywhere,
        cadence,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        ({ zone, ms }, rule, part) => {
          const schedule = aSchedule(rule, zone);
          const next = nextRun(schedule, new Date(ms))?.getTime() ?? 0;
          const later = ms + Math.floor((next - ms) * part);
          expect(nextRun(schedule, new Date(later))?.getTime()).to.equal(next);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a year of firings', () => {
  const from = Date.UTC(2026, 0, 1, 12);
  const to = Date.UTC(2027, 0, 1, 12);

  for (const zone of zones) {
    it(`has one a day in ${zone}, at the time on the clock unless that is skipped`, () => {
      for (const at of ['00:00', '02:15', '12:30', '23:59']) {
        const runs = runsBetween({ run: 'daily', at }, zone, from, to);
        expect(runs.length, at).to.equal(365);
        expect(new Set(runs.map((ms) => shown(ms, zone).toISODate())).size, at).to.equal(365);
        const odd = runs.filter((ms) => clockText(ms, zone).slice(11) !== at);
        expect(odd.length, at).to.be.at.most(1);
        for (const ms of odd) expect(shown(ms, zone).offset).not.to.equal(shown(ms - minuteMs, zone).offset);
      }
    });
  }

  it('has as many workdays, weeks and months as the calendar', () => {
    for (const zone of zones) {
      expect(runsBetween({ run: 'workdays', at: '02:30' }, zone, from, to).length, zone).to.equal(261);
      expect(runsBetween({ run: 'weekly', on: ['sun'], at: '02:30' }, zone, from, to).length, zone).to.equal(
        52,
      );
      expect(runsBetween({ run: 'monthly', day: 29, at: '02:30' }, zone, from, to).length, zone).to.equal(12);
    }
  });

  it('has one in every real hour where clocks change by whole hours', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Kathmandu']) {
      const runs = runsBetween({ run: 'hourly', minute: 5 }, zone, from, to);
      expect(runs.length, zone).to.equal(8_760);
      expect(
        runs.every((ms, index) => index === 0 || ms - (runs[index - 1] ?? 0) === 60 * minuteMs),
      ).to.equal(true);
    }
  });
});
