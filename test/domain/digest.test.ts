import { expect } from 'chai';
import { dueDigests, jobsOfDigest } from '../../src/domain/digest.ts';
import type { DigestCadence, Job } from '../../src/domain/job.ts';
import { aJob } from '../support/records.ts';

let jobs = 0;

function telling(digest: DigestCadence | undefined, channel: string | null = '#news', timezone = 'UTC'): Job {
  const { schedule } = aJob();
  return aJob({
    id: `job-${(jobs += 1)}`,
    schedule: { ...schedule, timezone },
    notify: { channel, on: [], mention: [], ...(digest === undefined ? {} : { digest }) },
  });
}

/** A Monday. */
const monday = (time: string): Date => new Date(`2026-03-02T${time}:00.000Z`);

describe('a summary for a channel', () => {
  it('is due at eight, where the clock on the wall is the one of most of its jobs', () => {
    const its = [telling('daily', '#news', 'Europe/Berlin'), telling('daily', '#news', 'Europe/Berlin')];
    const all = [...its, telling('daily', '#news', 'Asia/Tokyo')];
    expect(dueDigests(all, monday('06:59'))).to.deep.equal([]);
    const due = {
      channel: '#news',
      cadence: 'daily',
      timezone: 'Europe/Berlin',
      until: monday('07:00'),
    } as const;
    expect(dueDigests(all, monday('07:00'))).to.deep.equal([due]);
    expect(dueDigests(all, monday('07:31'))).to.deep.equal([due]);
  });

  it('is left out when nobody could write it for hours', () => {
    expect(dueDigests([telling('daily')], monday('10:59'))).to.have.length(1);
    expect(dueDigests([telling('daily')], monday('11:00'))).to.deep.equal([]);
  });

  it('is due on Mondays where it is weekly', () => {
    const tuesday = new Date('2026-03-03T08:00:00.000Z');
    expect(dueDigests([telling('weekly')], monday('08:00'))).to.have.length(1);
    expect(dueDigests([telling('weekly')], tuesday)).to.deep.equal([]);
  });

  it('is one a channel and period, of the jobs that ask for it', () => {
    const all = [
      telling('daily', '#a'),
      telling('daily', '#a'),
      telling('weekly', '#a'),
      telling('daily', '#b'),
      telling('never', '#c'),
      telling(undefined, '#d'),
      telling('daily', null),
    ];
    const due = dueDigests(all, monday('08:05'));
    expect(due.map(({ channel, cadence }) => `${cadence} ${channel}`)).to.have.members([
      'daily #a',
      'weekly #a',
      'daily #b',
    ]);
    const about = due.map((each) =>
      jobsOfDigest(all, each).map(({ id }) => all.findIndex((job) => job.id === id)),
    );
    expect(about).to.have.deep.members([[0, 1], [2], [3]]);
  });
});
