import { expect } from 'chai';
import type { Person } from '../../support/person.ts';
import { aConfiguration } from '../../support/records.ts';
import { anEditToSave, applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

async function opens(person: Person): Promise<void> {
  await person.runs(`/crosswalk history ${jobName}`, '#general');
  await person.clicks('Change history');
}

describeOnBoth('the change history of a job', (house) => {
  let ada: Person;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
  });
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  /** Versions 2, 3 … */
  async function switched(times: number): Promise<void> {
    const context = { actor: 'crew', role: 'operator', door: 'cli', now: new Date() } as const;
    for (let i = 0; i < times; i += 1) {
      await house().operations.setJobEnabled(context, { job: jobName, enabled: i % 2 === 1 });
    }
  }

  it('says who saved what, when and through which door', async () => {
    await switched(1);
    await opens(ada);
    await ada.sees('by crew, on the command line', { on: 'Version 2 (now)' });
    await ada.sees('Enable integration scheduling: On → Off', { on: 'Version 2 (now)' });
    await ada.sees(/by @Ada\b.*, in Slack/, { on: 'Version 1' });
    await ada.sees('The first version', { on: 'Version 1' });
  });

  it('restores a version, when that is confirmed, as a new one', async () => {
    await switched(1);
    await opens(ada);
    await ada.clicks('Restore');
    await ada.sees('its schedule included');
    await ada.declines();
    await ada.clicks('Restore');
    await ada.confirms();
    await ada.sees('Version 1 was restored, as version 3.');
    await ada.sees('Version 3 (now)');
    const job = await house().store.jobs.byName(jobName);
    expect(job).to.include({ version: 3 });
    expect(job?.schedule.enabled).to.equal(true);
  });

  it('says why a version cannot be restored', async () => {
    await switched(1);
    await opens(ada);
    const job = await house().store.jobs.byName(jobName);
    if (job === null) throw new Error('The job is gone.');
    const jobs = [{ job: { ...job, name: 'Customers' } }, { job: { ...job, id: 'other', version: 1 } }];
    await house().store.applyConfiguration(aConfiguration({ connections: [], jobs }));
    await ada.clicks('Restore');
    await ada.confirms();
    await ada.sees('Version 1 was not restored: it would not work any more.');
    await ada.sees(`There is another job named "${jobName}"`);
  });

  it('is paged, and has no buttons for who may only look', async () => {
    await switched(8);
    const vera = await house().person('Vera');
    await opens(vera);
    await vera.sees('Versions 1–6 of 9');
    await vera.doesNotSee('[Restore]');
    await vera.clicks('Older');
    await vera.sees('Versions 7–9 of 9');
    await vera.sees('The first version');
    await vera.clicks('Newer');
    await vera.sees('Version 9 (now)');
  });

  it('opens a version in which very much changed', async () => {
    await anEditToSave(house(), {
      name: 'Banks',
      description: 'Only banks',
      settings: { allowCreate: false, resolveConflicts: false },
      schedule: { cadence: { run: 'daily', at: '06:30' }, fullSync: 'never', enabled: false },
      notify: { channel: null, on: [], mention: [] },
      mapping: [{ change: 'remove', row: '6' }],
    });
    await ada.opensHome();
    await ada.chooses('Edit', { in: 'Manage', on: jobName });
    await ada.clicks('Resume');
    await ada.clicks('Save');
    await ada.clicks('Change history');
    await ada.sees('… and 5 more');
    await ada.clicks('All 10 changes');
    await ada.sees('Changes 1–8 of 10');
    await ada.clicks('Next');
    await ada.sees('Changes 9–10 of 10');
    await ada.clicks('All versions');
    await ada.sees('Versions 1–2 of 2');
  });
});
