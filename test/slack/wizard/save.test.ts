import { expect } from 'chai';
import { toRows } from '../../../src/domain/draft.ts';
import { constant, from } from '../../support/mapping.ts';
import type { Person } from '../../support/person.ts';
import { until } from '../../support/until.ts';
import { aDraftToSave, admins, anEditToSave, applied, jobName, savedBySomebody } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

describeOnBoth('the last step of the wizard', (house) => {
  let ada: Person;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
  });
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  async function resumes(): Promise<void> {
    await ada.runs('/crosswalk new', '#general');
    await ada.clicks('Resume');
    await ada.sees('· Save');
  }
  async function edits(): Promise<void> {
    await ada.opensHome();
    await ada.chooses('Edit', { in: 'Manage', on: jobName });
    await ada.clicks('Resume');
  }
  const stored = (name = jobName) => house().store.jobs.byName(name);

  it('shows what is saved, saves it, and leads on', async () => {
    const rows = toRows([from('Id', 'account_id'), constant('salesforce', 'tier', { type: 'text' })]);
    await aDraftToSave(house(), {
      schedule: { cadence: { run: 'daily', at: '06:30' } },
      mapping: [{ change: 'replace', rows }],
    });
    await resumes();
    await ada.sees('New in the hub: tier');
    await ada.sees('Banks');
    await ada.sees('Acme Salesforce · Account → Accounts');
    await ada.sees('Every day at 06:30 (UTC)');
    await ada.sees('Next runs:');
    await ada.sees(`${jobName} reads the same object into the same hub object.`);
    await ada.clicks('Save');
    await ada.sees('Banks was created.');
    // Before 7:30 in the person's zone it is today.
    await ada.sees(/Next run (today|tomorrow)/);
    expect(await stored('Banks')).to.include({ version: 1 });
    await ada.clicks('Open');
    await ada.sees('Has not run yet');
    await ada.clicks('Change history');
    await ada.sees('The first version');
  });

  it('starts a sync with it where that was asked for, and says there how it gets on', async () => {
    const draft = await aDraftToSave(house());
    const entered = { startNow: 'yes' };
    await house().operations.changeDraft(admins(house(), 'Ada'), { draft: draft.id, entered });
    await resumes();
    await ada.sees('A sync starts as soon as it is saved.');
    await ada.clicks('Save');
    await ada.sees('A sync was started. You see in our direct messages how it gets on.');
    const job = await stored('Banks');
    let run = await house().store.runs.activeOf(job?.id ?? '');
    expect(run).to.include({ trigger: 'slack', mode: 'incremental' });
    await until(async () => {
      run = await house().store.runs.claim('me', new Date());
      return run !== null;
    });
    await ada.closes();
    await ada.opens('@Crosswalk');
    await ada.sees('sync is running', { on: 'Banks' });
  });

  it('saves once for ten impatient clicks', async () => {
    await aDraftToSave(house());
    await resumes();
    await Promise.allSettled(Array.from({ length: 10 }, () => ada.clicks('Save')));
    await ada.sees('Banks was created.');
    expect((await house().store.jobs.list()).map(({ name }) => name)).to.deep.equal(['Banks', jobName]);
  });

  it('says so where the draft was saved in another window, and saves nothing twice', async () => {
    const draft = await aDraftToSave(house());
    await resumes();
    const context = admins(house(), 'Ada');
    await house().operations.saveDraft(context, { draft: draft.id, startNow: false });
    await ada.clicks('Save');
    await ada.sees('This draft is gone: it was saved');
    expect(await stored('Banks')).to.include({ version: 1 });
  });

  it('is refused to whom the role was taken meanwhile', async () => {
    const otto = await house().person('Otto', 'admin');
    const { operations } = house();
    const context = admins(house(), 'Otto');
    const { draft } = await operations.startDraft(context, { purpose: 'edit', job: jobName });
    const patch = { description: 'Mine' };
    await operations.changeDraft(context, { draft: draft.id, step: 'save', patch });
    await otto.opensHome();
    await otto.chooses('Edit', { in: 'Manage', on: jobName });
    await otto.clicks('Resume');
    await otto.sees('What changes');
    await house().person('Otto', 'viewer');
    await otto.clicks('Save');
    await otto.sees('you need the role admin; you are viewer');
    expect(await stored()).to.include({ version: 1 });
  });

  it('says what has to be mended first, and leads there', async () => {
    await aDraftToSave(house(), { name: 'customer ACCOUNTS' });
    await resumes();
    await ada.clicks('Save');
    await ada.sees('Not saved yet: this has to be mended first.');
    await ada.sees('There is another job named "customer ACCOUNTS"');
    await ada.clicks('Go to "Settings and schedule"');
    await ada.sees('· Settings and schedule');
    await ada.types('Banks', { in: 'Name' });
    await ada.clicks('Next');
    await ada.sees('· Save');
    await ada.clicks('Save');
    await ada.sees('Banks was created.');
  });

  it('shows what changes before an edit is saved, and what changed after', async () => {
    await anEditToSave(house(), { description: 'Only banks', settings: { allowCreate: false } });
    await edits();
    await ada.sees('What changes');
    await ada.sees('Description: Customers, every hour → Only banks');
    await ada.sees('Allow new accounts creation: On → Off');
    await ada.clicks('Save');
    await ada.sees(`${jobName} was saved, as version 2.`);
    await ada.sees('Allow new accounts creation: On → Off');
    expect(await stored()).to.include({ description: 'Only banks' });
  });

  it('says that nothing was changed where nothing was', async () => {
    const draft = await anEditToSave(house(), { description: 'x' });
    const patch = { description: 'Customers, every hour' };
    await house().operations.changeDraft(admins(house(), 'Ada'), { draft: draft.id, patch });
    await ada.opensHome();
    await ada.chooses('Edit', { in: 'Manage', on: jobName });
    await ada.sees('Nothing was changed yet.');
    await ada.doesNotSee('[Save]');
    await ada.clicks('Back');
    await ada.chooses(['Enable integration scheduling', 'Sync immediately after saving'], { in: 'Saving' });
    await ada.clicks('Next');
    await ada.sees('A sync starts as soon as it is saved.');
    await ada.clicks('Save');
    await ada.sees('nothing was changed');
    expect(await stored()).to.include({ version: 1 });
  });

  describe('where somebody else saved the job meanwhile', () => {
    beforeEach(async () => {
      await anEditToSave(house(), { description: 'Mine' });
      await savedBySomebody(house(), { description: 'Theirs', settings: { allowCreate: false } });
    });

    it('shows both, and saves over theirs only when that is confirmed', async () => {
      await edits();
      await ada.sees('Somebody else saved this job while you were editing it');
      await ada.sees('Description: Customers, every hour → Theirs');
      await ada.sees('Description: Customers, every hour → Mine');
      await ada.doesNotSee('[Save]');
      await ada.clicks('Save mine anyway');
      await ada.declines();
      expect(await stored()).to.include({ description: 'Theirs' });
      await ada.clicks('Save mine anyway');
      await ada.confirms();
      await ada.sees('was saved, as version 3.');
      expect(await stored()).to.deep.include({
        description: 'Mine',
        settings: { allowCreate: true, resolveConflicts: true },
      });
    });

    it('forgets mine where that is confirmed', async () => {
      await edits();
      await ada.clicks('Discard mine');
      await ada.confirms();
      await ada.sees('Your changes were discarded.');
      expect(await stored()).to.include({ description: 'Theirs' });
    });

    it('goes back with everything', async () => {
      await edits();
      await ada.clicks('Back');
      await ada.sees('Mine', { on: 'Description' });
    });

    it('shows theirs again where they saved once more', async () => {
      await edits();
      await ada.sees('(version 2)');
      await savedBySomebody(house(), { description: 'Theirs again' });
      await ada.clicks('Save mine anyway');
      await ada.confirms();
      await ada.sees('(version 3)');
      await ada.sees('Theirs again');
      expect(await stored()).to.include({ version: 3 });
    });
  });

  it('tells it at "Save" too, where it happens just then', async () => {
    await anEditToSave(house(), { description: 'Mine' });
    await edits();
    await ada.sees('What changes');
    await savedBySomebody(house(), { description: 'Theirs' });
    await ada.clicks('Save');
    await ada.sees('What they changed');
    expect(await stored()).to.include({ description: 'Theirs' });
  });

  it('offers to save it as a new job where somebody else deleted it', async () => {
    await anEditToSave(house(), { description: 'Mine' });
    await edits();
    await ada.sees('What changes');
    const before = await stored();
    await house().operations.deleteJob(admins(house(), 'Otto'), { job: jobName, typed: jobName });
    await ada.clicks('Save');
    await ada.sees('Somebody else deleted this job while you were editing it.');
    await ada.clicks('Save as a new job');
    await ada.sees(`${jobName} was created.`);
    const job = await stored();
    expect(job).to.include({ version: 1, description: 'Mine' });
    expect(job?.id).not.to.equal(before?.id);
  });
});
