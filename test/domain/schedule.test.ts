import { expect } from 'chai';
import { UserError } from '../../src/domain/errors.ts';
import type { Cadence } from '../../src/domain/job.ts';
import { isFullSyncDue, nextRun, nextRuns } from '../../src/domain/schedule.ts';
import { aSchedule } from '../support/schedule.ts';

/** The next firings after a moment, as ISO text without seconds. */
function firings(cadence: Cadence, timezone: string, after: string, count: number): string[] {
  return nextRuns(aSchedule(cadence, timezone), new Date(after), count).map((date) =>
    date.toISOString().replace(':00.000Z', 'Z'),
  );
}

describe('nextRun', () => {
  it('fires on the wall clock of the zone', () => {
    const daily = { run: 'daily', at: '06:30' } as const;
    expect(firings(daily, 'Europe/Berlin', '2026-01-10T00:00:00Z', 2)).to.deep.equal([
      '2026-01-10T05:30Z',
      '2026-01-11T05:30Z',
    ]);
    expect(firings(daily, 'Asia/Kathmandu', '2026-01-10T00:00:00Z', 1)).to.deep.equal(['2026-01-10T00:45Z']);
    expect(firings(daily, 'Pacific/Kiritimati', '2026-01-10T00:00:00Z', 1)).to.deep.equal([
      '2026-01-10T16:30Z',
    ]);
  });

  it('is strictly after the moment', () => {
    const daily = { run: 'daily', at: '06:30' } as const;
    expect(firings(daily, 'UTC', '2026-01-10T06:30:00Z', 1)).to.deep.equal(['2026-01-11T06:30Z']);
    expect(firings(daily, 'UTC', '2026-01-10T06:29:59.999Z', 1)).to.deep.equal(['2026-01-10T06:30Z']);
  });

  it('fires on workdays only', () => {
    expect(firings({ run: 'workdays', at: '22:00' }, 'UTC', '2026-11-19T23:00:00Z', 2)).to.deep.equal([
      '2026-11-20T22:00Z',
      '2026-11-23T22:00Z',
    ]);
  });

  it("takes the weekday of the zone, not UTC's", () => {
    const monday = { run: 'weekly', on: ['mon'], at: '00:30' } as const;
    expect(firings(monday, 'Europe/Berlin', '2026-11-18T00:00:00Z', 1)).to.deep.equal(['2026-11-22T23:30Z']);
  });

  it('fires on each chosen day of the week', () => {
    const cadence = { run: 'weekly', on: ['thu', 'mon'], at: '07:00' } as const;
    expect(firings(cadence, 'UTC', '2026-11-18T10:00:00Z', 3)).to.deep.equal([
      '2026-11-19T07:00Z',
      '2026-11-23T07:00Z',
      '2026-11-26T07:00Z',
    ]);
  });

  it('takes the last day where the month is shorter', () => {
    expect(firings({ run: 'monthly', day: 31, at: '12:00' }, 'UTC', '2027-12-31T12:00:00Z', 4)).to.deep.equal(
      ['2028-01-31T12:00Z', '2028-02-29T12:00Z', '2028-03-31T12:00Z', '2028-04-30T12:00Z'],
    );
    expect(firings({ run: 'monthly', day: 30, at: '12:00' }, 'UTC', '2026-02-01T00:00:00Z', 2)).to.deep.equal(
      ['2026-02-28T12:00Z', '2026-03-30T12:00Z'],
    );
  });

  it('fires a time that the clock skips when the gap ends', () => {
    // Berlin goes from 02:00 to 03:00 on 29 March.
    expect(firings({ run: 'daily', at: '02:30' }, 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).to.deep.equal([
      '2026-03-29T01:00Z',
      '2026-03-30T00:30Z',
    ]);
    // Cairo goes from 00:00 to 01:00 on 24 April.
    expect(firings({ run: 'daily', at: '00:00' }, 'Africa/Cairo', '2026-04-23T12:00:00Z', 1)).to.deep.equal([
      '2026-04-23T22:00Z',
    ]);
    // Lord Howe goes from 02:00 to 02:30 on 4 October.
    expect(
      firings({ run: 'daily', at: '02:10' }, 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', 1),
    ).to.deep.equal(['2026-10-03T15:30Z']);
    // Apia had no 30 December 2011.
    expect(firings({ run: 'daily', at: '06:30' }, 'Pacific/Apia', '2011-12-29T20:00:00Z', 2)).to.deep.equal([
      '2011-12-30T10:00Z',
      '2011-12-30T16:30Z',
    ]);
  });

  it('fires a time that the clock repeats once, the first time', () => {
    expect(firings({ run: 'daily', at: '02:30' }, 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).to.deep.equal([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
    expect(
      firings({ run: 'daily', at: '01:30' }, 'America/New_York', '2026-10-31T12:00:00Z', 2),
    ).to.deep.equal(['2026-11-01T05:30Z', '2026-11-02T06:30Z']);
  });

  it('fires hourly in every real hour, also when the clock is changed', () => {
    const hourly = { run: 'hourly', minute: 5 } as const;
    expect(firings(hourly, 'Europe/Berlin', '2026-10-24T23:30:00Z', 4)).to.deep.equal([
      '2026-10-25T00:05Z',
      '2026-10-25T01:05Z',
      '2026-10-25T02:05Z',
      '2026-10-25T03:05Z',
    ]);
    expect(firings(hourly, 'Europe/Berlin', '2026-03-29T00:30:00Z', 2)).to.deep.equal([
      '2026-03-29T01:05Z',
      '2026-03-29T02:05Z',
    ]);
    expect(firings(hourly, 'Asia/Kathmandu', '2026-03-29T00:00:00Z', 1)).to.deep.equal(['2026-03-29T00:20Z']);
  });

  it('aligns minutes that divide the hour to the hour', () => {
    expect(firings({ run: 'minutes', every: 15 }, 'UTC', '2026-01-01T10:07:12Z', 3)).to.deep.equal([
      '2026-01-01T10:15Z',
      '2026-01-01T10:30Z',
      '2026-01-01T10:45Z',
    ]);
    expect(firings({ run: 'minutes', every: 60 }, 'Asia/Kathmandu', '2026-01-01T10:00:00Z', 1)).to.deep.equal(
      ['2026-01-01T10:15Z'],
    );
  });

  it('counts other minutes from midnight, in real time', () => {
    expect(firings({ run: 'minutes', every: 7 }, 'UTC', '2026-01-01T23:50:00Z', 3)).to.deep.equal([
      '2026-01-01T23:55Z',
      '2026-01-02T00:00Z',
      '2026-01-02T00:07Z',
    ]);
    // A day of 23 hours in Berlin, from 23:00Z to 22:00Z.
    expect(firings({ run: 'minutes', every: 240 }, 'Europe/Berlin', '2026-03-28T23:00:00Z', 6)).to.deep.equal(
      [
        '2026-03-29T03:00Z',
        '2026-03-29T07:00Z',
        '2026-03-29T11:00Z',
        '2026-03-29T15:00Z',
        '2026-03-29T19:00Z',
        '2026-03-29T22:00Z',
      ],
    );
  });

  it('stays as often a day on a day of 25 hours, unless a whole interval fits in', () => {
    const day = { from: '2026-10-24T21:59:59Z', to: '2026-10-25T23:00Z' };
    const twiceADay = firings({ run: 'minutes', every: 720 }, 'Europe/Berlin', day.from, 3);
    expect(twiceADay).to.deep.equal(['2026-10-24T22:00Z', '2026-10-25T10:00Z', day.to]);
    const last = firings({ run: 'minutes', every: 50 }, 'Europe/Berlin', '2026-10-25T21:40:00Z', 3);
    expect(last).to.deep.equal(['2026-10-25T22:10Z', day.to, '2026-10-25T23:50Z']);
  });

  it('fires once at a set date and time, and not at all without', () => {
    const once = { run: 'once', date: '2026-12-01', at: '06:30' } as const;
    expect(firings(once, 'America/Sao_Paulo', '2026-11-18T00:00:00Z', 5)).to.deep.equal([
      '2026-12-01T09:30Z',
    ]);
    expect(firings(once, 'America/Sao_Paulo', '2026-12-01T09:30:00Z', 5)).to.deep.equal([]);
    expect(firings({ run: 'once' }, 'UTC', '2026-11-18T00:00:00Z', 5)).to.deep.equal([]);
  });

  it('does not fire where scheduling is disabled', () => {
    const schedule = aSchedule({ run: 'daily', at: '06:30' }, 'UTC', { enabled: false });
    expect(nextRun(schedule, new Date('2026-01-01T00:00:00Z'))).to.equal(null);
  });

  it('refuses an unknown time zone and names the nearest', () => {
    const schedule = aSchedule({ run: 'daily', at: '06:30' }, 'Europe/Berln');
    expect(() => nextRun(schedule, new Date(0))).to.throw(
      UserError,
      /not a time zone.*mean .*Europe\/Berlin/,
    );
  });

  it('gives at most ten runs at a time', () => {
    expect(firings({ run: 'minutes', every: 1 }, 'UTC', '2026-01-01T00:00:00Z', 99).length).to.equal(10);
  });
});

const due = (fullSync: 'never' | 'daily' | 'weekly' | 'monthly', last: string | null, now: string): boolean =>
  isFullSyncDue(
    aSchedule({ run: 'hourly', minute: 0 }, 'Europe/Berlin', { fullSync }),
    last === null ? null : new Date(last),
    new Date(now),
  );

describe('isFullSyncDue', () => {
  it('is due where there was none, unless there shall be none', () => {
    expect(due('daily', null, '2026-11-18T10:00:00Z')).to.equal(true);
    expect(due('monthly', null, '2026-11-18T10:00:00Z')).to.equal(true);
    expect(due('never', null, '2026-11-18T10:00:00Z')).to.equal(false);
    expect(due('never', '2020-01-01T00:00:00Z', '2026-11-18T10:00:00Z')).to.equal(false);
  });

  it("is due from the zone's midnight on, once a day", () => {
    expect(due('daily', '2026-11-17T10:00:00Z', '2026-11-17T22:59:00Z')).to.equal(false);
    expect(due('daily', '2026-11-17T10:00:00Z', '2026-11-17T23:00:00Z')).to.equal(true);
    expect(due('daily', '2026-11-17T23:00:00Z', '2026-11-18T10:00:00Z')).to.equal(false);
  });

  it('is due from Monday on, once a week', () => {
    expect(due('weekly', '2026-11-16T00:00:00Z', '2026-11-22T22:59:00Z')).to.equal(false);
    expect(due('weekly', '2026-11-16T00:00:00Z', '2026-11-22T23:00:00Z')).to.equal(true);
    expect(due('weekly', '2026-11-15T22:59:00Z', '2026-11-16T10:00:00Z')).to.equal(true);
    // Weeks go on over the turn of the year.
    expect(due('weekly', '2026-12-28T12:00:00Z', '2027-01-01T12:00:00Z')).to.equal(false);
  });

  it('is due from the first of the month on, once a month', () => {
    expect(due('monthly', '2026-11-01T00:00:00Z', '2026-11-30T22:59:00Z')).to.equal(false);
    expect(due('monthly', '2026-11-30T12:00:00Z', '2026-11-30T23:00:00Z')).to.equal(true);
    expect(due('monthly', '2025-11-18T10:00:00Z', '2026-11-18T10:00:00Z')).to.equal(true);
  });
});
