import { expect } from 'chai';
import type { Person } from '../../support/person.ts';
import { aJobsFile } from '../../support/operations.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';

/** A connection to the sandbox, and one job on it. */
async function applied({ operations }: SlackHouse): Promise<void> {
  const context = { actor: 'somebody', role: 'admin', door: 'cli', now: new Date() } as const;
  await operations.applyConfiguration(context, { text: aJobsFile, fileName: 'jobs.yml' });
}

async function choosesAccounts(ada: Person): Promise<void> {
  await ada.chooses('Acme Salesforce', { in: 'Connection' });
  await ada.searches('acc', { in: 'Object' });
  await ada.chooses('Account', { in: 'Object' });
  await ada.sees('Hub object');
}

describeOnBoth('the wizard', (house) => {
  beforeEach(() => applied(house()));
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  it('opens from App Home and by a command, and says what the object becomes', async () => {
    const ada = await house().person('Ada');
    await ada.opensHome();
    await ada.clicks('New integration');
    await ada.sees(/Step 1 of \d · Source/);
    await ada.sees('Import data');
    await choosesAccounts(ada);
    await ada.clicks('Next');
    await ada.sees(/Step 2 of \d · Fields and filter/);
    await ada.sees('New Accounts integration');
  });

  it('goes back with everything that was entered', async () => {
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk new', '#crm-syncs');
    await choosesAccounts(ada);
    await ada.chooses('Collections', { in: 'Hub object' });
    await ada.clicks('Next');
    await ada.sees('New Collections integra…');
    await ada.clicks('Back');
    await ada.sees(/Step 1 of \d · Source/);
    await ada.sees('Collections', { on: 'Hub object' });
  });

  it('offers a draft that was closed again, to go on with or to start over', async () => {
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk new', '#crm-syncs');
    await choosesAccounts(ada);
    await ada.clicks('Next');
    await ada.sees(/Step 2 of \d/);
    await ada.closes();
    await ada.opens('@Crosswalk');
    await ada.sees('Your draft is kept');
    await ada.clicks('Resume');
    await ada.sees(/Step 2 of \d/);
    await ada.closes();
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.sees('You have begun an integration and not saved it');
    await ada.clicks('Resume');
    await ada.sees(/Step 2 of \d/);
    await ada.closes();
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.clicks('Start over');
    await ada.sees(/Step 1 of \d/);
    await ada.doesNotSee('Hub object');
  });

  it('says what is wrong with the CRM in the modal, tries again, and keeps what was chosen', async () => {
    const { sandbox, person } = house();
    const ada = await person('Ada');
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.chooses('Acme Salesforce', { in: 'Connection' });
    await ada.searches('contact', { in: 'Object' });
    sandbox.disturb({ kind: 'daily limit', match: { path: /sobjects\/Contact\/describe/ } });
    await ada.chooses('Contact', { in: 'Object' });
    await ada.sees(/limit/i);
    await ada.clicks('Try again');
    await ada.sees('Contact', { on: 'Object' });
    await ada.clicks('Next');
    await ada.sees(/Step 2 of \d/);
    await ada.sees('New Users integration');
  });

  it('waits for a CRM that is slow, and shows the next step when it has answered', async () => {
    const { sandbox, person } = house();
    const ada = await person('Ada');
    await ada.runs('/crosswalk new', '#crm-syncs');
    await ada.chooses('Acme Salesforce', { in: 'Connection' });
    await ada.searches('contact', { in: 'Object' });
    sandbox.disturb({ kind: 'slow', delayMs: 3_000, match: { path: /sobjects\/Contact\/describe/ } });
    await ada.chooses('Contact', { in: 'Object' });
    await ada.sees('One moment, please');
    await ada.sees('Users', { on: 'Hub object' });
  });

  it('is refused to who is no admin', async () => {
    const otto = await house().person('Otto', 'operator');
    await otto.runs('/crosswalk new', '#crm-syncs');
    await otto.sees('To create a job you need the role admin; you are operator.');
  });

  it('does one thing for ten impatient clicks', async () => {
    const ada = await house().person('Ada');
    await ada.runs('/crosswalk new', '#crm-syncs');
    await choosesAccounts(ada);
    await ada.clicks('Next');
    await ada.sees(/Step 2 of \d/);
    await Promise.allSettled(Array.from({ length: 10 }, () => ada.clicks('Back')));
    await ada.sees(/Step 1 of \d/);
    await ada.sees('Account', { on: 'Object' });
  });
});
