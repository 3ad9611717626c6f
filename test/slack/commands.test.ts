import { expect } from 'chai';
import { aConfiguration, aJob, withJobs } from '../support/records.ts';
import { applied } from './support/drafted.ts';
import { describeOnBoth } from './support/slack-house.ts';

const here = '#crm-syncs';

describeOnBoth('/crosswalk', (house) => {
  it('answers with help, to nothing and to what it does not know', async () => {
    const vera = await house().person('Vera');
    await vera.runs('/crosswalk', here);
    await vera.sees('/crosswalk role [@user viewer | operator | admin]');
    await vera.runs('/crosswalk lst', here);
    await vera.sees('There is no /crosswalk lst. Did you mean /crosswalk list?');
    await vera.runs('/crosswalk why did <Tasks> fail & stop', here);
    await vera.sees('I know no job "tasks". Which one do you mean?');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('edits, duplicates and deletes jobs by their names, for admins', async () => {
    await applied(house());
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk edit customer accounts', here);
    await ada.sees('Edit integration');
    await ada.sees(/Step 1 of \d/);
    await ada.closes();
    await ada.runs('/crosswalk duplicate "Customer accounts"', here);
    await ada.sees('Copy of Customer accounts was created.');
    await ada.closes();
    await ada.runs('/crosswalk delete Copy of Customer accounts', here);
    await ada.types('Copy of Customer accounts', { in: 'Type "Copy of Customer accounts" to delete it' });
    await ada.clicks('Delete');
    await ada.sees('Copy of Customer accounts was deleted.');
    await ada.closes();
    await ada.runs('/crosswalk duplicate Custmer accounts', here);
    await ada.sees('Did you mean "Customer accounts"?');
    await ada.closes();
    expect((await house().store.jobs.list()).map(({ name }) => name)).to.deep.equal(['Customer accounts']);
    await ada.runs('/crosswalk delete', here);
    await ada.sees('Which job? Write its name after it: /crosswalk delete Customer accounts.');
  });

  it('edits, duplicates and deletes for nobody else', async () => {
    await applied(house());
    const otto = await house().person('Otto', 'operator');
    for (const [word, doing] of [
      ['edit', 'edit'],
      ['duplicate', 'duplicate'],
      ['delete', 'delete'],
    ] as const) {
      await otto.runs(`/crosswalk ${word} Customer accounts`, here);
      await otto.sees(`To ${doing} a job you need the role admin; you are operator.`);
    }
    expect((await house().store.jobs.list()).map(({ version }) => version)).to.deep.equal([1]);
  });

  it('lists jobs a page at a time, to the one who asks', async () => {
    const { store, person } = house();
    await withJobs(store, 25);
    const vera = await person('Vera');
    await vera.runs('/crosswalk list', here);
    await vera.sees('Jobs 1–10 of 25');
    await vera.clicks('Next');
    await vera.sees('Jobs 11–20 of 25');
    await vera.clicks('Next');
    await vera.sees('Jobs 21–25 of 25');
    await vera.doesNotSee('[Next]');
    await vera.clicks('Previous');
    await vera.sees('Jobs 11–20 of 25');
    await vera.runs('/crosswalk LIST job 7', here);
    await vera.sees('Jobs 1–2 of 2');
    const otto = await person('Otto');
    await otto.opens(here);
    await otto.doesNotSee('of 25');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('finds what is typed with signs that Slack escapes', async () => {
    await house().store.applyConfiguration(
      aConfiguration({ jobs: [{ job: aJob({ name: 'R&D <new>' }), nextRunAt: null }] }),
    );
    const vera = await house().person('Vera');
    await vera.runs('/crosswalk list r&d <new>', '#general');
    await vera.sees('R&D <new>');
    await vera.runs('/crosswalk a&b', '#general');
    await vera.sees('What may I do?');
  });

  it('draws signs of formatting that were typed as they were typed', async () => {
    await house().store.applyConfiguration(
      aConfiguration({ jobs: [{ job: aJob({ name: 'Flaky *accounts*' }), nextRunAt: null }] }),
    );
    const otto = await house().person('Otto', 'operator');
    await otto.runs('/crosswalk run Flaky *acounts* `x`', '#general');
    await otto.sees('There is no job "Flaky ∗acounts∗ ˋxˋ". Did you mean "Flaky ∗accounts∗"?');
  });

  it('says what to do where there are no jobs', async () => {
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk list', here);
    await ada.sees('There are no jobs yet. /crosswalk new tells how to create one.');
    await ada.runs('/crosswalk new', here);
    await ada.sees('There is no connection to a CRM yet');
  });

  it('shows the way to App Home', async () => {
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk home', here);
    await ada.sees('Open App Home');
    await ada.opensHome();
    await ada.sees('Connections');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('grants roles, which count at once, and lists them', async () => {
    const { store, person } = house();
    await withJobs(store, 1);
    const otto = await person('Otto');
    await otto.opensHome();
    await otto.sees('Your role: viewer');
    const ada = await person('Ada');
    await ada.runs('/crosswalk role @otto operator', here);
    await ada.sees('@Otto Weber is operator now.');
    await otto.sees('Your role: operator');
    await otto.chooses('Disable scheduling', { in: 'Manage', on: 'Job 1' });
    await otto.sees('Scheduling is disabled');
    await ada.runs('/crosswalk role', here);
    await ada.sees('@Otto Weber is operator.');
    await ada.sees('Everybody else is viewer.');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('refuses to grant a role to who may not, and what makes no sense', async () => {
    const { person } = house();
    const vera = await person('Vera');
    await vera.runs('/crosswalk role @vera admin', here);
    await vera.sees('To grant a role you need the role admin; you are viewer.');
    const ada = await person('Ada');
    await ada.runs('/crosswalk role Otto operator', here);
    await ada.sees('Who is “Otto”?');
    await ada.runs('/crosswalk role <@U00000007> king', here);
    await ada.sees('Who is “<@U00000007>”?');
    await ada.runs('/crosswalk role @otto operatr', here);
    await ada.sees('Did you mean operator?');
    await ada.runs('/crosswalk role @ada viewer', here);
    await ada.sees('is an admin of the workspace, and therefore always an admin here');
    await ada.runs('/crosswalk role @crosswalk admin', here);
    await ada.sees('for the members of this workspace only');
  });

  it('does not let the last granted admin go by their own hand', async () => {
    const { person } = house();
    const otto = await person('Otto', 'admin');
    await otto.runs('/crosswalk role @otto viewer', here);
    await otto.sees('Nobody else was granted the role admin.');
    await otto.runs('/crosswalk role @vera admin', here);
    await otto.sees('@Vera Lind is admin now.');
    await otto.runs('/crosswalk role @otto viewer', here);
    await otto.sees('@Otto Weber is viewer now.');
  });
});
