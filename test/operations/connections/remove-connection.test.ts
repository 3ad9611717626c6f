import { expect } from 'chai';
import { salesforce } from '../../../src/connectors/salesforce/index.ts';
import { openConnectHouse } from '../../http/connect/support/connect-house.ts';
import type { ConnectHouse } from '../../http/connect/support/connect-house.ts';
import { consent } from '../../support/consent.ts';
import { createPageBrowser } from '../../support/page-browser.ts';
import { aConfiguration, aJob } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';

describe('removing a connection', () => {
  let house: ConnectHouse;
  beforeEach(async () => {
    house = await openConnectHouse();
  });
  afterEach(() => house.close());

  /** By somebody who consents in their browser. */
  async function connect(
    connector: 'salesforce' | 'dynamics',
    filled: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, unknown>>> {
    const browser = createPageBrowser();
    const form = await browser.open(`${await house.link()}?connector=${connector}&grant=authorization-code`);
    const onward = await browser.submit(form, { Name: 'Acme', ...filled });
    const { location } = await consent(onward.refreshTo ?? '');
    expect((await browser.open(location?.href ?? '')).heading).to.equal('It worked: Acme is connected');
    const found = await house.bench.store.connections.byName('Acme');
    return await house.bench.store.connections.secretSettings(found?.id ?? '');
  }
  const connectSalesforce = (): Promise<Readonly<Record<string, unknown>>> =>
    connect('salesforce', {
      'Login address': house.salesforce.url,
      'Consumer key': house.salesforce.credentials.web.clientId,
      'Consumer secret (optional)': house.salesforce.credentials.web.clientSecret,
    });
  const remove = () => house.operations.removeConnection(house.ada(), { connection: 'Acme' });
  const count = async (): Promise<number> => (await house.bench.store.connections.list()).length;

  it('takes back at Salesforce what a person allowed, and writes both down', async () => {
    const settings = await connectSalesforce();
    await salesforce.logIn(settings);
    const { connection, consent: taken } = await remove();
    expect(connection.name).to.equal('Acme');
    expect(taken).to.deep.equal({ kind: 'taken back', crm: 'Salesforce' });
    expect(await rejection(salesforce.logIn(settings))).to.include({ code: 'login_expired' });
    const [taking, removing] = await house.bench.store.audit.list({ limit: 2, offset: 0 });
    expect(taking).to.include({ operation: 'take-back-consent', actor: 'UADA' });
    expect(removing).to.include({ operation: 'remove-connection', actor: 'UADA' });
  });

  it('is content where that was taken back before', async () => {
    await connectSalesforce();
    house.salesforce.revokeConsents();
    expect((await remove()).consent).to.include({ kind: 'taken back' });
  });

  it('removes it also where the CRM cannot be reached, and says what is left to do there', async () => {
    await connectSalesforce();
    await house.salesforce.close();
    const { consent: taken } = await remove();
    expect(taken).to.include({ kind: 'kept', crm: 'Salesforce' });
    expect(taken)
      .to.have.property('why')
      .that.matches(/Could not connect.*Connected Apps OAuth Usage/);
    expect(await count()).to.equal(0);
  });

  it('says that Entra ID has no way to take back a single consent', async () => {
    const { dataverse } = house;
    await connect('dynamics', {
      'Environment address': dataverse.url,
      'Token address': dataverse.tokenUrl,
      'Application (client) ID': dataverse.credentials.clientId,
      'Client secret': dataverse.credentials.clientSecret,
    });
    const { consent: taken } = await remove();
    expect(taken)
      .to.have.property('why')
      .that.matches(/^Dynamics 365 lets no app take back a single consent\. .*"My Apps"/);
    expect(await count()).to.equal(0);
  });

  it('has nothing to take back where nobody consented', async () => {
    const browser = createPageBrowser();
    const form = await browser.open(`${await house.link()}?connector=salesforce&grant=client-credentials`);
    await browser.submit(form, {
      Name: 'Acme',
      'Login address': house.salesforce.url,
      'Consumer key': house.salesforce.credentials.clientId,
      'Consumer secret': house.salesforce.credentials.clientSecret,
    });
    expect((await remove()).consent).to.equal(null);
  });

  it('that is refused, because jobs use it, takes nothing back', async () => {
    const settings = await connectSalesforce();
    const [connection] = await house.bench.store.connections.list();
    const job = aJob({ connectionId: connection?.id ?? '' });
    await house.bench.store.applyConfiguration(aConfiguration({ connections: [], jobs: [{ job }] }));
    expect(await rejection(remove())).to.include({ code: 'connection_used' });
    await salesforce.logIn(settings);
  });
});
