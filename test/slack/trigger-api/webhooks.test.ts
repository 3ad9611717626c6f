import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createWebhookSender } from '../../../src/webhooks/index.ts';
import type { Person } from '../../support/person.ts';
import { applied, jobName } from '../support/drafted.ts';
import { describeOnBoth } from '../support/slack-house.ts';

const resolve = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }]);

describeOnBoth('the webhooks of a job', (house) => {
  let ada: Person;
  beforeEach(async () => {
    ada = await house().person('Ada');
    await applied(house());
    await ada.opensHome();
    await ada.chooses('Trigger API', { in: 'Manage', on: jobName });
    await ada.clicks('Webhooks');
    await ada.sees('Nobody is told how runs of Customer accounts end.');
  });
  afterEach(() => expect(house().refusals()).to.deep.equal([]));

  async function makes(address: string): Promise<void> {
    await ada.clicks('New webhook');
    await ada.types(address, { in: 'Address' });
    await ada.clicks('Create');
  }

  it('are made with a secret that is shown once, tested, looked at and deleted', async () => {
    await makes('https://hooks.test/crm');
    await ada.sees('Its secret is shown this once');
    await ada.sees(/whsec_[A-Za-z0-9+/]{43}=/);
    await ada.clicks('Done');
    await ada.doesNotSee(/whsec_[A-Za-z0-9+/]{43}=/);
    await ada.sees('https://hooks.test/crm');
    await ada.sees('Nothing was sent yet.');
    await ada.clicks('Send test');
    await ada.sees('A test is on its way.');
    await ada.sees('⏳ test · today');
    const { store, log } = house();
    const options = { deliveries: store.webhooks, allowsPrivate: false, resolve };
    await createWebhookSender({ ...options, newId: randomUUID, log: log.log }).sendDue();
    await ada.clicks('Refresh');
    await ada.sees(
      'Its name leads to an address that is not public, which the settings do not allow. · again today',
    );
    await ada.clicks('Delete');
    await ada.confirms();
    await ada.sees('hooks.test is told of nothing more.');
    await ada.sees('Nobody is told how runs');
  });

  it('are refused where they lead to the machine of Crosswalk, or nowhere', async () => {
    await makes('https://127.0.0.1/crm');
    await ada.sees('That address is of the machine or network of Crosswalk.');
    await ada.types('nonsense', { in: 'Address' });
    await ada.clicks('Create');
    await ada.sees('That is no address.');
    await ada.clicks('Cancel');
    await ada.sees('Nobody is told how runs');
  });

  it('can be told of all jobs, and of some ways to end only', async () => {
    await ada.clicks('New webhook');
    await ada.types('https://hooks.test/all', { in: 'Address' });
    await ada.chooses(['A run failed'], { in: 'Is told when' });
    await ada.chooses('All jobs', { in: 'Is told of' });
    await ada.clicks('Create');
    await ada.clicks('Done');
    await ada.sees('All jobs · run.failed');
    const [webhook] = await house().store.webhooks.list('');
    expect(webhook).to.deep.include({ url: 'https://hooks.test/all', jobId: null, events: ['run.failed'] });
  });
});
