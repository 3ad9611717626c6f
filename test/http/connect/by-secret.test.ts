import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { createPageBrowser, labelsOf } from '../../support/page-browser.ts';
import type { PageBrowser, ShownPage } from '../../support/page-browser.ts';
import { after as later } from '../../support/records.ts';
import { openConnectHouse } from './support/connect-house.ts';
import type { ConnectHouse } from './support/connect-house.ts';

/** A way to log in that asks nobody for consent, filled in right and wrong. */
interface Way {
  readonly query: string;
  readonly right: (house: ConnectHouse) => Readonly<Record<string, string>>;
  readonly wrong: readonly {
    readonly title: string;
    readonly field: string;
    readonly value: () => string;
    readonly says: RegExp;
  }[];
}

const quarterHourMs = 15 * 60_000;
const wrongSecret = () => 'MARKED-wrong-secret-0123456789';
const otherKey = (): string => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};
const nowhere = () => 'http://127.0.0.1:9';

const ways: Readonly<Record<string, Way>> = {
  'Salesforce by client credentials': {
    query: 'connector=salesforce&grant=client-credentials',
    right: ({ salesforce: { url, credentials } }) => ({
      'Login address': url,
      'Consumer key': credentials.clientId,
      'Consumer secret': credentials.clientSecret,
    }),
    wrong: [
      {
        title: 'a wrong secret',
        field: 'Consumer secret',
        value: wrongSecret,
        says: /refused the client secret/,
      },
      {
        title: 'an unknown app',
        field: 'Consumer key',
        value: () => 'unknown',
        says: /does not know the client id/,
      },
      {
        title: 'an address without a CRM',
        field: 'Login address',
        value: nowhere,
        says: /Could not connect/,
      },
    ],
  },
  'Salesforce by JWT bearer': {
    query: 'connector=salesforce&grant=jwt-bearer',
    right: ({ salesforce: { url, credentials } }) => ({
      'Login address': url,
      'Consumer key': credentials.jwt.clientId,
      'User name': credentials.jwt.username,
      'Private key': credentials.jwt.privateKey,
    }),
    wrong: [
      {
        title: 'text that is no key',
        field: 'Private key',
        value: wrongSecret,
        says: /"Private key"/,
      },
      { title: 'another key', field: 'Private key', value: otherKey, says: /belongs to "Private key"/ },
      { title: 'another user', field: 'User name', value: () => 'x@acme.example', says: /"User name"/ },
    ],
  },
  'Dynamics 365 by client credentials': {
    query: 'connector=dynamics&grant=client-credentials',
    right: ({ dataverse: { url, tokenUrl, credentials } }) => ({
      'Environment address': url,
      'Token address': tokenUrl,
      'Application (client) ID': credentials.clientId,
      'Client secret': credentials.clientSecret,
    }),
    wrong: [
      {
        title: 'a wrong secret',
        field: 'Client secret',
        value: wrongSecret,
        says: /client secret/,
      },
      {
        title: 'an address without a CRM',
        field: 'Token address',
        value: () => `${nowhere()}/token`,
        says: /./,
      },
    ],
  },
};

for (const [title, { query, right, wrong }] of Object.entries(ways)) {
  describe(`connecting ${title} on the page behind a link`, () => {
    let house: ConnectHouse;
    let browser: PageBrowser;
    before(async () => {
      house = await openConnectHouse();
    });
    beforeEach(() => {
      browser = createPageBrowser();
    });
    after(() => house.close());

    const open = (link: string, by = browser): Promise<ShownPage> => by.open(`${link}?${query}`);
    const filled = (name: string): Record<string, string> => ({ Name: name, ...right(house) });
    const count = async (): Promise<number> => (await house.bench.store.connections.list()).length;

    it('says what was typed wrong, repeats no secret, and takes what is right by the same link', async () => {
      let page = await open(await house.link());
      expect(labelsOf(page)).to.deep.equal(Object.keys(filled('')));
      const before = await count();
      for (const { title: mistake, field, value, says } of wrong) {
        const typed = value();
        page = await browser.submit(page, { ...filled(title), [field]: typed });
        expect([page.status, page.alert ?? ''], mistake).to.satisfy(
          ([status, alert]: [number, string]) => status === 422 && says.test(alert),
        );
        const secrets = [...Object.values(house.salesforce.credentials.jwt), typed].filter((each) =>
          /MARKED|PRIVATE KEY/.test(each),
        );
        for (const secret of secrets) {
          expect(page.html.includes(secret.trim().slice(0, 60)), mistake).to.equal(false);
        }
      }
      expect(await count()).to.equal(before);
      const done = await browser.submit(page, filled(title));
      expect([done.status, done.heading]).to.deep.equal([200, `It worked: ${title} is connected`]);
      expect(JSON.stringify(house.log.lines)).to.not.match(/MARKED|PRIVATE KEY/);
    });

    it('refuses a form whose link was used, has expired, or belongs to another browser', async () => {
      const used = await open(await house.link());
      expect((await browser.submit(used, filled(`${title} 1`))).status).to.equal(200);
      expect(await browser.submit(used, filled(`${title} 2`))).to.include({ status: 410 });

      const link = await house.link();
      const first = await open(link);
      const other = createPageBrowser();
      await other.open(await house.link());
      expect(await other.submit(first, filled(`${title} 3`))).to.include({ status: 403 });
      expect(await open(link, other)).to.include({ status: 403 });

      const at = house.now;
      house.now = later(at, quarterHourMs);
      const late = await browser.submit(first, filled(`${title} 4`));
      house.now = at;
      expect([late.status, late.alert ?? '']).to.satisfy(
        ([status, alert]: [number, string]) => status === 410 && alert.includes('has expired'),
      );
      const names = (await house.bench.store.connections.list()).map(({ name }) => name);
      expect(names).to.include(`${title} 1`).and.not.include(`${title} 2`);
    });
  });
}
