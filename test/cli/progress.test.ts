import { expect } from 'chai';
import { createProgressText } from '../../src/cli/progress.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import type { Run } from '../../src/domain/run.ts';
import { aRun } from '../support/a-run.ts';
import { after as later, noon } from '../support/records.ts';

const reading = (read: number, more: Partial<Run> = {}): Run =>
  aRun({
    status: 'running',
    phase: 'reading',
    expectedRows: 10_000,
    counts: { ...zeroCounts, read },
    ...more,
  });

describe('the progress of a run', () => {
  it('is phase, rows, rate and time left', () => {
    const textOf = createProgressText();
    expect(textOf(reading(0), noon)).to.equal('reading  0 of 10,000 rows');
    expect(textOf(reading(2_000), later(noon, 1_000))).to.equal(
      'reading  2,000 of 10,000 rows  2,000 rows/s  about 4 s left',
    );
  });

  it('forgets how slowly it began', () => {
    const textOf = createProgressText();
    textOf(reading(0), noon);
    textOf(reading(10), later(noon, 60_000));
    expect(textOf(reading(5_010), later(noon, 65_000))).to.include('  1,000 rows/s  about 5 s left');
  });

  it('begins to count with the first rows', () => {
    const textOf = createProgressText();
    textOf(reading(0), noon);
    textOf(reading(0), later(noon, 8_000));
    expect(textOf(reading(9_900), later(noon, 9_000))).to.equal(
      'reading  9,900 of 10,000 rows  9,900 rows/s  about 1 s left',
    );
  });

  it('does not guess where the number of rows is not known', () => {
    const textOf = createProgressText();
    textOf(reading(0, { expectedRows: null }), noon);
    expect(textOf(reading(500, { expectedRows: null }), later(noon, 1_000))).to.equal(
      'reading  500 rows  500 rows/s',
    );
  });

  it('says why it waits for the CRM, which try it was and when the next one is, and has no rows to tell of', () => {
    const retry = {
      attempt: 2,
      attempts: 6,
      reason: 'Nobody answers at acme.com.',
      nextAt: later(noon, 4_000),
    };
    const counting = reading(0, { phase: 'counting', expectedRows: null, retry });
    expect(createProgressText()(counting, noon)).to.equal(
      'counting  try 2 of 6 failed, the next one in 4 s: Nobody answers at acme.com.',
    );
    expect(createProgressText()(counting, later(noon, 4_000))).to.include('the next one now: ');
  });

  it('is not over where more rows came than were counted', () => {
    const textOf = createProgressText();
    textOf(reading(9_000), noon);
    expect(textOf(reading(12_000), later(noon, 1_000))).to.equal(
      'reading  12,000 of 10,000 rows  3,000 rows/s',
    );
  });
});
