import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { ConnectionSettings } from '../../../src/connectors/connector.ts';
import { createSalesforceConnector } from '../../../src/connectors/salesforce/index.ts';
import { consent } from '../../support/consent.ts';
import { disturb } from '../../support/disturb.ts';
import { createPageBrowser, labelsOf, wrongAt } from '../../support/page-browser.ts';
import type { PageBrowser, ShownPage } from '../../support/page-browser.ts';
import { describeOnBothDatabases } from '../../support/postgres.ts';
import { after } from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';
import { openConnectHouse } from './support/connect-house.ts';
import type { ConnectHouse } from './support/connect-house.ts';

const quarterHourMs = 15 * 60_000;

async function logIn(settings: ConnectionSettings): Promise<void> {
  const connector = createSalesforceConnector();
  await connector.logIn(connector.parseSettings(settings));
}

describe('connecting a CRM in the browser', () => {
  let house: ConnectHouse;
  let browser: PageBrowser;
  beforeEach(async () => {
    house = await openConnectHouse();
    browser = createPageBrowser();
  });
  afterEach(async () => {
    expect(house.log.messages(50)).to.deep.equal([]);
    await house.close();
  });

  const webForm = (name: string): Record<string, string> => ({
    Name: name,
    'Login address': house.salesforce.url,
    'Consumer key': house.salesforce.credentials.web.clientId,
    'Consumer secret (optional)': house.salesforce.credentials.web.clientSecret,
  });
  const consentForm = async (link: string, by: PageBrowser = browser): Promise<ShownPage> =>
    by.open(`${link}?connector=salesforce&grant=authorization-code`);
  /** To the page that sends the browser on to Salesforce. */
  async function toSalesforce(link: string, name = 'Acme'): Promise<string> {
    const page = await browser.submit(await consentForm(link), webForm(name));
    expect(page.alert).to.equal(null);
    expect(page.heading).to.equal('On to Salesforce');
    return page.refreshTo ?? '';
  }
  async function settingsOf(name: string): Promise<ConnectionSettings> {
    const { connections } = house.bench.store;
    return await connections.secretSettings((await connections.byName(name))?.id ?? '');
  }

  async function connectSalesforce(name = 'Acme', connection: string | null = null): Promise<ShownPage> {
    const { location } = await consent(await toSalesforce(await house.link(connection), name));
    return await browser.open(location?.href ?? '');
  }

  it('asks which CRM and how, sends on to its consent, and stores what comes back', async () => {
    const link = await house.link();
    const choice = await browser.open(link);
    expect(choice.heading).to.equal('Connect a CRM');
    expect(choice.html)
      .to.include('Salesforce: Sign in with your browser')
      .and.include('Dynamics 365: Client');
    const form = await consentForm(link);
    expect(labelsOf(form)).to.deep.equal([
      'Name',
      'Login address',
      'Consumer key',
      'Consumer secret (optional)',
    ]);
    const back = await connectSalesforce('Acme');
    expect(back.status).to.equal(200);
    expect(back.heading).to.equal('It worked: Acme is connected');
    const connection = await house.bench.store.connections.byName('acme');
    expect(connection).to.deep.include({ state: 'connected', owner: 'UADA', connector: 'salesforce' });
    expect(connection?.org).to.include({ orgName: 'Acme <b>Corp</b>', userName: 'integration@acme.example' });
    expect(await house.bench.store.connections.secretNames(connection?.id ?? '')).to.deep.equal([
      'auth.clientSecret',
      'auth.refreshToken',
    ]);
    const tested = await house.operations.testConnection(house.ada(), { connection: 'Acme' });
    expect(tested.org.orgName).to.equal('Acme <b>Corp</b>');
    const [entry] = await house.bench.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.include({ operation: 'connect', actor: 'UADA', door: 'browser' });
    expect(await house.bench.store.outbox.waiting()).to.equal(1);
  });

  it('connects Dynamics 365 the same way, and keeps the refresh token that each login brings', async () => {
    const { dataverse } = house;
    const page = await browser.open(`${await house.link()}?connector=dynamics&grant=authorization-code`);
    const onward = await browser.submit(page, {
      Name: 'Dynamics',
      'Environment address': dataverse.url,
      'Token address': dataverse.tokenUrl,
      'Application (client) ID': dataverse.credentials.clientId,
      'Client secret': dataverse.credentials.clientSecret,
    });
    const { location } = await consent(onward.refreshTo ?? '');
    expect((await browser.open(location?.href ?? '')).heading).to.equal('It worked: Dynamics is connected');
    const { id } = (await house.bench.store.connections.byName('Dynamics')) ?? { id: '' };
    const token = async (): Promise<unknown> =>
      (await house.bench.store.connections.secretSettings(id))['auth'];
    const first = await token();
    await house.operations.testConnection(house.ada(), { connection: id });
    expect(await token()).to.not.deep.equal(first);
    await house.operations.testConnection(house.ada(), { connection: id });
    expect(dataverse.traffic.logins).to.equal(3);
  });

  it('takes client credentials and keys too, without anybody consenting', async () => {
    const { salesforce, dataverse } = house;
    const forms: readonly { query: string; filled: Record<string, string> }[] = [
      {
        query: 'connector=salesforce&grant=client-credentials',
        filled: {
          Name: 'By secret',
          'Login address': salesforce.url,
          'Consumer key': salesforce.credentials.clientId,
          'Consumer secret': salesforce.credentials.clientSecret,
        },
      },
      {
        query: 'connector=salesforce&grant=jwt-bearer',
        filled: {
          Name: 'By key',
          'Login address': salesforce.url,
          'Consumer key': salesforce.credentials.jwt.clientId,
          'User name': salesforce.credentials.jwt.username,
          'Private key': salesforce.credentials.jwt.privateKey,
        },
      },
      {
        query: 'connector=dynamics&grant=client-credentials',
        filled: {
          Name: 'Dynamics',
          'Environment address': dataverse.url,
          'Token address': dataverse.tokenUrl,
          'Application (client) ID': dataverse.credentials.clientId,
          'Client secret': dataverse.credentials.clientSecret,
        },
      },
    ];
    for (const { query, filled } of forms) {
      const done = await browser.submit(await browser.open(`${await house.link()}?${query}`), filled);
      expect([done.alert, done.heading]).to.deep.equal([
        null,
        `It worked: ${filled['Name'] ?? ''} is connected`,
      ]);
    }
  });

  it('says at the field what was typed wrong, keeps the rest, and never repeats a secret', async () => {
    const link = await house.link();
    const filled: Record<string, string> = { ...webForm('Acme'), 'Login address': 'salesforce' };
    const refused = await browser.submit(await consentForm(link), filled);
    expect(refused.status).to.equal(422);
    expect(refused.alert).to.match(/"Login address"/);
    expect(refused.html).to.match(/name="setting:loginUrl"[^>]* aria-invalid="true"/);
    expect(wrongAt(refused, 'loginUrl')).to.equal(refused.alert);
    expect(refused.html).to.include('value="Acme"').and.not.include(filled['Consumer secret (optional)']);
    expect((await browser.submit(refused, webForm('Acme'))).heading).to.equal('On to Salesforce');
  });

  it('says all that is wrong at once', async () => {
    const filled = { Name: ' ', 'Login address': 'salesforce', 'Consumer key': '' };
    const refused = await browser.submit(await consentForm(await house.link()), filled);
    expect(wrongAt(refused, 'name')).to.match(/^A connection's name has/);
    expect(wrongAt(refused, 'auth.clientId')).to.equal('Consumer key is empty.');
    const query = 'connector=dynamics&grant=client-credentials';
    const unread = await browser.submit(await browser.open(`${await house.link()}?${query}`), {
      'Environment address': 'dynamics',
      'Token address': 'entra',
      'Application (client) ID': 'x',
      'Client secret': 'x',
    });
    expect(wrongAt(unread, 'serverUrl')).to.match(/"Environment address"/);
    expect(wrongAt(unread, 'auth.tokenUrl')).to.match(/"Token address"/);
  });

  it('says at the field what the CRM does not take, where it says which one that is', async () => {
    const { salesforce, dataverse } = house;
    const refusals: readonly { query: string; filled: Record<string, string>; at: string }[] = [
      {
        query: 'connector=salesforce&grant=client-credentials',
        filled: { 'Login address': salesforce.url, 'Consumer key': 'nobody', 'Consumer secret': 'x' },
        at: 'auth.clientId',
      },
      {
        query: 'connector=dynamics&grant=client-credentials',
        filled: {
          'Environment address': dataverse.url,
          'Token address': dataverse.tokenUrl,
          'Application (client) ID': dataverse.credentials.clientId,
          'Client secret': 'x',
        },
        at: 'auth.clientSecret',
      },
    ];
    for (const { query, filled, at } of refusals) {
      const form = await browser.open(`${await house.link()}?${query}`);
      const refused = await browser.submit(form, { Name: 'Acme', ...filled });
      expect(wrongAt(refused, at)).to.equal(refused.alert).and.match(/Check/);
    }
  });

  it('refuses a name that there is, without asking the CRM', async () => {
    await connectSalesforce('Acme');
    const refused = await browser.submit(await consentForm(await house.link()), webForm('ACME'));
    expect(refused.alert).to.match(/There is a connection named "Acme"/);
  });

  it('says what to check where the secret is wrong, and lets the person go back to the form', async () => {
    const link = await house.link();
    const wrong = { ...webForm('Acme'), 'Consumer secret (optional)': 'a wrong secret' };
    const onward = await browser.submit(await consentForm(link), wrong);
    const { location } = await consent(onward.refreshTo ?? '');
    const refused = await browser.open(location?.href ?? '');
    expect(refused.status).to.equal(422);
    expect(refused.alert)
      .to.match(/client secret.*Check/)
      .and.not.include('a wrong secret');
    expect(refused.html).to.include(`href="${link}"`);
    expect((await connectSalesforce('Acme')).heading).to.equal('It worked: Acme is connected');
  });

  it('says so where the person does not allow it, and the link is still good', async () => {
    const link = await house.link();
    const { location } = await consent(await toSalesforce(link), 'deny');
    const refused = await browser.open(location?.href ?? '');
    expect(refused.alert).to.match(/Access was not allowed at Salesforce/);
    const { location: again } = await consent(await toSalesforce(link));
    expect((await browser.open(again?.href ?? '')).heading).to.match(/It worked/);
  });

  it('asks for no app where there is one of our own, and names its settings in an exported file', async () => {
    const { clientId, clientSecret } = house.salesforce.credentials.web;
    house.app = {
      clientId,
      clientSecret,
      placeholders: {
        'auth.clientId': '${SALESFORCE_CLIENT_ID}',
        'auth.clientSecret': '${SALESFORCE_CLIENT_SECRET}',
      },
    };
    house.bench.environment.set('SALESFORCE_CLIENT_ID', clientId);
    house.bench.environment.set('SALESFORCE_CLIENT_SECRET', clientSecret);
    const form = await consentForm(await house.link());
    expect(labelsOf(form)).to.deep.equal(['Name', 'Login address']);
    const onward = await browser.submit(form, { Name: 'Acme', 'Login address': house.salesforce.url });
    const { location } = await consent(onward.refreshTo ?? '');
    expect((await browser.open(location?.href ?? '')).heading).to.match(/It worked/);
    const text = await house.operations.exportConfiguration(house.ada());
    expect(text).to.include('${SALESFORCE_CLIENT_SECRET}').and.not.include(clientSecret);
    const applied = await house.operations.applyConfiguration(house.ada(), { fileName: 'a.yml', text });
    expect(applied.connections.map(({ outcome }) => outcome)).to.deep.equal(['left']);
  });

  it('exports a connection without what was typed in the browser; applying that changes nothing', async () => {
    await connectSalesforce('Acme');
    const text = await house.operations.exportConfiguration(house.ada());
    expect(text)
      .to.match(/# Connected in a browser/)
      .and.not.match(/^ *(refreshToken|clientSecret)/m);
    const applied = await house.operations.applyConfiguration(house.ada(), { fileName: 'a.yml', text });
    expect(applied.connections).to.deep.equal([{ name: 'Acme', outcome: 'left', parts: [] }]);
    const elsewhere = text.replace(house.salesforce.url, 'https://elsewhere.my.salesforce.com');
    const error = await rejection(
      house.operations.applyConfiguration(house.ada(), { fileName: 'a.yml', text: elsewhere }),
    );
    expect(error.message).to.match(/clientSecret|refreshToken/);
  });

  describe('reconnecting', () => {
    it('renews the login, with the secrets that are kept, and tells that jobs go on', async () => {
      await connectSalesforce('Acme');
      house.salesforce.revokeConsents();
      const error = await rejection(house.operations.testConnection(house.ada(), { connection: 'Acme' }));
      expect(error).to.have.property('code', 'login_expired');
      expect((await house.bench.store.connections.byName('Acme'))?.state).to.equal('expired');
      const page = await browser.open(await house.link('Acme'));
      expect(page.heading).to.equal('Reconnect Acme');
      expect(labelsOf(page)).to.not.include('Name');
      const { location } = await consent((await browser.submit(page)).refreshTo ?? '');
      expect((await browser.open(location?.href ?? '')).heading).to.equal('It worked: Acme is connected');
      expect((await house.bench.store.connections.byName('Acme'))?.state).to.equal('connected');
      await house.operations.testConnection(house.ada(), { connection: 'Acme' });
      expect(await house.bench.store.connections.list()).to.have.length(1);
    });

    it('takes back at the CRM what the connection had before, and writes that down; the new login stays good', async () => {
      await connectSalesforce('Acme');
      const { connections, audit } = house.bench.store;
      const before = await settingsOf('Acme');
      const page = await browser.open(await house.link('Acme'));
      const { location } = await consent((await browser.submit(page)).refreshTo ?? '');
      expect((await browser.open(location?.href ?? '')).heading).to.equal('It worked: Acme is connected');
      expect(await settingsOf('Acme')).to.not.deep.equal(before);
      expect(await rejection(logIn(before))).to.have.property('code', 'login_expired');
      await house.operations.testConnection(house.ada(), { connection: 'Acme' });
      const entries = await audit.list({ limit: 10, offset: 0 });
      expect(entries.find(({ operation }) => operation === 'take-back-consent')).to.deep.include({
        subject: (await connections.byName('Acme'))?.id,
        after: { consent: 'taken back' },
      });
    });

    it('says what became of what was allowed before, also where that could not be written down', async () => {
      await connectSalesforce('Acme');
      const { store, log } = house.bench;
      disturb(store.audit, 'add', () => true);
      const page = await browser.open(await house.link('Acme'));
      const { location } = await consent((await browser.submit(page)).refreshTo ?? '');
      const told = await browser.open(location?.href ?? '');
      expect(told.heading).to.equal('It worked: Acme is connected');
      expect(told.html).to.include('What was allowed before in Salesforce is taken back there.');
      expect(log.messages(50)).to.deep.equal(['what became of a consent is not in the audit log']);
      await house.operations.testConnection(house.ada(), { connection: 'Acme' });
    });

    it('takes it back as well where the connection gets in by another way from then on', async () => {
      await connectSalesforce('Acme');
      const before = await settingsOf('Acme');
      const form = await browser.open(`${await house.link('Acme')}?connector=salesforce&grant=jwt-bearer`);
      const { clientId, username, privateKey } = house.salesforce.credentials.jwt;
      const filled = { 'Consumer key': clientId, 'User name': username, 'Private key': privateKey };
      const told = await browser.submit(form, { 'Login address': house.salesforce.url, ...filled });
      expect(told.heading).to.equal('It worked: Acme is connected');
      expect(told.html).to.include('What was allowed before in Salesforce is taken back there.');
      expect(await rejection(logIn(before))).to.have.property('code', 'login_expired');
      await house.operations.testConnection(house.ada(), { connection: 'Acme' });
    });

    it('leaves what a jobs file brought, which may be in use elsewhere', async () => {
      await connectSalesforce('Acme');
      const before = await settingsOf('Acme');
      const { clientId, clientSecret } = house.salesforce.credentials.web;
      const { refreshToken } = before['auth'] as { readonly refreshToken: string };
      house.bench.environment.set('CLIENT_SECRET', clientSecret).set('REFRESH_TOKEN', refreshToken);
      const text = `connections:
  - name: From a file
    connector: salesforce
    loginUrl: ${house.salesforce.url}
    auth:
      grant: authorization-code
      clientId: ${clientId}
      clientSecret: \${CLIENT_SECRET}
      refreshToken: \${REFRESH_TOKEN}
`;
      await house.operations.applyConfiguration(house.ada(), { fileName: 'a.yml', text });
      const { location } = await consent(
        (await browser.submit(await browser.open(await house.link('From a file')))).refreshTo ?? '',
      );
      const told = await browser.open(location?.href ?? '');
      expect(told.heading).to.equal('It worked: From a file is connected');
      expect(told.html).to.not.include('What was allowed before');
      await logIn(before);
    });

    it('says where to take back by hand what Entra ID lets no app take back', async () => {
      const { dataverse } = house;
      const toDynamics = async (page: ShownPage, filled: Record<string, string>): Promise<ShownPage> => {
        const { location } = await consent((await browser.submit(page, filled)).refreshTo ?? '');
        return await browser.open(location?.href ?? '');
      };
      const link = await house.link();
      await toDynamics(await browser.open(`${link}?connector=dynamics&grant=authorization-code`), {
        Name: 'Dynamics',
        'Environment address': dataverse.url,
        'Token address': dataverse.tokenUrl,
        'Application (client) ID': dataverse.credentials.clientId,
        'Client secret': dataverse.credentials.clientSecret,
      });
      const told = await toDynamics(await browser.open(await house.link('Dynamics')), {});
      expect(told.heading).to.equal('It worked: Dynamics is connected');
      expect(told.html)
        .to.include('What was allowed before in Dynamics 365 stands: ')
        .and.include('lets no app take back a single consent.');
    });

    it('sends no stored secret to another address', async () => {
      await connectSalesforce('Acme');
      const page = await browser.open(await house.link('Acme'));
      const stolen = await browser.submit(page, {
        'Login address': 'http://127.0.0.1:9',
        'Consumer secret (optional)': '',
      });
      const { clientSecret } = house.salesforce.credentials.web;
      expect(stolen.html).to.not.include(clientSecret);
      const link = await house.link('Acme');
      const credentials = await browser.open(`${link}?connector=salesforce&grant=client-credentials`);
      const refused = await browser.submit(credentials, { 'Login address': 'http://127.0.0.1:9' });
      expect(refused.alert).to.equal('Consumer secret is empty.');
    });

    it('refuses to lead the connection to another org', async () => {
      await connectSalesforce('Acme');
      const { id } = (await house.bench.store.connections.byName('Acme')) ?? { id: '' };
      const org = (await house.bench.store.connections.byId(id))?.org;
      if (org)
        await house.bench.store.connections.noteOrg(id, { ...org, orgId: 'another', orgName: 'Other' });
      const page = await browser.open(await house.link('Acme'));
      const { location } = await consent((await browser.submit(page)).refreshTo ?? '');
      expect((await browser.open(location?.href ?? '')).alert).to.match(/the connection "Acme" is to Other/);
    });
  });

  describe('refuses', () => {
    it('a link in a second browser, and leads the first one on', async () => {
      const link = await house.link();
      const form = await consentForm(link);
      const other = createPageBrowser();
      const refused = await consentForm(link, other);
      expect([refused.status, refused.heading]).to.deep.equal([403, 'That did not work']);
      expect(refused.alert).to.match(/opened in another browser/);
      expect((await browser.submit(form, webForm('Acme'))).heading).to.equal('On to Salesforce');
    });

    it('a link that was used, has expired or was never made', async () => {
      const link = await house.link();
      const { location } = await consent(await toSalesforce(link));
      await browser.open(location?.href ?? '');
      expect((await browser.open(link)).alert).to.match(/has been used/);
      const late = await house.link();
      house.now = after(house.now, quarterHourMs);
      const expired = await browser.open(late);
      expect([expired.status, expired.alert]).to.deep.equal([
        410,
        'This link has expired: it is good for 15 minutes. Press "Connect" in Slack for another one.',
      ]);
      expect((await browser.open(`${house.url}/connect/${'x'.repeat(43)}`)).status).to.equal(404);
      expect((await browser.open(`${house.url}/connect/x`)).status).to.equal(404);
    });

    it('what comes back when the link has expired meanwhile', async () => {
      const { location } = await consent(await toSalesforce(await house.link()));
      house.now = after(house.now, quarterHourMs);
      expect((await browser.open(location?.href ?? '')).status).to.equal(410);
      expect(await house.bench.store.connections.list()).to.deep.equal([]);
    });

    it('a role that was lost in between', async () => {
      const link = await house.link();
      const form = await consentForm(link);
      house.roles.set('UADA', 'operator');
      for (const page of [await browser.open(link), await browser.submit(form, webForm('Acme'))]) {
        expect([page.status, page.alert]).to.deep.equal([403, page.alert]);
        expect(page.alert).to.match(/admin/);
      }
      house.roles.delete('UADA');
      const { location } = await consent(await toSalesforce(link));
      house.roles.set('UADA', 'operator');
      expect((await browser.open(location?.href ?? '')).alert).to.match(/admin/);
      expect(await house.bench.store.connections.list()).to.deep.equal([]);
    });

    it('an answer whose state was changed, that comes to another browser, or that comes twice', async () => {
      const { location } = await consent(await toSalesforce(await house.link()));
      const answer = location ?? new URL(house.url);
      const changed = new URL(answer);
      changed.searchParams.set('state', 'x'.repeat(43));
      for (const [by, address] of [
        [browser, changed],
        [createPageBrowser(), answer],
        [browser, `${house.url}/connect/callback?code=x`],
      ] as const) {
        const refused = await by.open(String(address));
        expect([refused.status, refused.heading]).to.deep.equal([403, 'That did not work']);
      }
      const other = createPageBrowser();
      await other.open(await house.link());
      expect((await other.open(answer.href)).alert).to.match(/another browser/);
      expect((await browser.open(answer.href)).heading).to.match(/It worked/);
      expect((await browser.open(answer.href)).status).to.equal(403);
      expect(await house.bench.store.connections.list()).to.have.length(1);
    });

    it('a code that was put in the place of the one that was asked for', async () => {
      const mine = await consent(await toSalesforce(await house.link(), 'Mine'));
      const theirs = await consent(await toSalesforce(await house.link(), 'Theirs'));
      const mixed = new URL(theirs.location ?? house.url);
      mixed.searchParams.set('code', mine.location?.searchParams.get('code') ?? '');
      expect((await browser.open(mixed.href)).alert).to.match(/Begin anew/);
      expect(await house.bench.store.connections.list()).to.deep.equal([]);
    });

    it('a form from another page, without the cookie, or with another link’s proof', async () => {
      const link = await house.link();
      const form = await consentForm(link);
      const csrf = /name="csrf" value="([^"]+)"/.exec(form.html)?.[1] ?? '';
      const body = new URLSearchParams({ csrf, connector: 'salesforce', grant: 'authorization-code' });
      const post = (
        by: PageBrowser,
        changes: Record<string, string>,
        headers: Record<string, string> = {},
      ): Promise<ShownPage> =>
        by.post(link, new URLSearchParams([...body, ...Object.entries(changes)]), headers);
      const refused = [
        await post(browser, {}, { origin: 'https://evil.example' }),
        await post(browser, {}, { origin: 'null' }),
        await post(createPageBrowser(), {}),
        await browser.post(link, new URLSearchParams({ connector: 'salesforce' })),
        await browser.post(await house.link(), body),
      ];
      expect(refused.map(({ status }) => status)).to.deep.equal([403, 403, 403, 403, 403]);
    });

    it('what is no form, or is too long', async () => {
      const link = await house.link();
      await browser.open(link);
      const json = { 'content-type': 'application/json' };
      expect((await browser.post(link, '{}', json)).status).to.equal(415);
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await browser.post(link, `csrf=${'x'.repeat(70_000)}`, form)).status).to.equal(413);
      const wrongMethod = await fetch(link, { method: 'PUT' });
      expect(wrongMethod.status).to.equal(405);
    });

    it('addresses that are not the CRM’s own, unless whoever runs Crosswalk allows them', async () => {
      house.addresses = 'crm';
      const refused = await browser.submit(await consentForm(await house.link()), {
        ...webForm('Acme'),
        'Login address': 'http://127.0.0.1:1',
      });
      expect(refused.alert).to.match(/Login address is no address of Salesforce/);
      const dynamics = await browser.open(
        `${await house.link()}?connector=dynamics&grant=client-credentials`,
      );
      const metadata = await browser.submit(dynamics, {
        'Environment address': 'https://acme.crm.dynamics.com',
        'Token address': 'https://169.254.169.254/t/oauth2/v2.0/token',
        'Application (client) ID': 'x',
        'Client secret': 'x',
      });
      expect(metadata.alert).to.match(/Token address is no address of Dynamics 365/);
    });

    it('more tries than a person needs', async () => {
      const link = await house.link();
      let page = await consentForm(link);
      for (let i = 0; i < 20; i += 1) await browser.submit(page, webForm('Acme'));
      page = await browser.submit(page, webForm('Acme'));
      expect([page.status, page.alert]).to.deep.equal([429, page.alert]);
    });

    it('to take the link away from the person for what fetches pages ahead of them', async () => {
      const link = await house.link();
      const ahead = createPageBrowser();
      expect((await ahead.open(link, { 'sec-purpose': 'prefetch' })).status).to.equal(503);
      expect((await fetch(link, { method: 'HEAD' })).status).to.equal(405);
      expect((await browser.open(link)).heading).to.equal('Connect a CRM');
    });
  });

  it('shows names as they are, and never as markup or a header', async () => {
    const name = '"><script>alert(1)</script>';
    const done = await connectSalesforce(name);
    expect(done.heading).to.equal(`It worked: ${name} is connected`);
    expect(done.html).to.not.match(/<script|<b>Corp/);
    const page = await browser.open(await house.link(name));
    expect(page.heading).to.equal(`Reconnect ${name}`);
    expect(page.html).to.not.include('<script');
    const refused = await browser.submit(
      await consentForm(await house.link()),
      webForm('a\r\nSet-Cookie: x=1'),
    );
    expect(refused.alert).to.match(/A connection's name/);
    const forged = await browser.open(
      `${house.url}/connect/callback?error=%3Cscript%3E&error_description=%3Cb%3E&state=x`,
    );
    expect(forged.html).to.not.include('<script');
  });

  it('has headers that keep others out', async () => {
    const page = await browser.open(await house.link());
    const csp = page.headers.get('content-security-policy') ?? '';
    expect(csp)
      .to.include("default-src 'none'")
      .and.include("frame-ancestors 'none'")
      .and.include("form-action 'self'");
    expect(page.headers.get('cache-control')).to.equal('no-store');
    expect(page.headers.get('referrer-policy')).to.equal('same-origin');
    expect(page.headers.get('x-content-type-options')).to.equal('nosniff');
    const cookie = page.headers.getSetCookie()[0] ?? '';
    expect(cookie).to.match(/; Path=\/connect; Max-Age=900; HttpOnly; SameSite=Lax$/);
    expect(page.html).to.not.match(/<script| style="| on\w+="/);
  });

  it('leaves no secret in logs, the audit log, answers or the bytes of the database', async () => {
    const link = await house.link();
    const { location } = await consent(await toSalesforce(link));
    await browser.open(location?.href ?? '');
    const { id } = (await house.bench.store.connections.byName('Acme')) ?? { id: '' };
    const { auth } = (await house.bench.store.connections.secretSettings(id)) as {
      auth: { refreshToken: string };
    };
    const secrets = [
      auth.refreshToken,
      house.salesforce.credentials.web.clientSecret,
      link.split('/').at(-1) ?? '',
      location?.searchParams.get('state') ?? '',
      [...browser.cookies.values()][0] ?? '',
    ];
    const file = house.bench.url.replace('sqlite:', '');
    const bytes = ['', '-wal'].map((ending) => readFileSync(`${file}${ending}`).toString('latin1')).join('');
    const audit = JSON.stringify(await house.bench.store.audit.list({ limit: 50, offset: 0 }));
    const shown = JSON.stringify(await house.operations.listConnections(house.ada()));
    const exported = await house.operations.exportConfiguration(house.ada());
    for (const secret of secrets) {
      expect(secret.length).to.be.greaterThan(10);
      for (const place of [bytes, audit, shown, exported, JSON.stringify(house.log.lines)]) {
        expect(place.includes(secret)).to.equal(false);
      }
    }
  });
});

function yaml(name: string): string {
  return `connections:
  - name: ${name}
    connector: salesforce
    loginUrl: "\${SF_URL}"
    auth: { grant: client-credentials, clientId: "\${SF_CLIENT_ID}", clientSecret: "\${SF_CLIENT_SECRET}" }
`;
}

describeOnBothDatabases('a link for connecting', (fresh) => {
  let house: ConnectHouse;
  beforeEach(async () => {
    house = await openConnectHouse(await fresh());
  });
  afterEach(() => house.close());

  it('connects once, also where its form is sent twice at one moment', async () => {
    const browser = createPageBrowser();
    const { url, credentials } = house.salesforce;
    const page = await browser.open(`${await house.link()}?connector=salesforce&grant=client-credentials`);
    const send = (name: string): Promise<ShownPage> =>
      browser.submit(page, {
        Name: name,
        'Login address': url,
        'Consumer key': credentials.clientId,
        'Consumer secret': credentials.clientSecret,
      });
    const done = await Promise.all([send('One'), send('Other')]);
    expect(done.filter(({ heading }) => heading.startsWith('It worked'))).to.have.length(1);
    expect(await house.bench.store.connections.list()).to.have.length(1);
  });

  it('is deleted some time after it has expired', async () => {
    await house.link();
    const later = after(house.now, quarterHourMs);
    expect(await house.bench.store.connectLinks.forget(house.now, 10)).to.equal(0);
    expect(await house.bench.store.connectLinks.forget(later, 10)).to.equal(1);
  });

  it('renames, and removes what no job uses', async () => {
    const { operations } = house;
    const context = house.ada();
    const jobs = `jobs:
  - name: Accounts
    direction: inbound
    connection: One
    source: { object: Account }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
    schedule: { run: daily, at: "06:30", timezone: UTC, enabled: false }
`;
    const text = `${yaml('One')}${yaml('Other').replace('connections:\n', '')}${jobs}`;
    await operations.applyConfiguration(context, { fileName: 'a.yml', text });
    expect(await rejection(operations.removeConnection(context, { connection: 'One' })))
      .to.have.property('message')
      .that.equals(
        '"One" is used by the job "Accounts". Delete these jobs, or have them use another connection, and remove it then.',
      );
    const taken = await rejection(operations.renameConnection(context, { connection: 'One', name: 'OTHER' }));
    expect(taken).to.have.property('code', 'name_taken');
    await operations.renameConnection(context, { connection: 'One', name: ' First ' });
    await operations.removeConnection(context, { connection: 'other' });
    const names = (await operations.listConnections(context)).map(({ name }) => name);
    expect(names).to.deep.equal(['First']);
    for (const role of ['viewer', 'operator'] as const) {
      for (const attempt of [
        operations.renameConnection({ ...context, role }, { connection: 'First', name: 'x' }),
        operations.removeConnection({ ...context, role }, { connection: 'First' }),
        operations.createConnectLink({ ...context, role }, { connection: null }),
      ]) {
        expect(await rejection(attempt)).to.have.property('code', 'role_needed');
      }
    }
  });
});
