import { expect } from 'chai';
import type { Person } from '../../support/person.ts';
import { aNewRun } from '../../support/records.ts';
import { untilSlowly } from '../../support/until-slowly.ts';
import { admins, applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

const cannot = `"${jobName}" cannot run: the login of its connection "Acme Salesforce" has expired.`;
const waits = 'Waits for Acme Salesforce, whose login has expired.';

describeOnBoth('jobs whose connection has expired', (house) => {
  let ada: Person;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
    await ada.invitesApp('#crm-syncs');
  });
  afterEach(() => {
    expect(house().refusals()).to.deep.equal([]);
  });

  async function expire(): Promise<void> {
    const { connections, outbox } = house().store;
    const [connection] = await connections.list();
    await connections.expire(connection?.id ?? '', 'The login has expired.', new Date());
    // Ada is told, who saved the job.
    await untilSlowly(async () => (await outbox.waiting()) === 0);
  }

  it('say that they wait and who can end that, in App Home, in the list and in chat', async () => {
    await expire();
    await ada.opensHome();
    await ada.sees(`${jobName} · waiting for connection`);
    await ada.sees(`${waits} An admin connects it again; then the job goes on by itself.`);
    await ada.clicks('Reconnect', { on: jobName });
    await ada.sees('Connect Acme Salesforce again in your browser');
    await ada.closes();
    await ada.runs('/crosswalk list', '#crm-syncs');
    await ada.sees(waits);
    await ada.says('@Crosswalk', `why did ${jobName} fail?`);
    await ada.sees(waits);
    await ada.clicks('Reconnect', { on: waits });
    await ada.sees('Connect Acme Salesforce again in your browser');
    const vera = await house().person('Vera');
    await vera.opensHome();
    await vera.sees(waits);
    await vera.doesNotSee('[Reconnect]');
  });

  it('are not started by hand, and "Reconnect" is at hand instead', async () => {
    await expire();
    await ada.opensHome();
    await ada.chooses('Run now', { in: 'Manage', on: jobName });
    await ada.sees(`⚠️ ${cannot}`);
    const otto = await house().person('Otto', 'operator');
    await otto.runs(`/crosswalk run ${jobName}`, '#crm-syncs');
    await otto.sees(cannot);
    await otto.clicks('Reconnect', { on: cannot });
    await otto.sees('you need the role admin');
    await ada.says('#crm-syncs', `@Crosswalk please run ${jobName}`);
    await ada.opensThread('please run');
    await ada.clicks('Run now');
    await ada.sees(`⚠️ ${jobName}: ${cannot}`);
    await ada.clicks('Reconnect', { on: cannot });
    await ada.sees('Connect Acme Salesforce again in your browser');
    const [job] = await house().store.jobs.list();
    expect(await house().store.runs.activeOf(job?.id ?? '')).to.equal(null);
  });

  it('have "Reconnect" under a run that failed for it, and in its history why one waits', async () => {
    const { runs, jobs } = house().store;
    const [job] = await jobs.list();
    const jobId = job?.id ?? '';
    const { run } = await house().operations.startRun(admins(house(), 'Ada'), {
      job: jobId,
      mode: 'incremental',
      dryRun: false,
      askedIn: { conversation: null, person: admins(house(), 'Ada').actor },
    });
    const error = { code: 'login_expired', message: 'The login to Salesforce has expired.' };
    await runs.claim('me', new Date(), run.id);
    const { counts, files } = run;
    await runs.finish(run.id, 'me', 1, {
      status: 'failed',
      counts,
      files,
      error,
      finishedAt: new Date(),
      cursor: null,
    });
    await ada.opens('#crm-syncs');
    await ada.sees('The login to Salesforce has expired.');
    await ada.clicks('Reconnect', { on: 'incremental sync failed' });
    await ada.sees('Connect Acme Salesforce again in your browser');
    await ada.closes();

    const queued = await runs.enqueue(aNewRun({ jobId, trigger: 'schedule', queuedAt: new Date() }));
    await runs.claim('me', new Date(), queued.id);
    await expire();
    await runs.awaitConnection(queued.id, 'me', 1, { error, isUntouched: true });
    await ada.opensHome();
    await ada.sees(waits);
    await ada.chooses('History', { in: 'Manage', on: jobName });
    await ada.clicks('Open', { on: 'queued' });
    await ada.sees('What happened: The login to Salesforce has expired.');
  });
});
