import { expect } from 'chai';
import { admins, applied, jobName } from '../support/drafted.ts';
import { openSlackHouse } from '../support/slack-house.ts';
import type { SlackHouse } from '../support/slack-house.ts';

const here = '#general';

describe('the audit log in Slack', () => {
  let house: SlackHouse;
  before(async () => {
    house = await openSlackHouse('socket');
    await applied(house);
  });
  after(() => house.close());

  it('is looked through by admins, with filters for people, jobs, kinds and dates', async () => {
    const ada = await house.person('Ada');
    await house.person('Otto', 'operator');
    await ada.runs('/crosswalk audit', here);
    await ada.sees('Grant role');
    await ada.sees('Apply configuration · Acme Salesforce');
    await ada.chooses('Roles', { in: 'Kind' });
    await ada.doesNotSee('Apply configuration');
    await ada.clicks('Clear');
    await ada.sees('Apply configuration · Customer accounts');
    await ada.searches('customer', { in: 'Job' });
    await ada.chooses('Customer accounts', { in: 'Job' });
    await ada.doesNotSee('Grant role');
    await ada.chooses('Ada Lovelace', { in: 'Person' });
    await ada.sees('Apply configuration · Customer accounts');
    await ada.chooses('2020-01-01', { in: 'To' });
    await ada.sees('No entry is like that.');
    await ada.clicks('Clear');
    await ada.sees('Grant role');
    expect(house.refusals()).to.deep.equal([]);
  });

  it('calls people by their names, and what is gone as it was called last', async () => {
    const { operations } = house;
    const [ada, by] = [await house.person('Ada'), admins(house, 'Ada')];
    await operations.deleteJob(by, { job: jobName, typed: jobName });
    await operations.renameConnection(by, { connection: 'Acme Salesforce', name: 'Old org' });
    await operations.removeConnection(by, { connection: 'Old org' });
    await ada.runs('/crosswalk audit', here);
    await ada.sees('Grant role · @Otto Weber');
    await ada.sees('Rename connection · Old org');
    await ada.sees('Remove connection · Old org');
    await ada.sees(`Apply configuration · ${jobName}`);
    expect(house.refusals()).to.deep.equal([]);
  });

  it('gives a link to all that is shown as CSV, which is in the log too', async () => {
    const ada = await house.person('Ada');
    await ada.clicks('Download CSV');
    await ada.sees('Open the file');
    await ada.sees('It works once');
    await ada.closes();
    const [newest] = await house.store.audit.list({ limit: 1, offset: 0 });
    expect(newest).to.include({ operation: 'create-download-link', door: 'slack' });
    expect(house.refusals()).to.deep.equal([]);
  });

  it('is shown to nobody else', async () => {
    const otto = await house.person('Otto', 'operator');
    await otto.runs('/crosswalk audit', here);
    await otto.sees('you need the role admin');
  });
});
