import { expect } from 'chai';
import type { Cadence, Schedule, Weekday } from '../../src/domain/job.ts';
import { checkSchedule } from '../../src/domain/schedule-check.ts';
import { describeSchedule } from '../../src/domain/schedule-text.ts';
import { aSchedule } from '../support/schedule.ts';

describe('describeSchedule', () => {
  const cases: readonly (readonly [Cadence, string])[] = [
    [{ run: 'once' }, 'Only when it is started by hand'],
    [{ run: 'once', date: '2026-12-01', at: '06:30' }, 'Once on 2026-12-01 at 06:30 (Europe/Berlin)'],
    [{ run: 'minutes', every: 1 }, 'Every minute'],
    [{ run: 'minutes', every: 15 }, 'Every 15 minutes'],
    [{ run: 'minutes', every: 45 }, 'Every 45 minutes, counted from midnight (Europe/Berlin)'],
    [{ run: 'minutes', every: 240 }, 'Every 4 hours, counted from midnight (Europe/Berlin)'],
    [{ run: 'minutes', every: 1_440 }, 'Every day at midnight (Europe/Berlin)'],
    [{ run: 'hourly', minute: 0 }, 'Every hour on the hour'],
    [{ run: 'hourly', minute: 1 }, 'Every hour at 1 minute past'],
    [{ run: 'hourly', minute: 5 }, 'Every hour at 5 minutes past'],
    [{ run: 'daily', at: '06:30' }, 'Every day at 06:30 (Europe/Berlin)'],
    [{ run: 'workdays', at: '06:30' }, 'Every workday (Monday to Friday) at 06:30 (Europe/Berlin)'],
    [{ run: 'weekly', on: ['mon'], at: '07:00' }, 'Every Monday at 07:00 (Europe/Berlin)'],
    [
      { run: 'weekly', on: ['thu', 'mon'], at: '07:00' },
      'Every Monday and Thursday at 07:00 (Europe/Berlin)',
    ],
    [
      { run: 'weekly', on: ['sun', 'mon', 'wed'], at: '07:00' },
      'Every Monday, Wednesday and Sunday at 07:00 (Europe/Berlin)',
    ],
    [
      { run: 'weekly', on: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], at: '07:00' },
      'Every day at 07:00 (Europe/Berlin)',
    ],
    [{ run: 'monthly', day: 1, at: '07:00' }, 'On the 1st of every month at 07:00 (Europe/Berlin)'],
    [{ run: 'monthly', day: 12, at: '07:00' }, 'On the 12th of every month at 07:00 (Europe/Berlin)'],
    [{ run: 'monthly', day: 22, at: '07:00' }, 'On the 22nd of every month at 07:00 (Europe/Berlin)'],
    [
      { run: 'monthly', day: 30, at: '07:00' },
      'On the 30th of every month (the last day where it is shorter) at 07:00 (Europe/Berlin)',
    ],
    [{ run: 'monthly', day: 31, at: '07:00' }, 'On the last day of every month at 07:00 (Europe/Berlin)'],
  ];
  for (const [cadence, text] of cases) {
    it(text, () => {
      expect(describeSchedule(aSchedule(cadence, 'Europe/Berlin'))).to.equal(text);
    });
  }
});

const problems = (cadence: Cadence, timezone = 'UTC'): string[] =>
  checkSchedule(aSchedule(cadence, timezone)).map(
    ({ part, message, example = '-' }) => `${part}: ${message} ${example}`,
  );

describe('checkSchedule', () => {
  it('finds nothing wrong with what is right', () => {
    const fine: readonly Cadence[] = [
      { run: 'once' },
      { run: 'once', date: '2028-02-29', at: '23:59' },
      { run: 'minutes', every: 1 },
      { run: 'minutes', every: 1_440 },
      { run: 'hourly', minute: 59 },
      { run: 'daily', at: '00:00' },
      { run: 'weekly', on: ['sun'], at: '07:00' },
      { run: 'monthly', day: 31, at: '07:00' },
    ];
    for (const cadence of fine) expect(problems(cadence, 'America/New_York')).to.deep.equal([]);
  });

  const wrong: readonly (readonly [Cadence, RegExp])[] = [
    [{ run: 'once', date: '2026-12-01' }, /^at: .*"06:30"/],
    [{ run: 'once', at: '06:30' }, /^date: .*"2026-12-01"/],
    [{ run: 'once', date: '2026-02-30', at: '06:30' }, /^date: "2026-02-30" is not a day of the calendar/],
    [
      { run: 'minutes', every: 0 },
      /^every: 0 is not a whole number from 1 to 1440: the number of minutes.* 15$/,
    ],
    [{ run: 'minutes', every: 1_441 }, /^every: 1441/],
    [{ run: 'minutes', every: 1.5 }, /^every: 1.5/],
    [{ run: 'hourly', minute: 60 }, /^minute: 60 is not a whole number from 0 to 59/],
    [{ run: 'hourly', minute: Number.NaN }, /^minute: NaN/],
    [{ run: 'daily', at: '6:30' }, /^at: "6:30" is not a time of day.*"06:30"/],
    [{ run: 'workdays', at: '24:00' }, /^at: "24:00"/],
    [{ run: 'weekly', on: [], at: '07:00' }, /^on: .*\[mon, thu\]/],
    [{ run: 'weekly', on: ['monday' as Weekday], at: '07:00' }, /^on: "monday" is not a day.*mon, tue/],
    [{ run: 'monthly', day: 32, at: '07:00' }, /^day: 32 .*31 is the last day/],
    [{ run: 'monthly', day: 0, at: '07:00' }, /^day: 0/],
  ];
  for (const [cadence, message] of wrong) {
    it(`names what is wrong with ${JSON.stringify(cadence)}`, () => {
      const found = problems(cadence);
      expect(found).to.have.lengthOf(1);
      expect(found[0]).to.match(message);
    });
  }

  it('names an unknown time zone and the nearest ones', () => {
    const [problem] = problems({ run: 'hourly', minute: 5 }, 'America/NewYork');
    expect(problem).to.match(/^timezone: "America\/NewYork" is not a time zone.*America\/New_York/);
    expect(problems({ run: 'hourly', minute: 5 }, '+02:00')[0]).to.match(/^timezone: /);
  });

  it('names everything that is wrong at once', () => {
    const schedule: Schedule = aSchedule({ run: 'weekly', on: [], at: 'noon' }, 'Nowhere');
    expect(checkSchedule(schedule).map(({ part }) => part)).to.deep.equal(['timezone', 'on', 'at']);
  });

  it('keeps what it says short, whatever was written', () => {
    const long = 'x'.repeat(50_000);
    for (const problem of [
      ...problems({ run: 'daily', at: long }, long),
      ...problems({ run: 'once', date: long, at: long }),
    ]) {
      expect(problem.length).to.be.below(300);
    }
  });

  it('says what is wrong without the words of a file, which stand apart', () => {
    expect(checkSchedule(aSchedule({ run: 'weekly', on: [], at: '07:00' }, 'UTC'))).to.deep.equal([
      { part: 'on', message: 'A weekly run needs at least one day.', example: '[mon, thu]' },
    ]);
  });
});
