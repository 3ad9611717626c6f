import { expect } from 'chai';
import type { NotifySettings } from '../../src/domain/job.ts';
import type { OutgoingContent } from '../../src/domain/outgoing.ts';
import { createNotices } from '../../src/scheduler/notices.ts';
import type { Notices } from '../../src/scheduler/notices.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { aConfiguration, aJob, aNewRun, after, anOutcome, noon } from '../support/records.ts';
import { until } from '../support/until.ts';

const minuteMs = 60_000;

describe('what is told without anything having happened', () => {
  let store: Store;
  let time: FakeTime;
  let notices: Notices;

  beforeEach(async () => {
    store = await openStore({ url: testSqliteUrl() });
    time = fakeTime(noon);
    notices = createNotices({
      teams: () => Promise.resolve([store]),
      now: time.now,
      timers: time,
      log: recordedLog().log,
    });
  });
  afterEach(async () => {
    await notices.stop();
    await store.close();
  });

  async function withJob(notify: Partial<NotifySettings>): Promise<void> {
    const job = aJob({ notify: { channel: '#news', on: [], mention: [], ...notify } });
    await store.applyConfiguration(aConfiguration({ jobs: [{ job }] }));
  }

  /** Runs that ended after so many minutes each, one a day, the last of them yesterday. */
  async function lasted(...minutes: readonly number[]): Promise<void> {
    for (const [i, each] of minutes.entries()) {
      const began = after(noon, (i - minutes.length) * 24 * 60 * minuteMs);
      const { id } = await store.runs.enqueue(aNewRun({ queuedAt: began }));
      await store.runs.claim('me', began, id);
      await store.runs.finish(id, 'me', 1, anOutcome({ finishedAt: after(began, each * minuteMs) }));
    }
  }

  async function told(): Promise<OutgoingContent[]> {
    const found: OutgoingContent[] = [];
    for (;;) {
      const now = after(noon, 365 * 24 * 60 * minuteMs);
      const leaseUntil = after(now, minuteMs);
      const claimed = await store.outbox.claim({
        claim: String(found.length),
        now,
        leaseUntil,
        posts: true,
        edits: true,
      });
      if (claimed === null) return found;
      found.push(claimed.content);
      await store.outbox.settle(claimed, { kind: 'given up', reason: 'It was seen.' });
    }
  }

  async function runs(forMinutes: number): Promise<string> {
    const { id } = await store.runs.enqueue(aNewRun({ queuedAt: noon }));
    await store.runs.claim('me', noon, id);
    time.pass(forMinutes * minuteMs);
    return id;
  }

  it('is that a run takes three times what its job’s runs take, once', async () => {
    await withJob({ on: ['long-running'] });
    await lasted(20, 21, 500, 19, 20);
    const runId = await runs(59);
    await notices.look();
    expect(await told()).to.deep.equal([]);
    time.pass(2 * minuteMs);
    await notices.look();
    await notices.look();
    expect(await told()).to.deep.equal([{ kind: 'long-running', runId, usualMs: 20 * minuteMs }]);
  });

  it('is nothing of a run that takes minutes in place of seconds', async () => {
    await withJob({ on: ['long-running'] });
    await lasted(0.1, 0.1, 0.1, 0.1, 0.1);
    await runs(9);
    await notices.look();
    expect(await told()).to.deep.equal([]);
    time.pass(2 * minuteMs);
    await notices.look();
    expect(await told()).to.have.length(1);
  });

  it('is nothing where it is not asked for, or nothing is known of what is usual', async () => {
    await withJob({ on: ['failed'] });
    await lasted(1, 1, 1, 1, 1);
    await runs(600);
    await notices.look();
    await withJob({ on: ['long-running'], channel: null });
    await notices.look();
    expect(await told()).to.deep.equal([]);
  });

  it('is nothing where too few runs have ended to say what is usual', async () => {
    await withJob({ on: ['long-running'] });
    await lasted(1, 1, 1, 1);
    await runs(600);
    await notices.look();
    expect(await told()).to.deep.equal([]);
  });

  it('is the summary of a channel, once, when its time has come', async () => {
    await withJob({ digest: 'daily' });
    await notices.look();
    expect(await told()).to.deep.equal([]);
    notices.start();
    // The job's clock is Berlin's.
    for (let minutes = 0; minutes < 20 * 60; minutes += 30) {
      await until(() => time.delays().length === 1);
      time.pass(30 * minuteMs);
    }
    await until(() => time.delays().length === 1);
    expect(await told()).to.deep.equal([
      {
        kind: 'digest',
        channel: '#news',
        cadence: 'daily',
        timezone: 'Europe/Berlin',
        until: '2026-03-02T07:00:00.000Z',
      },
    ]);
  });
});
