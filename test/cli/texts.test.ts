import { expect } from 'chai';
import { doctorText } from '../../src/cli/doctor.ts';
import { historyText } from '../../src/cli/history.ts';
import { jobTable } from '../../src/cli/jobs.ts';
import type { ListedJob } from '../../src/operations/list-jobs.ts';
import { aRun } from '../support/a-run.ts';
import { aHeldRun, after as later, aJob, anOutboundJob, noon } from '../support/records.ts';

const listed: ListedJob = {
  job: aJob({ name: 'Customers and prospects of the whole of Northern Europe' }),
  connection: 'Acme',
  state: 'failing',
  waitsFor: null,
  schedule: 'Every workday (Monday to Friday) at 06:30 (Europe/Berlin)',
  nextRunAt: noon,
  lastRun: aRun({ status: 'partly succeeded', startedAt: noon }),
  retry: null,
  hasFile: true,
};

describe('the list of jobs', () => {
  it('fits on 80 columns', () => {
    const lines = jobTable([listed], 80).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(80);
    expect(lines[0]).to.match(/^Job +Records +State +Schedule +Next run +Last run$/);
  });

  it('says between what each goes, in either direction', () => {
    const text = jobTable([listed, { ...listed, job: anOutboundJob({ name: 'Health' }) }], 200);
    expect(text).to.match(/^Customers .* {2}Account → accounts {2}failing/m);
    expect(text).to.match(/^Health +accounts → Account {2}failing/m);
  });
});

type Runs = Parameters<typeof historyText>[1]['runs'];
const history = (runs: Runs, total = runs.length) =>
  historyText('Accounts', { runs, total, page: 1, limit: 20 }, 80);

describe('the history of a job', () => {
  it('says of a run that waits for approval what it would do, not what it did', () => {
    const { counts } = aHeldRun(noon);
    const text = history([aRun({ status: 'waiting for approval', startedAt: noon, counts })]);
    expect(text).to.include('would be created 412, would be updated 0, unchanged 1,000');
  });

  it('has a line and the counts for every run', () => {
    const failed = aRun({
      status: 'failed',
      startedAt: noon,
      finishedAt: later(noon, 2_000),
      startedBy: 'ada',
      error: { code: 'x', message: 'The org is away.' },
    });
    const scheduled = aRun({
      id: 'run-2',
      status: 'succeeded',
      trigger: 'schedule',
      startedAt: noon,
      dryRun: true,
    });
    const text = history([failed, scheduled]);
    expect(text).to.match(
      /failed +incremental +2 s +ada \(cli\)\n {2}read 0, created 0.*\n {2}The org is away\.\n/s,
    );
    expect(text).to.match(
      /succeeded +incremental, dry run +- +schedule\n {2}read 0, would be created 0, would be updated 0, unchanged 0/,
    );
  });

  it('says what is more than a sync, and who of Slack started it', () => {
    const text = historyText(
      'Accounts',
      {
        runs: [
          aRun({ mode: 'full', rebuild: true, trigger: 'slack', startedBy: 'U0ADA' }),
          aRun({ retryOf: 'run-0', trigger: 'slack', startedBy: 'U0ADA' }),
          aRun({ trigger: 'catch-up' }),
        ],
        total: 3,
        page: 1,
        limit: 20,
      },
      120,
    );
    expect(text).to.match(/full sync that rebuilds the mapping +- +@U0ADA \(slack\)/);
    expect(text).to.match(/retry of rejected rows +- +@U0ADA \(slack\)/);
    expect(text).to.match(/incremental +- +schedule, late/);
  });

  it('keeps the details beside their run where a row takes several lines', () => {
    const runs = ['a', 'b'].map((id) =>
      aRun({ id, startedAt: noon, startedBy: 'somebody with a very, very, very long name' }),
    );
    const text = historyText('Accounts', { runs, total: 2, page: 1, limit: 20 }, 60);
    expect(text.indexOf('run a')).to.be.lessThan(text.lastIndexOf('somebody'));
    expect(text.indexOf('run b')).to.be.greaterThan(text.lastIndexOf('somebody'));
  });

  it('says that there is more, or nothing', () => {
    expect(history([aRun()], 41)).to.include('Page 1 of 3: see more with --page.');
    expect(history([])).to.equal('There are no such runs of "Accounts".');
    const beyond = { runs: [], total: 65, page: 99, limit: 20 };
    expect(historyText('Accounts', beyond, 80)).to.equal(
      'There is no page 99: the last one of "Accounts" is --page 4.',
    );
  });
});

function verdictOf(outcome: 'ok' | 'warning'): string | undefined {
  return doctorText([{ name: 'Key', outcome, detail: 'Set one.' }], 80)
    .split('\n')
    .at(-1);
}

describe('what doctor found', () => {
  it('is counted at the end', () => {
    const text = doctorText(
      [
        { name: 'Data folder', outcome: 'ok', detail: 'Fine.' },
        { name: 'Hub database', outcome: 'failed', detail: 'Nobody answers.' },
      ],
      80,
    );
    expect(text)
      .to.match(/^ok +Data folder +Fine\.$/m)
      .and.match(/^FAILED +Hub database +Nobody answers\.$/m);
    expect(text).to.match(/1 of 2 checks failed: see above what to do\.$/);
    expect(verdictOf('ok')).to.equal('Everything works.');
    expect(verdictOf('warning')).to.equal('Nothing failed; 1 to look at: see above.');
  });
});
