import { expect } from 'chai';
import type { Approval } from '../../../src/domain/guard.ts';
import type { NotifySettings } from '../../../src/domain/job.ts';
import { zeroCounts } from '../../../src/domain/run.ts';
import type { Run } from '../../../src/domain/run.ts';
import { createNotices } from '../../../src/scheduler/notices.ts';
import type { Person } from '../../support/person.ts';
import { aConfiguration, aHeldRun, aJob, aNewRun, anOutcome } from '../../support/records.ts';
import { until } from '../../support/until.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';

const name = 'Customer accounts';
const question = 'waits for approval: it would create 412';

async function withJob({ store }: SlackHouse, notify: Partial<NotifySettings> = {}): Promise<void> {
  const job = aJob({
    notify: { channel: '#crm-syncs', on: ['failed', 'approval needed'], mention: [], ...notify },
  });
  await store.applyConfiguration(aConfiguration({ jobs: [{ job, nextRunAt: null }] }));
}

/** A run by the schedule that stopped before its first write. */
async function held({ store }: SlackHouse, approval: Partial<Approval> = {}): Promise<Run> {
  const askedAt = new Date();
  const { id } = await store.runs.enqueue(
    aNewRun({ trigger: 'schedule', startedBy: 'schedule', queuedAt: askedAt }),
  );
  await store.runs.claim('me', askedAt, id);
  await store.runs.awaitApproval(id, 'me', 1, aHeldRun(askedAt, approval));
  return await stored({ store }, id);
}

async function stored({ store }: Pick<SlackHouse, 'store'>, id: string): Promise<Run> {
  const run = await store.runs.byId(id);
  if (run === null) throw new Error('The run is gone.');
  return run;
}

async function decisions({ store }: SlackHouse): Promise<string[]> {
  const entries = await store.audit.list({ limit: 50, offset: 0 });
  return entries
    .map(({ operation }) => operation)
    .filter((each) => each.endsWith('-run') && each !== 'start-run');
}

/** Of a job that tells how its runs end. */
async function approvedAndBegun(house: SlackHouse): Promise<{ readonly ada: Person; readonly id: string }> {
  await withJob(house, { on: ['approval needed', 'succeeded'] });
  const { id } = await held(house);
  const ada = await house.person('Ada');
  await ada.opens('#crm-syncs');
  await ada.clicks('Approve', { on: question });
  await ada.sees('approved. The run goes on');
  await house.store.runs.claim('me', new Date(), id);
  return { ada, id };
}

describeOnBoth('a run that stopped before its first write', (house) => {
  it('asks in the channel with its counts, and goes on where an admin approves it', async () => {
    await withJob(house());
    const { id } = await held(house());
    const ada = await house().person('Ada');
    await ada.opens('#crm-syncs');
    await ada.sees(question);
    await ada.sees(
      'That changes 412 records; the job knows 1,000 (41 %). Its guard stops a run that changes or rejects more than 30 % of them and at least 100.',
    );
    await ada.sees('Nothing is written yet');
    await ada.sees('Admins decide, until');
    await ada.clicks('Approve', { on: question });
    await ada.sees('approved. The run goes on, with the rows that were counted.');
    await ada.sees('Approved by @Ada Lovelace');
    await ada.doesNotSee('[Reject]');
    expect(await stored(house(), id)).to.include({ status: 'queued', startedBy: 'schedule' });
    await house().store.runs.claim('me', new Date(), id);
    const { counts } = aHeldRun(new Date());
    await house().store.runs.finish(id, 'me', 1, anOutcome({ counts, finishedAt: new Date() }));
    await ada.sees('It did what was announced.');
    expect(await decisions(house())).to.deep.equal(['approve-run']);
  });

  it('says what it did where that is another thing than was announced', async () => {
    const { ada, id } = await approvedAndBegun(house());
    const counts = { ...zeroCounts, read: 1_412, created: 400, updated: 12, unchanged: 1_000 };
    await house().store.runs.finish(id, 'me', 1, anOutcome({ counts, finishedAt: new Date() }));
    await ada.sees(`${name} succeeded`);
    await ada.sees(
      'It would create 412, as it was announced; what it did is another thing, because records changed meanwhile.',
    );
  });

  it('says that it was interrupted where what it created counts as updated for that', async () => {
    const { ada, id } = await approvedAndBegun(house());
    await house().store.runs.requeue(id, 'me', 1);
    await house().store.runs.claim('me', new Date(), id);
    const counts = { ...zeroCounts, read: 1_412, created: 212, updated: 200, unchanged: 1_000 };
    await house().store.runs.finish(id, 'me', 2, anOutcome({ counts, finishedAt: new Date() }));
    await ada.sees(`${name} succeeded`);
    await ada.sees('because it was interrupted, and counts as updated what it had created just before.');
  });

  it('has ended with nothing written where an admin rejects it', async () => {
    await withJob(house());
    const { id } = await held(house());
    const ada = await house().person('Ada');
    await ada.opens('#crm-syncs');
    await ada.clicks('Reject', { on: question });
    await ada.sees('Rejected by @Ada Lovelace');
    await ada.sees('Nothing was written.');
    const run = await stored(house(), id);
    expect(run).to.include({ status: 'cancelled' });
    expect(run.counts).to.deep.equal(zeroCounts);
    expect(run.error).to.have.property('code', 'run_rejected');
    await ada.opensHome();
    await ada.chooses('History', { in: 'Manage', on: name });
    await ada.clicks('Open', { on: 'cancelled' });
    await ada.sees('Approval: it would create 412.');
    await ada.sees('It was rejected before it wrote anything.');
    expect(await decisions(house())).to.deep.equal(['reject-run']);
  });

  it('is decided by admins only, and by the first of them', async () => {
    await withJob(house());
    const { id } = await held(house());
    const otto = await house().person('Otto', 'operator');
    await otto.opens('#crm-syncs');
    await otto.clicks('Approve', { on: question });
    await otto.sees('you need the role admin');
    await otto.clicks('Reject', { on: question });
    await otto.sees('you need the role admin');
    expect(await stored(house(), id)).to.include({ status: 'waiting for approval' });
    expect(await decisions(house())).to.deep.equal([]);

    const ada = await house().person('Ada');
    const admin = await house().person('Vera', 'admin');
    await ada.opens('#crm-syncs');
    await admin.opens('#crm-syncs');
    await Promise.all([ada.clicks('Approve', { on: question }), admin.clicks('Reject', { on: question })]);
    await until(async () => (await decisions(house())).length > 0);
    const isApproved = (await stored(house(), id)).status === 'queued';
    const [faster, slower] = isApproved ? [ada, admin] : [admin, ada];
    await faster.sees(isApproved ? 'approved. The run goes on' : 'rejected. Nothing was written.');
    await slower.sees(isApproved ? 'was approved already' : 'was rejected already');
    expect(await decisions(house())).to.have.length(1);
  });

  it('is seen and decided in App Home and in the history, too', async () => {
    await withJob(house());
    const { id } = await held(house());
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.sees('Waits for approval since', { on: name });
    await otto.sees('it would create 412', { on: name });
    await otto.doesNotSee('[Approve]');
    const ada = await house().person('Ada');
    await ada.opensHome();
    await ada.chooses('History', { in: 'Manage', on: name });
    await ada.chooses('Waiting for approval', { in: 'Status' });
    await ada.clicks('Open', { on: 'waiting for approval' });
    await ada.sees('412 would be created');
    await ada.sees('the job knows 1,000 (41 %)');
    await ada.closes();
    await ada.clicks('Approve');
    await ada.sees('approved. The run goes on');
    expect(await stored(house(), id)).to.include({ status: 'queued' });
  });

  it('stands in the way of another one, which is refused with a link to the question', async () => {
    await withJob(house());
    const { id } = await held(house());
    const otto = await house().person('Otto', 'operator');
    await otto.opens('#crm-syncs');
    await otto.sees(question);
    await otto.opensHome();
    await otto.chooses('Run now', { in: 'Manage', on: name });
    await otto.sees('has a run that is waiting for approval already');
    await otto.sees('See how it gets on');
    // Its schedule goes on, and starts nothing beside it.
    const moved = await house().store.jobs.change(
      'job-1',
      (job) => ({
        job,
        nextRunAt: new Date(0),
        audit: {
          at: new Date(),
          actor: 'ada',
          door: 'cli',
          operation: 'x',
          subject: 'job-1',
          before: null,
          after: null,
        },
      }),
      { at: new Date(), actor: 'ada', door: 'cli' },
    );
    expect(moved).to.not.equal(null);
    const advanced = await house().store.jobs.advance(
      'job-1',
      new Date(0),
      new Date(1),
      aNewRun({ trigger: 'schedule' }),
    );
    expect(advanced).to.equal('overlap');
    const { runs } = await house().store.runs.list({}, { limit: 9, offset: 0 });
    expect(runs.map((run) => run.id)).to.deep.equal([id]);
  });

  it('asks who saved the job last where its channel is not to be asked', async () => {
    await withJob(house(), { channel: null, on: [] });
    const ada = await house().person('Ada');
    await ada.opensHome();
    await ada.chooses('Disable scheduling', { in: 'Manage', on: name });
    await ada.doesNotSee('Next run', { on: name });
    await held(house());
    await ada.opens('@Crosswalk');
    await ada.sees(question);
    await ada.clicks('Reject', { on: question });
    await ada.sees('Rejected by @Ada Lovelace');
  });

  it('fails where nobody decides in time, and cannot be approved any more', async () => {
    await withJob(house());
    const { id } = await held(house(), { expiresAt: new Date() });
    const ada = await house().person('Ada');
    await ada.opens('#crm-syncs');
    await ada.clicks('Approve', { on: question });
    await ada.sees('The time to decide is up');
    expect(await stored(house(), id)).to.include({ status: 'waiting for approval' });
    const notices = createNotices({
      teams: () => Promise.resolve([house().store]),
      now: () => new Date(),
      log: house().log.log,
    });
    await notices.look();
    const run = await stored(house(), id);
    expect(run).to.include({ status: 'failed' });
    expect(run.error).to.have.property('code', 'approval_expired');
    await ada.sees('Nobody decided until');
    await ada.sees('nobody approved it within 24 hours', { on: `${name} failed` });
  });

  it('needs nobody any more where somebody cancels it', async () => {
    await withJob(house());
    await held(house());
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.clicks('Cancel');
    await otto.sees('nothing is written');
    await otto.clicks('Cancel run');
    await otto.opens('#crm-syncs');
    await otto.sees('Nobody decided: the run was cancelled.');
    await otto.doesNotSee('[Approve]');
  });
});
