import { expect } from 'chai';
import { aConfiguration, aConnection, aJob, aNewRun, anOutcome, noon, withJobs } from '../support/records.ts';
import { describeOnBoth, openSlackHouse } from './support/slack-house.ts';
import type { SlackHouse } from './support/slack-house.ts';

describeOnBoth('App Home', (house) => {
  it('says what to do where there are no jobs, to each what they may do', async () => {
    const ada = await house().person('Ada');
    await ada.opensHome();
    await ada.sees('There are no jobs yet');
    await ada.clicks('New integration');
    await ada.sees('There is no connection to a CRM yet');
    const vera = await house().person('Vera');
    await vera.opensHome();
    await vera.sees('Ask an admin to create one');
    await vera.doesNotSee('[New integration]');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('shows connections with their state, and jobs with schedule, next run and last result', async () => {
    const { store, person } = house();
    await store.applyConfiguration(
      aConfiguration({
        connections: [aConnection(), aConnection({ id: 'connection-2', name: 'Old org' })],
        jobs: [
          { job: aJob({ id: 'job-1', name: 'Customer accounts' }), nextRunAt: noon },
          { job: aJob({ id: 'job-2', name: 'People', connectionId: 'connection-2' }), nextRunAt: null },
        ],
      }),
    );
    await store.connections.setState('connection-2', 'failing', 'The secret is wrong.');
    await store.runs.enqueue(aNewRun({ id: 'run-1' }));
    await store.runs.claim('me', noon);
    const error = { code: 'x', message: 'Salesforce has no field <Foo__c>.' };
    await store.runs.finish('run-1', 'me', 1, anOutcome({ status: 'failed', error }));

    const otto = await person('Otto');
    await otto.opensHome();
    await otto.sees('Old org · Salesforce · failing');
    await otto.sees('The secret is wrong.');
    await otto.sees('Acme Salesforce · Import data');
    await otto.sees('Every hour at 5 minutes past', { on: 'Customer accounts' });
    // In Berlin, as Otto's profile says.
    await otto.sees('Next run Sun 1 Mar, 13:00', { on: 'Customer accounts' });
    await otto.sees('Last run failed Sun 1 Mar, 13:01: Salesforce has no field <Foo__c>.', {
      on: 'Customer accounts',
    });
    await otto.sees('Has not run yet', { on: 'People' });
    expect(house().refusals()).to.deep.equal([]);
  });

  it('lets an operator disable and enable scheduling, and shows it to others who look', async () => {
    const { store, person } = house();
    await withJobs(store, 2);
    const vera = await person('Vera');
    await vera.opensHome();
    await vera.sees('Next run', { on: 'Job 2' });
    const otto = await person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('Disable scheduling', { in: 'Manage', on: 'Job 2' });
    await otto.sees('Scheduling is disabled', { on: 'Job 2' });
    await vera.sees('Scheduling is disabled', { on: 'Job 2' });
    expect((await store.jobs.byId('job-2'))?.schedule.enabled).to.equal(false);
    expect((await store.jobs.byId('job-1'))?.schedule.enabled).to.equal(true);
    await otto.chooses('Enable scheduling', { in: 'Manage', on: 'Job 2' });
    await otto.sees('Next run', { on: 'Job 2' });
    await otto.chooses('Disable scheduling', { in: 'Manage', on: 'Job 2' });
    await otto.sees('Scheduling is disabled', { on: 'Job 2' });
    const [entry] = await store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.deep.include({ operation: 'disable-job', door: 'slack', after: { enabled: false } });
    expect(house().refusals()).to.deep.equal([]);
  });

  it('stops a run that is under way, after asking, and offers that to operators only', async () => {
    const { store, person } = house();
    await withJobs(store, 2);
    await store.runs.enqueue(aNewRun({ id: 'run-1', jobId: 'job-1' }));
    await store.runs.claim('me', noon);
    const vera = await person('Vera');
    await vera.opensHome();
    await vera.sees('Runs since', { on: 'Job 1' });
    await vera.doesNotSee('[Cancel]');
    const otto = await person('Otto', 'operator');
    await otto.opensHome();
    await otto.doesNotSee('[Cancel]', { on: 'Job 2' });
    await otto.clicks('Cancel', { on: 'Job 1' });
    await otto.sees('Changes that it did not get to come with the next run.');
    await otto.confirms();
    await otto.sees('The run is asked to stop.');
    expect(await store.runs.heartbeat('run-1', 'me', 1, noon)).to.equal('cancel requested');
    await store.runs.finish('run-1', 'me', 1, anOutcome({ status: 'cancelled' }));
    await otto.opensHome();
    await otto.doesNotSee('[Cancel]');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('says at its top what became of a choice, with a sign only where it was refused', async () => {
    const { store, person } = house();
    const notify = { channel: '#crm-syncs', on: [], mention: [] };
    await store.applyConfiguration(
      aConfiguration({ jobs: [{ job: aJob({ id: 'job-1', notify }), nextRunAt: null }] }),
    );
    const otto = await person('Otto', 'operator');
    await otto.opensHome();
    await otto.chooses('Run now', { in: 'Manage' });
    await otto.sees(/sync started/);
    await otto.doesNotSee('⚠️');
    const run = await store.runs.claim('me', new Date());
    await store.runs.finish(run?.id ?? '', 'me', 1, anOutcome({ files: { rows: 'gone', rejects: null } }));
    await otto.opensHome();
    await otto.chooses('Download', { in: 'Manage' });
    await otto.sees(/⚠️ The file of this run is gone/);
  });

  it('offers "Download" where a run left a file, be it not the last one', async () => {
    const { store, person } = house();
    await withJobs(store, 2);
    const files = { rows: 'runs/run-1/rows.csv.gz', rejects: null };
    const error = { code: 'network', message: 'Nobody answers.' };
    const outcomes = [{ files }, { status: 'failed', error }, { status: 'failed', error }] as const;
    for (const [i, outcome] of outcomes.entries()) {
      const jobId = i === 2 ? 'job-2' : 'job-1';
      await store.runs.enqueue(aNewRun({ id: `run-${i}`, jobId }));
      await store.runs.claim('me', noon);
      await store.runs.finish(`run-${i}`, 'me', 1, anOutcome(outcome));
    }
    const otto = await person('Otto', 'operator');
    await otto.opensHome();
    expect(await otto.options({ in: 'Manage', on: 'Job 1' })).to.include('Download');
    expect(await otto.options({ in: 'Manage', on: 'Job 2' })).not.to.include('Download');
  });

  it('finds jobs by name and by state, and shows all again', async () => {
    const { store, person } = house();
    const disabled = { ...aJob().schedule, enabled: false };
    await store.applyConfiguration(
      aConfiguration({
        jobs: [
          { job: aJob({ id: 'a', name: 'Customer accounts' }), nextRunAt: noon },
          { job: aJob({ id: 'b', name: 'Customer people' }), nextRunAt: noon },
          { job: aJob({ id: 'c', name: 'Tasks', schedule: disabled }), nextRunAt: null },
        ],
      }),
    );
    const otto = await person('Otto');
    await otto.opensHome();
    await otto.types('CUSTOMER\n', { in: 'Search' });
    await otto.doesNotSee('Tasks');
    await otto.sees('Customer people');
    await otto.chooses('Disabled', { in: 'State' });
    await otto.sees('There is no job with “CUSTOMER” in its name in the state “Disabled”');
    await otto.clicks('Clear');
    await otto.sees('Customer accounts');
    await otto.sees('Tasks');
    await otto.chooses('Disabled', { in: 'State' });
    await otto.doesNotSee('Customer accounts');
    await otto.sees('Tasks');
    await otto.opens('#general');
    await otto.opensHome();
    await otto.sees('Tasks');
    await otto.doesNotSee('Customer accounts');
    expect(house().refusals()).to.deep.equal([]);
  });
});

describe('App Home with a thousand jobs', () => {
  let house: SlackHouse;
  before(async () => {
    house = await openSlackHouse('socket');
    await withJobs(house.store, 1_000);
  });
  after(() => house.close());

  it('turns their pages, and finds the one that is looked for', async () => {
    const ada = await house.person('Ada');
    await ada.opensHome();
    await ada.sees('Jobs 1–20 of 1,000');
    await ada.sees('Job 20');
    await ada.clicks('Next');
    await ada.sees('Jobs 21–40 of 1,000');
    await ada.clicks('Previous');
    await ada.sees('Jobs 1–20 of 1,000');
    await ada.types('Job 777\n', { in: 'Search' });
    await ada.sees('Job 777');
    await ada.doesNotSee('of 1,000');
    await ada.chooses('Disable scheduling', { in: 'Manage', on: 'Job 777' });
    await ada.sees('Scheduling is disabled', { on: 'Job 777' });
    expect(house.refusals()).to.deep.equal([]);
  });
});
