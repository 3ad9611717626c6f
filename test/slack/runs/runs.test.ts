import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { firstTeam } from '../../../src/domain/team.ts';
import type { NotifySettings } from '../../../src/domain/job.ts';
import type { Place } from '../../../src/domain/outgoing.ts';
import { zeroCounts } from '../../../src/domain/run.ts';
import type { Run, RunCounts } from '../../../src/domain/run.ts';
import type { RunOutcome } from '../../../src/store/run-store.ts';
import { aConfiguration, aJob, anOutboundJob, aNewRun, after, anOutcome } from '../../support/records.ts';
import { until } from '../../support/until.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';

const name = 'Customer accounts';
const counts = (given: Partial<RunCounts>): RunCounts => ({ ...zeroCounts, ...given });

async function withJob({ store }: SlackHouse, notify: Partial<NotifySettings> = {}): Promise<void> {
  const job = aJob({
    notify: { channel: '#crm-syncs', on: ['failed', 'recovered'], mention: [], ...notify },
  });
  await store.applyConfiguration(aConfiguration({ jobs: [{ job, nextRunAt: null }] }));
}

/** The run that somebody has started, taken by an instance that the test plays. */
async function taken({ store }: SlackHouse): Promise<Run> {
  let run: Run | null = null;
  await until(async () => {
    run ??= await store.runs.claim('me', new Date());
    return run !== null;
  });
  if (run === null) throw new Error('Nobody has started a run.');
  return run;
}

async function progress(
  { store }: SlackHouse,
  { id }: Run,
  read: number,
  expectedRows = 1_000,
): Promise<void> {
  const at = {
    phase: 'reading',
    counts: counts({ read, created: read }),
    expectedRows,
    retry: null,
  } as const;
  await store.runs.saveProgress(id, 'me', 1, at);
}

async function finish({ store }: SlackHouse, { id }: Run, outcome: Partial<RunOutcome> = {}): Promise<void> {
  await store.runs.finish(id, 'me', 1, anOutcome({ finishedAt: new Date(), ...outcome }));
}

/** A run by the schedule, from beginning to end. */
async function scheduledRun(
  house: SlackHouse,
  outcome: Partial<RunOutcome>,
  queuedAt = new Date(),
): Promise<Run> {
  const { id } = await house.store.runs.enqueue(
    aNewRun({ trigger: 'schedule', startedBy: 'schedule', queuedAt }),
  );
  const run = await house.store.runs.claim('me', queuedAt, id);
  if (run === null) throw new Error('The run was taken by somebody else.');
  await finish(house, run, outcome);
  return run;
}

function writeRunFile({ deps }: SlackHouse, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(deps.dataDir, path)), { recursive: true });
  writeFileSync(join(deps.dataDir, path), content);
}

const rejected = (count: number): string =>
  [
    '\uFEFFcode,reason,crm_id,Id,Name',
    ...Array.from(
      { length: count },
      (_, i) => `too_long,"name: the value of Name is longer, far, than 128.",00${i},00${i},Ada`,
    ),
    '',
  ].join('\n');

async function deleteMessage({ door }: SlackHouse, place: Place | null): Promise<void> {
  if (place === null) throw new Error('It stands nowhere.');
  await door.of(firstTeam).client.chat.delete({ ...place });
}

describeOnBoth('a run', (house) => {
  it('is started from App Home, watched to its end, and told in its thread', async () => {
    await withJob(house());
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('Run now', { in: 'Manage', on: name });
    await otto.sees('sync started. You see in #crm-syncs how it gets on.');
    // The first one will be a full one, which nobody knows yet.
    await otto.doesNotSee('incremental');
    const run = await taken(house());
    await progress(house(), run, 420);
    await otto.opens('#crm-syncs');
    await otto.sees('incremental sync is running', { on: name });
    await otto.sees('Reading · 420 of 1,000 rows');
    await otto.sees('42 %');
    writeRunFile(house(), 'r.csv', rejected(3));
    await finish(house(), run, {
      status: 'partly succeeded',
      counts: counts({ read: 1_000, created: 997, rejected: 3 }),
      files: { rows: null, rejects: 'r.csv' },
    });
    await otto.sees('partly succeeded');
    await otto.sees('1,000 read · 997 created · 0 updated');
    await otto.sees('3 × a value is longer than the hub keeps');
    await otto.sees('[History]');
    await otto.opensThread(name);
    await otto.sees('3 rows were rejected');
    await otto.sees('3 × a value is longer than the hub keeps');
    expect(
      house()
        .refusals()
        .filter((each) => !each.includes('not_in_channel')),
    ).to.deep.equal([]);
  });

  it('is started by a command, full, where nobody else has to see it', async () => {
    await withJob(house(), { channel: null });
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk fullsync ${name}`, '@Crosswalk');
    const run = await taken(house());
    expect(run).to.include({ mode: 'full', trigger: 'slack' });
    await otto.sees('full sync is running');
    await finish(house(), run);
    await otto.sees('full sync succeeded');
  });

  it('is cancelled by whoever reads the question while the message goes on', async () => {
    await withJob(house());
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk run ${name}`, '#crm-syncs');
    const run = await taken(house());
    await progress(house(), run, 100);
    await otto.sees('Reading · 100 of 1,000 rows', { on: name });
    await otto.clicks('Cancel', { on: 'Reading' });
    await otto.sees('Cancel this run?');
    await progress(house(), run, 200);
    const vera = await house().person('Vera', 'viewer');
    await vera.opens('#crm-syncs');
    await vera.sees('Reading · 200 of 1,000 rows');
    await otto.confirms();
    await until(
      async () => (await house().store.runs.heartbeat(run.id, 'me', 1, new Date())) === 'cancel requested',
    );
  });

  it('is told to the person where the bot cannot write', async () => {
    await withJob(house(), { channel: '#no-such-channel' });
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('Run now', { in: 'Manage', on: name });
    await otto.sees('You see in our direct messages how it gets on: there is no #no-such-channel');
    await taken(house());
    await otto.opens('@Crosswalk');
    await otto.sees('Customer accounts · sync is running');
    const ada = await house().person('Ada');
    await ada.opens('@Crosswalk');
    await ada.sees('does not reach #no-such-channel');
  });

  it('rebuilds the mapping where an admin asks for it, who is asked before', async () => {
    await withJob(house());
    const ada = await house().person('Ada');
    const choosesIt = async (): Promise<void> => {
      await ada.opensHome();
      await ada.chooses('Rebuild mapping', { in: 'Manage', on: name });
      await ada.sees('a full sync matches all of them anew by their keys');
      await ada.clicks('Rebuild');
    };
    await choosesIt();
    await ada.sees('its mapping is being rebuilt. You see in #crm-syncs how it gets on.');
    const [run] = (await house().store.runs.list({}, { limit: 1, offset: 0 })).runs;
    expect(run).to.include({ status: 'queued', mode: 'full', rebuild: true });
    await ada.closes();
    await ada.opens('#crm-syncs');
    await ada.sees('full sync that rebuilds the mapping is queued', { on: name });
    await choosesIt();
    await ada.sees('This job has a run already');
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    expect(await otto.options({ in: 'Manage', on: name })).not.to.include('Rebuild mapping');
  });

  it('tries its rejected rows again, where there are any and they are known', async () => {
    await withJob(house(), { channel: null });
    const some = {
      status: 'partly succeeded',
      counts: counts({ read: 3, created: 1, rejected: 2 }),
    } as const;
    const run = await scheduledRun(house(), { ...some, files: { rows: null, rejects: 'r.csv' } });
    writeRunFile(house(), 'r.csv', rejected(2));
    const otto = await house().person('Otto', 'operator');
    const opensRun = async (): Promise<void> => {
      await otto.opensHome();
      await otto.chooses('History', { in: 'Manage', on: name });
      await otto.clicks('Open', { on: 'partly succeeded' });
    };
    await opensRun();
    await otto.clicks('Retry rejected rows');
    await otto.sees('the rejected rows are tried again.');
    expect(await taken(house())).to.include({ retryOf: run.id, mode: 'incremental', trigger: 'slack' });
    await otto.clicks('Retry rejected rows');
    await otto.sees('This job has a run already');
    await otto.closes();
    await otto.opens('@Crosswalk');
    await otto.sees('retry of rejected rows');
    rmSync(join(house().deps.dataDir, 'r.csv'));
    await opensRun();
    await otto.clicks('Retry rejected rows');
    await otto.sees('The file that names the rejected rows is gone');
  });

  it('that exports sends its rejected rows again with all that has changed, and says so', async () => {
    const exporting = anOutboundJob({ name, notify: { ...aJob().notify, channel: '#crm-syncs' } });
    await house().store.applyConfiguration(aConfiguration({ jobs: [{ job: exporting, nextRunAt: null }] }));
    await scheduledRun(house(), {
      status: 'partly succeeded',
      counts: counts({ read: 3, created: 1, rejected: 2 }),
      files: { rows: null, rejects: 'r.csv' },
    });
    writeRunFile(house(), 'r.csv', rejected(2));
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('History', { in: 'Manage', on: name });
    await otto.clicks('Open', { on: 'partly succeeded' });
    await otto.clicks('Retry rejected rows');
    await otto.sees('the rejected rows are sent again, together with what has changed since.');
  });

  it('is cancelled by a button that asks before', async () => {
    await withJob(house());
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk run ${name}`, '#crm-syncs');
    const run = await taken(house());
    await otto.sees('Customer accounts · sync is running');
    await otto.clicks('Cancel');
    await otto.confirms();
    await otto.sees('The run is asked to stop');
    expect(await house().store.runs.heartbeat(run.id, 'me', 1, new Date())).to.equal('cancel requested');
    await finish(house(), run, { status: 'cancelled' });
    await otto.sees('incremental sync cancelled');
    await otto.sees('[Retry]');
  });

  it('is refused while the job has one, with a link to where that is told', async () => {
    await withJob(house());
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk run ${name}`, '#crm-syncs');
    await taken(house());
    await otto.sees('Customer accounts · sync is running');
    await otto.runs(`/crosswalk fullsync ${name}`, '#general');
    await otto.sees('is running already');
    await otto.sees('See how it gets on');
    expect(JSON.stringify(house().playground.traffic)).to.match(/archives\/C\w+\/p\d+/);
  });

  it('is refused without a link where what it would lead to was deleted', async () => {
    await withJob(house());
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk run ${name}`, '#crm-syncs');
    const { id: runId } = await taken(house());
    await otto.sees('Customer accounts · sync is running');
    let place: Place | null = null;
    await until(async () => (place = await house().store.outbox.progressOf(runId)) !== null);
    await deleteMessage(house(), place);
    await otto.runs(`/crosswalk fullsync ${name}`, '#general');
    await otto.sees('is running already');
    await otto.sees('Wait until it ends, or cancel it in its history');
  });

  it('is refused to a viewer, and not offered', async () => {
    await withJob(house());
    const vera = await house().person('Vera');
    await vera.runs(`/crosswalk run ${name}`, '#general');
    await vera.sees('To start a run you need the role operator');
    await vera.opensHome();
    await vera.doesNotSee('[Run now]');
    expect(await house().store.runs.activeOf('job-1')).to.equal(null);
  });

  it('by the schedule speaks only by the rules of its job', async () => {
    await withJob(house());
    const queued = new Date(Date.now() - 60_000);
    await scheduledRun(house(), { status: 'succeeded' }, queued);
    const error = { code: 'x', message: 'Salesforce has no field Foo__c. Take it out of the mapping.' };
    await scheduledRun(house(), { status: 'failed', error }, after(queued, 1_000));
    const otto = await house().person('Otto', 'operator');
    await otto.opens('#crm-syncs');
    await otto.sees(`${name} failed`);
    await otto.sees('Take it out of the mapping.');
    await otto.doesNotSee('succeeded');
    await otto.clicks('Retry');
    const again = await taken(house());
    expect(again).to.include({ trigger: 'slack', mode: 'incremental' });
    await finish(house(), again);
    await otto.sees('incremental sync succeeded');
  });
});

describeOnBoth('the history of a job', (house) => {
  async function withHistory(count: number): Promise<void> {
    await withJob(house(), { channel: null });
    const start = new Date('2026-03-01T12:00:00Z');
    for (let i = 0; i < count; i += 1) {
      const isFailed = i % 5 === 4;
      const outcome: Partial<RunOutcome> = {
        status: isFailed ? 'failed' : 'succeeded',
        error: isFailed ? { code: 'x', message: `Trouble number ${i}. Log in again.` } : null,
        counts: counts({ read: 100 + i, unchanged: 100 + i }),
        finishedAt: after(start, i * 86_400_000 + 90_000),
      };
      await scheduledRun(house(), outcome, after(start, i * 86_400_000));
    }
  }

  it('is paged, newest first, and narrowed by status, kind and date', async () => {
    await withHistory(20);
    const vera = await house().person('Vera');
    await vera.runs(`/crosswalk history ${name}`, '#general');
    await vera.sees('Runs 1–8 of 20');
    await vera.sees('119 read');
    await vera.sees('1 min 30 s');
    await vera.sees('rows read by the last 20 runs');
    await vera.clicks('Older');
    await vera.sees('Runs 9–16 of 20');
    await vera.clicks('Newer');
    await vera.sees('Runs 1–8 of 20');
    await vera.chooses('Failed', { in: 'Status' });
    await vera.sees('Runs 1–4 of 4');
    await vera.chooses('Full sync', { in: 'Kind' });
    await vera.sees('No run is like that');
    await vera.clicks('Clear');
    await vera.sees('Runs 1–8 of 20');
    await vera.chooses('2026-03-19', { in: 'From' });
    await vera.sees('Runs 1–2 of 2');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('opens a run to its details, as much as the role lets see', async () => {
    await withHistory(1);
    const outcome: Partial<RunOutcome> = {
      status: 'partly succeeded',
      counts: counts({ read: 150, created: 25, rejected: 125 }),
      files: { rows: 'rows.csv.gz', rejects: 'rejects.csv' },
    };
    await scheduledRun(house(), outcome);
    writeRunFile(house(), 'rows.csv.gz', gzipSync('Id,Name\n001,Ada\n'));
    writeRunFile(house(), 'rejects.csv', rejected(125));

    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('History', { in: 'Manage', on: name });
    await otto.clicks('Open', { on: '125 rejected' });
    await otto.sees('125 rejected rows');
    await otto.sees('name: the value of Name is longer, far, than 128.');
    await otto.sees('Rejected rows 1–10 of 100');
    await otto.clicks('Next');
    await otto.sees('Rejected rows 11–20 of 100');
    await otto.clicks('Download');
    await otto.sees('The file is in your direct messages with Crosswalk');
    await otto.clicks('Download rejected rows');
    await otto.closes();
    await otto.opens('@Crosswalk');
    await otto.sees(
      /Customer accounts: the rows of the run of \d+ \w{3} \d{4}, \d\d:\d\d\. Only you see this file/,
    );
    const [file = ''] = /Customer accounts \S+ \d+\.csv\.gz/.exec(await otto.screenText()) ?? [];
    const bytes = await otto.downloads(file);
    expect(gunzipSync(bytes).toString()).to.equal('Id,Name\n001,Ada\n');

    const vera = await house().person('Vera');
    await vera.runs(`/crosswalk history ${name}`, '#general');
    await vera.clicks('Open', { on: '125 rejected' });
    await vera.sees('125 × a value is longer than the hub keeps');
    await vera.doesNotSee('[Download]');
    await vera.doesNotSee('far, than 128');
    await vera.goesBack();
    await vera.sees('Runs 1–2 of 2');
    // The modal was closed while a file was being brought.
    expect(
      house()
        .refusals()
        .filter((each) => !each.includes('not_found')),
    ).to.deep.equal([]);
    expect(house().log.messages(50)).to.deep.equal([]);
  });

  it('says where a file is gone, and retries from the details', async () => {
    await withJob(house(), { channel: null });
    const files = { rows: 'gone.csv.gz', rejects: null };
    await scheduledRun(house(), { status: 'failed', error: { code: 'x', message: 'No luck.' }, files });
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk history ${name}`, '#general');
    await otto.clicks('Open');
    await otto.sees('No luck.');
    await otto.clicks('Download');
    await otto.sees('The file of this run is gone');
    await otto.clicks('Retry');
    await otto.sees('started');
    expect(await taken(house())).to.include({ trigger: 'slack' });
  });

  it('says in the modal where there is no such job', async () => {
    await withJob(house());
    const vera = await house().person('Vera');
    await vera.runs('/crosswalk history Customer acounts', '#general');
    await vera.sees('Did you mean "Customer accounts"');
  });
});
