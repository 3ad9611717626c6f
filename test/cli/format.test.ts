import { expect } from 'chai';
import { formatDuration, formatNumber, formatTime } from '../../src/cli/format.ts';

describe('numbers and times for people', () => {
  const durations = [
    [0, '0 ms'],
    [450, '450 ms'],
    [999.6, '1000 ms'],
    [1_000, '1 s'],
    [12_400, '12 s'],
    [59_700, '1 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [-5, '0 ms'],
  ] as const;
  for (const [milliseconds, text] of durations) {
    it(`writes ${milliseconds} milliseconds as ${text}`, () => {
      expect(formatDuration(milliseconds)).to.equal(text);
    });
  }

  it('groups thousands', () => {
    expect(formatNumber(1_234_567)).to.equal('1,234,567');
  });

  it('shows times of the local zone, which it names', () => {
    const zone = process.env['TZ'];
    const times = [
      ['UTC', '2026-03-01 09:05 UTC'],
      ['Europe/Berlin', '2026-03-01 10:05 UTC+1'],
      ['America/St_Johns', '2026-03-01 05:35 UTC-3:30'],
    ] as const;
    try {
      for (const [name, text] of times) {
        process.env['TZ'] = name;
        expect(formatTime(new Date('2026-03-01T09:05:00Z'))).to.equal(text);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    expect(formatTime(null)).to.equal('-');
  });
});
