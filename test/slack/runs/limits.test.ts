import { expect } from 'chai';
import type { OutgoingContent } from '../../../src/domain/outgoing.ts';
import type { Job } from '../../../src/domain/job.ts';
import { runEventOf } from '../../../src/domain/run-event.ts';
import { runStatuses } from '../../../src/domain/run.ts';
import type { Run } from '../../../src/domain/run.ts';
import { checkMessageBlocks } from '../../../src/playground/blocks/check-message.ts';
import { checkView } from '../../../src/playground/blocks/check-view.ts';
import { detailsView } from '../../../src/slack/history/details-view.ts';
import { newHistoryQuery, readHistoryQuery, runsOnPage } from '../../../src/slack/history/history-query.ts';
import { historyView } from '../../../src/slack/history/history-view.ts';
import { runsCharted, sparkline } from '../../../src/slack/history/sparkline.ts';
import { createNotifications } from '../../../src/slack/notifications/index.ts';
import type { NotificationDeps } from '../../../src/slack/notifications/notification.ts';
import { aRun } from '../../support/a-run.ts';
import { aJob, after, anOutboundJob, noon } from '../../support/records.ts';

const most = 999_999_999;
/** All that can be long is, and all of it is to be escaped. */
const long = '&<>"*_`'.repeat(700);
const job = aJob({
  name: '&'.repeat(80),
  notify: { channel: '#x', on: [], mention: Array.from({ length: 100 }, (_, i) => `U${i}`) },
});

function aLongRun(given: Partial<Run> = {}): Run {
  const counts = {
    read: most,
    created: most,
    updated: most,
    unchanged: most,
    ignored: most,
    rejected: most,
    deleted: most,
  };
  return aRun({
    startedBy: long,
    modeReason: long,
    startedAt: noon,
    finishedAt: after(noon, most),
    counts,
    expectedRows: most,
    error: { code: 'x', message: long },
    retry: { attempt: 1, attempts: 6, reason: long, nextAt: noon },
    files: { rows: 'a', rejects: 'b' },
    ...given,
  });
}

const codes = Array.from({ length: 200 }, (_, i) => ({
  code: `some_other_code_${i}`,
  count: most,
  fields: [long, long, long, long],
}));
const clock = { timezone: 'America/Argentina/Buenos_Aires', now: after(noon, most) };

/** As far as wording goes: one run of one job. */
function operationsOf(run: Run, its: Job = job): NotificationDeps['operations'] {
  return {
    listConnections: () => Promise.resolve([]),
    showRun: () => Promise.resolve({ ...run, executor: null }),
    showJob: () => Promise.resolve({ job: its, savedBy: null }),
    rejectSummary: () => Promise.resolve({ codes, counted: 10_000 }),
    jobVersions: () =>
      Promise.resolve({
        job: its,
        total: most,
        versions: [{ version: 1, saved: { at: noon, actor: long, door: long }, isFirst: false, differences }],
      }),
    digest: () =>
      Promise.resolve({
        jobs: Array.from({ length: 500 }, (_, i) => ({
          job: { ...its, id: `job-${i}` },
          runs: { failed: most, succeeded: most, 'partly succeeded': most, cancelled: most },
          counts: run.counts,
        })),
        days: Array.from({ length: 7 }, (_, i) => ({
          begins: after(noon, i * 86_400_000),
          runs: { failed: most },
        })),
      }),
  };
}

const differences = Array.from({ length: 300 }, () => ({ part: long, before: long, after: long }));

const contents: readonly OutgoingContent[] = [
  { kind: 'run progress', runId: 'r' },
  { kind: 'run details', runId: 'r', event: 'failed' },
  { kind: 'run ended', runId: 'r', event: 'partly succeeded' },
  { kind: 'job changed', jobId: 'j', version: 1 },
  { kind: 'job deleted', jobId: 'j', name: 'A & B <!channel>', actor: 'U1', door: 'slack', mention: ['U2'] },
  { kind: 'job disabled', jobId: 'j', version: 1, failures: 10, runId: 'r' },
  { kind: 'long-running', runId: 'r', usualMs: most },
  {
    kind: 'schema changed',
    jobId: 'j',
    at: noon.toISOString(),
    drift: Array.from({ length: 20 }, () => ({
      kind: 'values lost',
      path: long,
      values: [long, long, long],
    })),
    more: most,
  },
  { kind: 'digest', channel: '#x', cadence: 'weekly', timezone: 'Europe/Berlin', until: noon.toISOString() },
  { kind: 'channel closed', jobId: 'j', channel: `#${'&'.repeat(80)}`, reason: long },
];

describe('a message about a job', () => {
  for (const content of contents) {
    it(`names it and mentions nobody by its name: ${content.kind}`, async () => {
      const its = aJob({ name: 'A & B <!channel>' });
      for (const status of ['running', 'failed'] as const) {
        const word = createNotifications({
          operations: operationsOf(aLongRun({ status }), its),
          context: () => ({ actor: 'crosswalk', role: 'viewer', door: 'system', now: noon }),
        });
        const worded = await word(content);
        expect(JSON.stringify(worded)).to.contain('A &amp; B &lt;!channel&gt;');
        if (content.kind !== 'digest') expect(worded?.text).to.contain('A &amp; B &lt;!channel&gt;');
        expect(JSON.stringify(worded?.blocks)).not.to.contain('<!channel>');
      }
    });
  }
});

/** What is said when a run of such a job ends. */
async function endTold(job: Job): Promise<string> {
  const run = aRun({ status: 'partly succeeded', counts: { ...aRun().counts, rejected: 3 } });
  const summary = { codes: [{ code: 'too_long', count: 3, fields: ['name'] }], counted: 3 };
  const word = createNotifications({
    operations: {
      ...operationsOf(run),
      showJob: () => Promise.resolve({ job, savedBy: null }),
      rejectSummary: () => Promise.resolve(summary),
    },
    context: () => ({ actor: 'crosswalk', role: 'viewer', door: 'system', now: noon }),
  });
  const worded = await word({ kind: 'run ended', runId: 'r', event: 'partly succeeded' });
  return JSON.stringify(worded?.blocks);
}

describe('what is told of a run that rejected rows', () => {
  it('is the way to them, and what each of the two ways to try again does', async () => {
    expect(await endTold(aJob()))
      .to.contain('Press History, and Open at this run')
      .and.contain('runs the whole job again');
  });

  it('is of an export that its next run sends them again', async () => {
    expect(await endTold(anOutboundJob()))
      .to.contain('Press History, and Open at this run')
      .and.contain('the next run sends them again')
      .and.not.contain('Retry rejected rows');
  });
});

describe("Slack's limits and runs", () => {
  for (const content of contents) {
    it(`are kept by "${content.kind}", whatever the run is like`, async () => {
      for (const status of runStatuses) {
        const word = createNotifications({
          operations: operationsOf(aLongRun({ status })),
          context: () => ({ actor: 'crosswalk', role: 'viewer', door: 'system', now: noon }),
        });
        const worded = await word(content);
        expect(worded?.text.length).to.be.within(1, 4_000);
        expect(checkMessageBlocks(worded?.blocks ?? [])).not.to.have.property('problem');
      }
    });
  }

  it('are kept by the history and by the details of a run', () => {
    const runs = Array.from({ length: runsOnPage }, () => aLongRun({ status: 'failed' }));
    const recent = Array.from({ length: runsCharted }, () => aLongRun());
    const query = { ...newHistoryQuery('j'.repeat(200)), from: '2026-03-01', to: '2026-03-02', page: 3 };
    const view = historyView({ history: { job, runs, total: most }, recent, query, clock });
    expect(checkView(view)).not.to.have.property('problems');
    const rows = Array.from({ length: 100 }, () => ({
      code: 'x',
      reason: long,
      crmId: long,
      keys: [long, long],
    }));
    for (const status of runStatuses) {
      const details = detailsView({
        run: aLongRun({ status }),
        jobName: job.name,
        rejects: { kind: 'rows', rows },
        role: 'admin',
        state: { run: 'r'.repeat(200), page: 3 },
        clock,
        note: long,
      });
      expect(checkView(details)).not.to.have.property('problems');
    }
  });
});

describe('what a history modal keeps of itself', () => {
  it('is read whatever a forged request holds', () => {
    for (const text of ['', 'x', '[]', 'null', '{"page":-1,"status":"nonsense","from":"yesterday"}']) {
      expect(readHistoryQuery(text)).to.deep.equal(newHistoryQuery(''));
    }
    const query = { ...newHistoryQuery('job-1'), status: 'failed', from: '2026-03-01', page: 2 } as const;
    expect(readHistoryQuery(JSON.stringify(query))).to.deep.equal(query);
  });
});

const endedRun = (read: number, status: Run['status']): Run =>
  aRun({ status, counts: { ...aRun().counts, read } });

describe('the chart of recent runs', () => {
  it('shows rows read and how each run ended, oldest first', () => {
    const chart = sparkline([
      endedRun(100, 'failed'),
      endedRun(50, 'partly succeeded'),
      endedRun(0, 'succeeded'),
    ]);
    expect(chart?.split('\n').slice(1, 3)).to.deep.equal([
      '▁▅█  rows read by the last 3 runs, 100 at most',
      '+!x  + succeeded  ! partly  x failed  - cancelled',
    ]);
    expect(sparkline([endedRun(1, 'failed')])).to.equal(null);
  });
});

describe('what is told of a run that has ended', () => {
  const all = ['failed', 'partly succeeded', 'recovered', 'succeeded'] as const;
  const told = (
    status: Run['status'],
    previous: Parameters<typeof runEventOf>[1],
    wanted: readonly (typeof all)[number][] = all,
  ) => runEventOf({ status, dryRun: false }, previous, { on: wanted });

  it('is one thing, and only what the rules ask for', () => {
    expect(told('failed', 'failed')).to.equal('failed');
    expect(told('succeeded', 'failed')).to.equal('recovered');
    expect(told('succeeded', 'succeeded')).to.equal('succeeded');
    expect(told('succeeded', null)).to.equal('succeeded');
    expect(told('partly succeeded', 'failed')).to.equal('partly succeeded');
    expect(told('partly succeeded', 'failed', ['recovered'])).to.equal('recovered');
    expect(told('succeeded', 'succeeded', ['recovered'])).to.equal(null);
    expect(told('cancelled', 'failed')).to.equal(null);
    expect(runEventOf({ status: 'failed', dryRun: true }, null, { on: all })).to.equal(null);
  });

  it('is the first of several failures alone, where the job asks for that', () => {
    const rules = { on: all, failures: 'first' } as const;
    const first = (status: Run['status'], previous: Parameters<typeof runEventOf>[1]) =>
      runEventOf({ status, dryRun: false }, previous, rules);
    expect(first('failed', null)).to.equal('failed');
    expect(first('failed', 'succeeded')).to.equal('failed');
    expect(first('failed', 'partly succeeded')).to.equal('failed');
    expect(first('failed', 'failed')).to.equal(null);
    expect(first('succeeded', 'failed')).to.equal('recovered');
  });
});
