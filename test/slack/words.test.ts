import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { RunStatus } from '../../src/domain/run.ts';
import {
  countsText,
  jobIcon,
  lastingMomentText,
  lastRunLines,
  lastRunText,
  momentText,
} from '../../src/slack/jobs/words.ts';
import { aRun } from '../support/a-run.ts';
import { after, noon } from '../support/records.ts';

const hour = 3_600_000;
const clock = { timezone: 'Europe/Berlin', now: noon };

const iconAfter = (status: RunStatus): string =>
  jobIcon({ state: 'ok', lastRun: aRun({ status }), retry: null });

describe('words about jobs', () => {
  it('is yellow where what was tried again was not all taken, and says which run is meant', () => {
    const lastRun = aRun({ status: 'succeeded' });
    const retry = aRun({ status: 'partly succeeded', retryOf: 'run-1' });
    expect(jobIcon({ state: 'ok', lastRun, retry })).to.equal('🟡');
    expect(jobIcon({ state: 'ok', lastRun, retry: { ...retry, status: 'succeeded' } })).to.equal('🟢');
    expect(lastRunLines({ lastRun, retry }, clock).map((line) => line.split(' today')[0])).to.deep.equal([
      'Last sync succeeded',
      'Retry of rejected rows partly succeeded',
    ]);
    expect(lastRunLines({ lastRun, retry: null }, clock)[0]).to.match(/^Last run succeeded/);
  });

  it('are green only where the newest run did all that it was to do', () => {
    expect(iconAfter('succeeded')).to.equal('🟢');
    expect(iconAfter('partly succeeded')).to.equal('🟡');
    expect(iconAfter('cancelled')).to.equal('🟡');
    expect(jobIcon({ state: 'ok', lastRun: null, retry: null })).to.equal('⚪');
    expect(jobIcon({ state: 'failing', lastRun: aRun({ status: 'failed' }), retry: null })).to.equal('🔴');
  });

  it('name the day of what is read on other days too', () => {
    expect(lastingMomentText(noon, { timezone: 'Europe/Berlin' })).to.match(/^\d+ \w{3} \d{4}, 13:00$/);
  });

  it("tell moments by the person's own clock", () => {
    expect(momentText(noon, clock)).to.equal('today 13:00');
    expect(momentText(noon, { ...clock, timezone: 'Asia/Kathmandu' })).to.equal('today 17:45');
    expect(momentText(after(noon, 11 * hour), clock)).to.equal('tomorrow 00:00');
    expect(momentText(after(noon, -14 * hour), clock)).to.equal('yesterday 23:00');
    expect(momentText(after(noon, 72 * hour), clock)).to.equal('Wed 4 Mar, 13:00');
    expect(momentText(after(noon, 400 * 24 * hour), clock)).to.equal('5 Apr 2027, 14:00');
  });

  it('tell moments in UTC where the time zone is unknown', () => {
    expect(momentText(noon, { ...clock, timezone: 'Mars/Olympus' })).to.equal('today 12:00');
  });

  it('leave out what is nought', () => {
    expect(countsText(zeroCounts)).to.equal('0 read');
    const counts = { ...zeroCounts, read: 1_204, created: 3, rejected: 1 };
    expect(countsText(counts)).to.equal('1,204 read, 3 created, 1 rejected');
  });

  it('tell what the newest run does or did', () => {
    const counts = { ...zeroCounts, read: 45_000 };
    const running = aRun({ status: 'running', startedAt: noon, counts, expectedRows: 100_000 });
    expect(lastRunText(null, clock)).to.equal('Has not run yet');
    expect(lastRunText(aRun(), clock)).to.equal('Waits to run since today 13:00');
    expect(lastRunText(running, clock)).to.equal('Runs since today 13:00: 45,000 of 100,000 rows read');
    const failed = aRun({
      status: 'failed',
      finishedAt: noon,
      error: { code: 'x', message: 'a < b' },
      dryRun: true,
    });
    expect(lastRunText(failed, clock)).to.equal('Last run failed today 13:00 (dry run): a &lt; b');
    const partly = aRun({ status: 'partly succeeded', finishedAt: noon, counts });
    expect(lastRunText(partly, clock)).to.equal('Last run partly succeeded today 13:00: 45,000 read');
  });
});
