import { expect } from 'chai';
import { zeroCounts } from '../../../src/domain/run.ts';
import { aNewRun, anOutcome, noon } from '../../support/records.ts';
import { applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';

const here = '#crm-syncs';

/** Runs of the one job, newest first. */
const runsOf = async ({ store }: SlackHouse) => {
  const { runs } = await store.runs.list({}, { limit: 10, offset: 0 });
  return runs;
};

/** The schedule's run, and what the CRM said. */
async function failedLastNight({ store }: SlackHouse, at = noon): Promise<void> {
  const [job] = await store.jobs.list();
  const wanted = aNewRun({
    jobId: job?.id ?? '',
    trigger: 'schedule',
    startedBy: 'schedule',
    queuedAt: at,
  });
  const { id } = await store.runs.enqueue(wanted);
  await store.runs.claim('me', at, id);
  const message = 'Salesforce has no field "Region__c" any more. Take <!channel> out of the mapping.';
  const error = { code: 'INVALID_FIELD', message } as const;
  await store.runs.finish(id, 'me', 1, anOutcome({ status: 'failed', finishedAt: at, error }));
}

describeOnBoth('plain English in chat', (house) => {
  beforeEach(async () => {
    await applied(house());
    // Slack tells the bot what is said where it is a member.
    const ada = await house().person('Ada');
    await ada.invitesApp(here);
  });

  it('starts a run that is asked for in a channel, once whoever asked has confirmed it', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says(here, '@Crosswalk please run customer accounts');
    await otto.opensThread('please run customer accounts');
    await otto.sees(`Run ${jobName}?`);
    expect(await runsOf(house())).to.deep.equal([]);
    await otto.clicks('Run now');
    await otto.sees('confirmed by');
    const [run] = await runsOf(house());
    expect(run).to.deep.include({ mode: 'incremental', trigger: 'assistant', status: 'queued' });
    await otto.doesNotSee('Dismiss');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('lets whoever asked press again where the job has a run already', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says('@Crosswalk', 'run customer accounts');
    await otto.sees(`Run ${jobName}?`);
    const [job] = await house().store.jobs.list();
    await house().store.runs.enqueue(aNewRun({ jobId: job?.id ?? '' }));
    await otto.clicks('Run now');
    await otto.sees('has a run that is queued already. Nothing was started');
    await otto.sees('[Run now]', { on: `Run ${jobName}?` });
    expect(await runsOf(house())).to.have.length(1);
    await otto.clicks('Dismiss');
    await otto.sees('dismissed by');
  });

  it('lets nobody else decide, and nobody without the role ask', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says(here, '@Crosswalk run customer accounts');
    await otto.opensThread('run customer accounts');
    await otto.sees(`Run ${jobName}?`);
    const ada = await house().person('Ada');
    await ada.opens(here);
    await ada.opensThread('run customer accounts');
    await ada.clicks('Run now');
    await ada.sees('Somebody else asked for this');
    const vera = await house().person('Vera');
    await vera.says(here, '@Crosswalk full sync of customer accounts please');
    await vera.opensThread('full sync of customer accounts please');
    await vera.sees('you need the role operator; you are viewer');
    expect(await runsOf(house())).to.deep.equal([]);
  });

  it('disables a job that is spoken of by a follow-up, and says so', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says('@Crosswalk', 'how is customer accounts doing?');
    await otto.sees('Has not run yet');
    await otto.says('@Crosswalk', 'disable it');
    await otto.sees(`Disable ${jobName}?`);
    await otto.clicks('Disable scheduling');
    await otto.sees('scheduling is disabled');
    const [job] = await house().store.jobs.list();
    expect(job?.schedule.enabled).to.equal(false);
  });

  it('cancels the run of the job that is named; of one without, offers to disable that job', async () => {
    const otto = await house().person('Otto', 'operator');
    const [job] = await house().store.jobs.list();
    await house().store.runs.enqueue(aNewRun({ jobId: job?.id ?? '' }));
    await otto.says('@Crosswalk', 'cancel customer accounts');
    await otto.sees(`Cancel the run of ${jobName}?`);
    expect(await runsOf(house())).to.have.nested.property('[0].status', 'queued');
    await otto.clicks('Cancel run');
    await otto.sees('confirmed by');
    expect(await runsOf(house())).to.have.nested.property('[0].status', 'cancelled');
    await otto.says('@Crosswalk', 'cancel the run of customer accounts');
    await otto.sees(`"${jobName}" has no run going on. Should the job itself be disabled?`);
    await otto.clicks(jobName);
    await otto.clicks('Disable scheduling');
    await otto.sees('scheduling is disabled');
    expect((await house().store.jobs.list())[0]?.schedule.enabled).to.equal(false);
  });

  it('leaves what is dismissed', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says('@Crosswalk', 'run a full sync of customer accounts');
    await otto.clicks('Dismiss');
    await otto.sees('dismissed by');
    expect(await runsOf(house())).to.deep.equal([]);
  });

  it('changes a schedule for admins', async () => {
    const ada = await house().person('Ada');
    await ada.says('@Crosswalk', 'run customer accounts every weekday at 6:30');
    await ada.clicks('Change schedule');
    await ada.sees('confirmed by');
    const [job] = await house().store.jobs.list();
    expect(job?.schedule).to.deep.include({ run: 'workdays', at: '06:30' });
  });

  it('asks which job is meant, and goes on with the choice', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says('@Crosswalk', 'run it');
    await otto.clicks(jobName);
    await otto.clicks('Run now');
    await otto.sees('confirmed by');
    expect((await runsOf(house())).length).to.equal(1);
  });

  it('answers what is written after /crosswalk, to nobody else', async () => {
    const vera = await house().person('Vera');
    await vera.runs('/crosswalk what can you do', here);
    await vera.sees('I can start a run');
    await vera.runs('/crosswalk show me all jobs', here);
    await vera.sees(jobName);
    const ada = await house().person('Ada');
    await ada.opens(here);
    await ada.doesNotSee('I can start a run');
  });

  it('writes a filter and counts its records, for those who may look at records', async () => {
    const ada = await house().person('Ada');
    await ada.says('@Crosswalk', 'a filter for salesforce accounts in banking');
    await ada.sees("Industry = 'Banking'");
    await ada.sees(/Acme Salesforce: \d+ records/);
    const vera = await house().person('Vera');
    await vera.says('@Crosswalk', 'a filter for salesforce accounts in banking');
    await vera.sees("Industry = 'Banking'");
    await vera.doesNotSee(/Acme Salesforce: \d+ records/);
  });

  it('drafts a job that the wizard is filled in with', async () => {
    const ada = await house().person('Ada');
    await ada.says('@Crosswalk', 'bring in all open opportunities over 50k every morning');
    await ada.sees('A new job');
    await ada.clicks('Open in wizard');
    await ada.sees(/Step 1 of \d/);
    await ada.sees('Opportunity');
    await ada.closes();
  });

  it('suggests what to say when its conversation is opened', async () => {
    const vera = await house().person('Vera');
    await vera.opens('@Crosswalk');
    await vera.sees('What can you do?');
    await vera.doesNotSee(`Run ${jobName}`);
    const otto = await house().person('Otto', 'operator');
    await otto.opens('@Crosswalk');
    await otto.sees(`Run ${jobName}`);
  });

  it('says why last night failed, from the stored run, with what can be done about it', async () => {
    await failedLastNight(house());
    const otto = await house().person('Otto', 'operator');
    await otto.opens('@Crosswalk');
    await otto.sees(`Why did ${jobName} fail?`);
    await otto.says('@Crosswalk', `why did last night's ${jobName} sync fail?`);
    await otto.sees('Salesforce has no field "Region__c" any more. Take <!channel> out of the mapping.');
    await otto.sees('[History]');
    await otto.sees('[Retry]');
    await otto.says('@Crosswalk', 'run it again');
    await otto.sees(`Run ${jobName}?`);
    await otto.says('@Crosswalk', 'do it');
    await house().door.idle();
    expect((await runsOf(house())).map(({ status }) => status)).to.deep.equal(['failed']);
  });

  it('says over all jobs what failed in the time that is asked about, whatever was spoken of before', async () => {
    await failedLastNight(house(), new Date());
    const vera = await house().person('Vera');
    await vera.says('@Crosswalk', `how is ${jobName} doing?`);
    await vera.sees('Last run failed');
    await vera.says('@Crosswalk', 'which jobs failed this week?');
    await vera.sees(/Runs that failed or rejected rows this week \(since .*\): Customer accounts/);
    await vera.sees('Region__c');
    await vera.says('@Crosswalk', 'did any job fail last month?');
    await vera.sees(/No run of any job failed or rejected rows last month \(.* to .*\)/);
    await vera.says('@Crosswalk', 'how many accounts are red?');
    await vera.sees('count no records');
  });

  it('says of a job that fails all the time how often it did beside what is shown', async () => {
    const { store } = house();
    const [job] = await store.jobs.list();
    for (let minutes = 6; minutes > 0; minutes -= 1) {
      const at = new Date(Date.now() - minutes * 60_000);
      const id = `failed-${minutes}`;
      await store.runs.enqueue(aNewRun({ id, jobId: job?.id ?? '', queuedAt: at }));
      await store.runs.claim('me', at, id);
      await store.runs.finish(id, 'me', 1, anOutcome({ status: 'failed', finishedAt: at }));
    }
    const vera = await house().person('Vera');
    await vera.says('@Crosswalk', 'which jobs failed?');
    await vera.sees(/Runs that failed or rejected rows in the last 7 days: Customer accounts\./);
    await vera.sees('and 2 more: press History.');
  });

  it('tells of a retry of rejected rows beside the job, and never says the one of the other', async () => {
    const { store } = house();
    const [job] = await store.jobs.list();
    const ended = async (
      id: string,
      at: Date,
      outcome: Parameters<typeof anOutcome>[0],
      retryOf?: string,
    ) => {
      const wanted = aNewRun({ id, jobId: job?.id ?? '', queuedAt: at });
      await store.runs.enqueue(retryOf === undefined ? wanted : { ...wanted, retryOf });
      await store.runs.claim('me', at, id);
      await store.runs.finish(id, 'me', 1, anOutcome({ ...outcome, finishedAt: at }));
    };
    const counts = { ...zeroCounts, read: 2, rejected: 2 };
    await ended('sync', noon, { status: 'succeeded' });
    await ended('retry', new Date(noon.getTime() + 60_000), { status: 'partly succeeded', counts }, 'sync');
    const vera = await house().person('Vera');
    await vera.runs('/crosswalk list', here);
    await vera.sees(/🟡 .*Customer accounts/);
    await vera.sees(/Last sync succeeded .*: \d+ read/);
    await vera.sees(/Retry of rejected rows partly succeeded .*: 2 read, 2 rejected/);
    await vera.doesNotSee('Last run');
    await vera.says('@Crosswalk', 'why did the last run fail?');
    await vera.sees(/retry of rejected rows, started by .*: 2 read, 2 rejected/);
    await vera.sees('Before that: Last sync succeeded');
    await vera.doesNotSee('Since then');
    await vera.doesNotSee('ended well');
  });

  it('asks for nothing by what is quoted, and answers no bot', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.says('@Crosswalk', `what can you do?\n> run ${jobName}`);
    await otto.sees('I can start a run');
    await house().door.idle();
    await otto.doesNotSee('[Run now]');
    const entries = await house().store.audit.list({ limit: 50, offset: 0 });
    expect(entries.filter(({ operation }) => operation === 'ask-assistant').length).to.equal(1);
  });

  it('has its model switched by admins', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.runs('/crosswalk assistant', here);
    await otto.sees('The model test-model answers');
    await otto.runs('/crosswalk assistant off', here);
    await otto.sees('you need the role admin; you are operator');
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk assistant off', here);
    await ada.sees('no model is asked. An admin has switched the model off.');
    expect((await house().store.assistant.modelSwitch())?.isOn).to.equal(false);
    await ada.runs('/crosswalk assistant on', here);
    await house().door.idle();
    expect((await house().store.assistant.modelSwitch())?.isOn).to.equal(true);
  });
});
