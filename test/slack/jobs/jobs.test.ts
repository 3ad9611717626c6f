import { expect } from 'chai';
import type { Person } from '../../support/person.ts';
import { aNewRun } from '../../support/records.ts';
import { anEditToSave, applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

async function offered(person: Person): Promise<readonly string[]> {
  await person.opensHome();
  return await person.options({ in: 'Manage', on: jobName });
}

describeOnBoth('a job', (house) => {
  let ada: Person;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
  });
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  const names = async () => (await house().store.jobs.list()).map(({ name }) => name);
  async function chooses(entry: string): Promise<void> {
    await ada.opensHome();
    await ada.chooses(entry, { in: 'Manage', on: jobName });
  }

  it('is duplicated, disabled, and can be edited at once', async () => {
    await chooses('Duplicate');
    await ada.sees(`Copy of ${jobName} was created. Its scheduling is disabled`);
    const copy = await house().store.jobs.byName(`Copy of ${jobName}`);
    expect(copy?.schedule.enabled).to.equal(false);
    await ada.clicks('Edit');
    await ada.sees('Edit integration');
    await ada.sees('· Source');
    await ada.closes();
    await ada.opensHome();
    await ada.sees('Scheduling is disabled', { on: `Copy of ${jobName}` });
  });

  it('is duplicated again under a name of its own', async () => {
    await chooses('Duplicate');
    await ada.sees(`Copy of ${jobName}`);
    await ada.closes();
    await ada.opensHome();
    await ada.chooses('Duplicate', { in: 'Manage', on: `Copy of ${jobName}` });
    await ada.sees(`Copy of Copy of ${jobName}`);
    expect(await names()).to.have.length(3);
  });

  it('is deleted once its name is typed', async () => {
    await chooses('Delete');
    await ada.sees('What goes: its settings, its schedule, and how far it has read.');
    await ada.sees('What stays: the records that it brought to the hub, and its runs.');
    await ada.types('Customers', { in: `Type "${jobName}" to delete it` });
    await ada.clicks('Delete');
    await ada.sees(`That is not the job's name. Type "${jobName}" to delete it.`);
    expect(await names()).to.deep.equal([jobName]);
    await ada.types(jobName, { in: `Type "${jobName}" to delete it` });
    await ada.clicks('Delete');
    await ada.sees(`${jobName} was deleted.`);
    expect(await names()).to.deep.equal([]);
    await ada.closes();
    await ada.opensHome();
    await ada.doesNotSee(jobName);
  });

  it('stays while it has a run, and when the person thinks better of it', async () => {
    const job = await house().store.jobs.byName(jobName);
    await house().store.runs.enqueue(aNewRun({ jobId: job?.id ?? '' }));
    await chooses('Delete');
    await ada.types(jobName, { in: `Type "${jobName}" to delete it` });
    await ada.clicks('Delete');
    await ada.sees('has a run that has not ended');
    await ada.clicks('Cancel');
    expect(await names()).to.deep.equal([jobName]);
  });

  it('is an admin’s to edit, duplicate and delete, and nobody else is offered that', async () => {
    const admins = ['Edit', 'Duplicate', 'Rebuild mapping', 'Delete'];
    expect(await offered(ada)).to.include.members(admins);
    const otto = await house().person('Otto', 'operator');
    expect(await offered(otto)).not.to.include.oneOf(admins);
  });

  it('is opened in a modal that says what it does, and leads on', async () => {
    await anEditToSave(house(), { description: 'Only banks' });
    await chooses('Edit');
    await ada.clicks('Resume');
    await ada.clicks('Save');
    await ada.clicks('Open');
    await ada.sees('Integration');
    await ada.sees('Only banks');
    await ada.sees("Records: AccountType__c = 'customer'");
    await ada.sees('Every hour at 5 minutes past');
    await ada.sees('Version 2 · saved today');
    await ada.clicks('Edit');
    await ada.sees('· Source');
  });
});
