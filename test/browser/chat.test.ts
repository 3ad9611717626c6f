import { asksForRun, asksWhy, draftsJob } from './support/chat-story.ts';
import { describeInDemo } from './support/open-demo.ts';
import { anOutcome } from '../support/records.ts';

const noPicture = (): Promise<void> => Promise.resolve();

describeInDemo('the assistant in a browser', (demo) => {
  it("says why last night's sync failed", async () => {
    const store = await demo().store();
    const job = await store.jobs.byName('People');
    const at = new Date();
    const run = {
      id: 'last night',
      jobId: job?.id ?? '',
      jobVersion: 1,
      mode: 'incremental',
      trigger: 'schedule',
      startedBy: 'schedule',
      dryRun: false,
      queuedAt: at,
    } as const;
    await store.runs.enqueue(run);
    await store.runs.claim('test', at, run.id);
    const message =
      'Salesforce has no field "Region__c" any more. Take it out of the mapping, and run the job again.';
    const error = { code: 'INVALID_FIELD', message };
    await store.runs.finish(run.id, 'test', 1, anOutcome({ status: 'failed', finishedAt: at, error }));
    await store.close();
    const ada = await demo().person('Ada');
    await asksWhy(ada, noPicture);
    await ada.close();
  });

  it('starts a run that is asked for in a channel, once it is confirmed', async () => {
    const ada = await demo().person('Ada');
    await asksForRun(ada, noPicture);
    await ada.close();
  });

  it('drafts a job, and saves it in the wizard', async () => {
    const ada = await demo().person('Ada');
    await draftsJob(ada, noPicture);
    await ada.close();
  });
});
