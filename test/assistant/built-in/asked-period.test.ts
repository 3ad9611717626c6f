import { expect } from 'chai';
import { askedPeriod } from '../../../src/assistant/built-in/command/asked-period.ts';

/** A Wednesday. */
const clock = { now: new Date('2026-11-18T10:00:00Z'), timezone: 'Europe/Berlin' };

function asked(text: string): readonly string[] | null {
  const period = askedPeriod(text, clock);
  return period === null ? null : [period.words, period.since.toISOString(), period.until.toISOString()];
}

describe('the time that is asked about', () => {
  it('begins where whoever asks has midnight, and ends by now', () => {
    const now = '2026-11-18T10:00:00.000Z';
    expect(asked('which jobs failed this week?')).to.deep.equal([
      'this week',
      '2026-11-15T23:00:00.000Z',
      now,
    ]);
    expect(asked('what failed today')).to.deep.equal(['today', '2026-11-17T23:00:00.000Z', now]);
    expect(asked('what failed last night')).to.deep.equal(['last night', '2026-11-17T17:00:00.000Z', now]);
    expect(asked('what failed yesterday')?.slice(1)).to.deep.equal([
      '2026-11-16T23:00:00.000Z',
      '2026-11-17T23:00:00.000Z',
    ]);
    expect(asked('any errors in the last 3 days')?.[1]).to.equal('2026-11-14T23:00:00.000Z');
  });

  it('is none where none is named, or none that has begun', () => {
    expect(asked('which jobs failed?')).to.equal(null);
    expect(asked('will it fail tomorrow?')).to.equal(null);
  });
});
