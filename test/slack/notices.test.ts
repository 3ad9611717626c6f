import { expect } from 'chai';
import type { InboundJob, NotifySettings } from '../../src/domain/job.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import type { RunOutcome } from '../../src/store/run-store.ts';
import { aConfiguration, aJob, aNewRun, after, anOutcome } from '../support/records.ts';
import { describeOnBoth } from './support/slack-house.ts';
import type { SlackHouse } from './support/slack-house.ts';

const hourMs = 3_600_000;
const name = 'Customer accounts';

async function withJob(
  { store }: SlackHouse,
  notify: Partial<NotifySettings>,
  given: Partial<InboundJob> = {},
) {
  const job = aJob({
    ...given,
    notify: { channel: '#crm-syncs', on: [], mention: [], ...notify },
  });
  await store.applyConfiguration(aConfiguration({ jobs: [{ job, nextRunAt: null }] }));
}

/** One that was queued so many hours ago. */
async function ended({ store }: SlackHouse, hoursAgo: number, outcome: Partial<RunOutcome>, jobId = 'job-1') {
  const queuedAt = after(new Date(), -hoursAgo * hourMs);
  const { id } = await store.runs.enqueue(aNewRun({ jobId, queuedAt, trigger: 'schedule' }));
  await store.runs.claim('me', queuedAt, id);
  await store.runs.finish(id, 'me', 1, anOutcome({ finishedAt: after(queuedAt, 60_000), ...outcome }));
}

describeOnBoth('what a channel is told of its jobs', (house) => {
  it('is who changed one, what is another now, and that it was deleted', async () => {
    await withJob(house(), { on: ['job changed'] });
    const otto = await house().person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('Disable scheduling', { in: 'Manage', on: name });
    await otto.opens('#crm-syncs');
    await otto.sees('was changed by @Otto Weber, in Slack');
    await otto.sees('Enable integration scheduling: On → Off');
    const ada = await house().person('Ada');
    await ada.opens('#crm-syncs');
    await ada.clicks('Change history', { on: 'was changed' });
    await ada.sees('Version 2');
    await ada.closes();
    await ada.opensHome();
    await ada.chooses('Delete', { in: 'Manage', on: name });
    await ada.types(name, { in: `Type "${name}" to delete it` });
    await ada.clicks('Delete');
    await ada.closes();
    await ada.opens('#crm-syncs');
    await ada.sees('Customer accounts was deleted by @Ada Lovelace, in Slack');
  });

  it('is that one was disabled, because it failed again and again', async () => {
    const { schedule } = aJob();
    await withJob(house(), { on: [] }, { schedule: { ...schedule, disableAfter: 2 } });
    const error = { code: 'login_failed', message: 'Salesforce does not take the password.' };
    await ended(house(), 30, { status: 'failed', error });
    await ended(house(), 1, { status: 'failed', error });
    const otto = await house().person('Otto', 'operator');
    await otto.opens('#crm-syncs');
    await otto.sees('failed 2 times in a row, for a day or longer. Its scheduling is disabled.');
    await otto.sees('The last time: Salesforce does not take the password.');
    await otto.opensHome();
    await otto.chooses('Enable scheduling', { in: 'Manage', on: name });
    await otto.doesNotSee('disabled', { on: name });
    expect((await house().store.jobs.byId('job-1'))?.schedule.enabled).to.equal(true);
  });

  it('is what they did in a week, with a chart, those that failed first', async () => {
    const [quiet, loud] = [aJob(), aJob({ id: 'job-2', name: 'Users & tasks' })].map((job) => ({
      job: { ...job, notify: { channel: '#crm-syncs', on: [], mention: [], digest: 'weekly' } as const },
    }));
    const idle = {
      job: { ...aJob({ id: 'job-3', name: 'Idle' }), notify: quiet?.job.notify ?? aJob().notify },
    };
    const jobs = [quiet, loud, idle].filter((each) => each !== undefined);
    await house().store.applyConfiguration(aConfiguration({ jobs }));
    const counts = { ...zeroCounts, read: 10, created: 4, unchanged: 6 };
    await ended(house(), 30, { counts });
    await ended(house(), 60, { counts });
    await ended(house(), 20, { status: 'failed' }, 'job-2');
    await ended(house(), 24 * 8, { status: 'failed' });
    const until = new Date().toISOString();
    const content = {
      kind: 'digest',
      channel: '#crm-syncs',
      cadence: 'weekly',
      timezone: 'UTC',
      until,
    } as const;
    await house().store.outbox.add({ to: '#crm-syncs', content }, new Date());
    const otto = await house().person('Otto');
    await otto.opens('#crm-syncs');
    await otto.sees('Integrations in the last week');
    await otto.sees('3 jobs, 3 runs · 1 job failed · 1 job did not run');
    await otto.sees('Users & tasks: 1 run, 1 failed');
    await otto.sees('Customer accounts: 2 runs, 20 read, 8 created, 12 unchanged');
    await otto.sees('Idle: did not run');
    await otto.sees('Runs a day');
  });
});
