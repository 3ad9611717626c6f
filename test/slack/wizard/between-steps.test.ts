/** What happens while somebody is between two steps of the wizard. */
import { expect } from 'chai';
import type { Person } from '../../support/person.ts';
import { aConfiguration } from '../../support/records.ts';
import { aDraftToSave, admins, anEditToSave, applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';

/** The secret of the connection, as the CRM's administrators change it. */
async function secretBecomes({ store }: SlackHouse, clientSecret: string): Promise<void> {
  const [connection] = await store.connections.list();
  if (connection === undefined) throw new Error('There is no connection.');
  const secrets = { 'auth.clientSecret': clientSecret };
  await store.applyConfiguration(aConfiguration({ connections: [{ ...connection, secrets }] }));
}

describeOnBoth('Between two steps of the wizard', (house) => {
  let ada: Person;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
  });

  const stored = () => house().store.jobs.byName('Banks');

  async function resumesAt(step: string, title: string): Promise<string> {
    const draft = await aDraftToSave(house());
    await house().operations.changeDraft(admins(house(), 'Ada'), { draft: draft.id, step });
    await ada.runs('/crosswalk new', '#general');
    await ada.clicks('Resume');
    await ada.sees(`· ${title}`);
    return draft.id;
  }

  it('a connection that is refused says so, and what to do; nothing is lost', async () => {
    const { sandbox } = house();
    await resumesAt('fields', 'Fields and filter');
    await ada.types("Industry = 'Banking'", { in: 'Query filter' });
    await secretBecomes(house(), 'changed by somebody');
    sandbox.expireSessions();
    await ada.clicks('Next');
    await ada.sees(/⚠️ Salesforce refused the client secret.*auth.clientSecret/);
    await ada.doesNotSee('[Next]');
    await secretBecomes(house(), sandbox.credentials.clientSecret);
    await ada.clicks('Try again');
    await ada.sees("Industry = 'Banking'", { on: 'Query filter' });
    await ada.clicks('Next');
    await ada.sees('· Map and format');
    expect(house().refusals()).to.deep.equal([]);
  });

  it('a session that has run out is renewed without a word', async () => {
    await resumesAt('mapping', 'Map and format');
    house().sandbox.expireSessions();
    await ada.clicks('Validate mapping');
    await ada.sees('The mapping is valid.');
    house().sandbox.expireSessions();
    await ada.clicks('Next');
    await ada.sees('· Preview');
  });

  it('two windows of one person go on from what either of them stored last', async () => {
    const draft = await resumesAt('settings', 'Settings and schedule');
    await house().operations.changeDraft(admins(house(), 'Ada'), {
      draft,
      patch: { description: 'Written in the other window' },
    });
    await ada.types('Banks of the north', { in: 'Name' });
    await ada.clicks('Next');
    await ada.sees('Written in the other window');
    await ada.sees('This draft was changed in another window meanwhile');
    await ada.clicks('Save');
    await ada.sees('Banks of the north was created.');
  });

  it("somebody else's draft is refused, with words", async () => {
    const draft = await resumesAt('settings', 'Settings and schedule');
    const otto = await house().person('Otto', 'admin');
    const by = admins(house(), 'Otto');
    for (const attempt of [
      () => house().operations.showDraft(by, draft),
      () => house().operations.changeDraft(by, { draft, patch: { name: 'Mine' } }),
      () => house().operations.saveDraft(by, { draft, startNow: false }),
    ]) {
      await attempt().then(
        () => expect.fail('It was not refused.'),
        (error: unknown) =>
          expect(String(error)).to.match(/Somebody else works on this draft. Only who began it can go on/),
      );
    }
    await otto.runs('/crosswalk new', '#general');
    await otto.sees(/Step 1 of \d/);
    await otto.doesNotSee('Resume');
    await ada.clicks('Next');
    await ada.sees('· Save');
  });

  it('a role that was taken is missed at the next step, and what was entered stays for when it is back', async () => {
    await anEditToSave(house(), { description: 'Mine' });
    const otto = await house().person('Otto', 'admin');
    await otto.runs(`/crosswalk edit ${jobName}`, '#general');
    await otto.sees(/Step 1 of \d/);
    await house().person('Otto', 'operator');
    await otto.clicks('Next');
    await otto.sees('you need the role admin; you are operator');
    await otto.closes();
    await otto.runs(`/crosswalk edit ${jobName}`, '#general');
    await otto.sees('To edit a job you need the role admin; you are operator.');
    await house().person('Otto', 'admin');
    await otto.runs(`/crosswalk edit ${jobName}`, '#general');
    await otto.sees(/Step 1 of \d/);
    expect(await stored()).to.equal(null);
  });

  it('ten impatient clicks on Next go one step', async () => {
    await resumesAt('settings', 'Settings and schedule');
    await Promise.allSettled(Array.from({ length: 10 }, () => ada.clicks('Next')));
    await ada.sees('· Save');
    expect(await stored()).to.equal(null);
  });
});
