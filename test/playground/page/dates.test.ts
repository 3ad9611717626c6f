import { expect } from 'chai';
import { agoText, dateText } from '../../../src/playground/page/text/date-text.ts';
import { clockOf, preciseClockOf } from '../../../src/playground/page/surfaces/message-time.ts';
import { clockText, secondsOfClock } from '../../../src/playground/page/text/zoned-time.ts';

const now = new Date('2026-03-10T12:00:00Z');
const seconds = (iso: string): number => Date.parse(iso) / 1000;
const shown = (iso: string, format: string): string =>
  dateText({ atSeconds: seconds(iso), format, fallback: 'then' }, now, 'Europe/Berlin');

describe('a date in a message', () => {
  it('is shown by the clock of the reader', () => {
    expect(shown('2026-03-01T23:30:00Z', '{date_num} {time}')).to.match(/^2026-03-02 12:30\sAM$/);
  });

  it('says today, yesterday and tomorrow where it is near', () => {
    expect(shown('2026-03-10T08:00:00Z', '{date_pretty}')).to.equal('today');
    expect(shown('2026-03-09T08:00:00Z', '{date_short_pretty}')).to.equal('yesterday');
    expect(shown('2026-03-10T23:30:00Z', '{date_long_pretty}')).to.equal('tomorrow');
    expect(shown('2026-03-01T08:00:00Z', '{date_short_pretty}')).to.equal('Mar 1, 2026');
  });

  it('falls back where the format is none of Slack', () => {
    expect(shown('2026-03-01T08:00:00Z', '{century}')).to.equal('then');
  });

  it('says how long ago or how soon', () => {
    expect(agoText(new Date('2026-03-10T11:57:00Z'), now)).to.equal('3 minutes ago');
    expect(agoText(new Date('2026-03-10T14:00:00Z'), now)).to.equal('in 2 hours');
  });
});

describe('a date and time that is entered', () => {
  it('comes back as it was, on both sides of daylight saving', () => {
    for (const text of ['2026-01-15T09:30', '2026-07-15T09:30', '2026-03-29T01:30', '2026-03-29T04:00']) {
      expect(clockText(secondsOfClock(text, 'Europe/Berlin'), 'Europe/Berlin')).to.equal(text);
    }
  });

  it('is the moment that the clocks of the zone show', () => {
    expect(secondsOfClock('2026-07-15T09:30', 'Europe/Berlin')).to.equal(seconds('2026-07-15T07:30:00Z'));
    expect(secondsOfClock('2026-07-15T09:30', 'America/New_York')).to.equal(seconds('2026-07-15T13:30:00Z'));
  });
});

describe('the clock of what passes', () => {
  it('is that of the messages, to the millisecond', () => {
    const at = new Date('2026-03-01T15:41:07.123Z');
    expect(clockOf(at, 'Europe/Berlin')).to.match(/^4:41\sPM$/);
    expect(preciseClockOf(at, 'Europe/Berlin')).to.match(/^4:41:07\.123\sPM$/);
  });
});
