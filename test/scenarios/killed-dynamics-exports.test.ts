/** Records that have no key in Dynamics 365 are made once too, whenever the process dies and whatever answer is lost. */
import { expect } from 'chai';
import { startDataverseSandbox } from '../../src/sandbox/dataverse/index.ts';
import type { DataverseSandbox } from '../../src/sandbox/dataverse/index.ts';
import { openHouse, saidBy } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { anAccount, putAccounts } from '../support/outbound-house.ts';
import { testSqliteUrl } from '../support/postgres.ts';

const accounts = 800;
const kills = 2;
const batchRows = 200;

const ways: Readonly<Record<string, { readonly matchOn: string; readonly rows: string }>> = {
  'are matched by an id that no row fills': { matchOn: 'accountid', rows: '' },
  'have no value in the key for one half': {
    matchOn: 'acme_legacyid',
    rows: `- { formula: "IF(contract_value >= ${accounts / 2}, account_id, '')", to: acme_legacyid }`,
  },
};

for (const [way, { matchOn, rows }] of Object.entries(ways)) {
  describe(`records that are created in Dynamics 365 and ${way}`, () => {
    let dataverse: DataverseSandbox;
    let house: House;
    before(async function () {
      this.timeout(120_000);
      const hubUrl = testSqliteUrl();
      dataverse = await startDataverseSandbox();
      house = await openHouse({ hubUrl });
      house.env['D_SECRET'] = dataverse.credentials.clientSecret;
      const all = Array.from({ length: accounts }, (_, number) => anAccount(number, `Account ${number}`));
      await putAccounts(hubUrl, all);
      await house.apply(jobs(dataverse, matchOn, rows));
    });
    after(async () => {
      await house.close();
      await dataverse.close();
    });

    it(`are there once each after ${kills} kills and lost answers`, async function () {
      this.timeout(300_000);
      // Every other batch is written, and its answer breaks off.
      const match = { path: /\$batch$/ };
      for (const after of [0, 2]) dataverse.disturb({ kind: 'truncated', match, after });
      for (let kill = 1; kill <= kills; kill += 1) {
        const child = house.start('run', 'Accounts out', '--json');
        // In the midst of the writing, each time a little further.
        const timer = setInterval(() => {
          if (dataverse.org.records('account').length >= kill * batchRows) child.kill('SIGKILL');
        }, 10);
        const { status } = await saidBy(child);
        clearInterval(timer);
        expect(status, 'it ended before it was killed').to.equal(null);
      }
      const last = await house.run('Accounts out');
      expect(last.status, JSON.stringify(last.error)).to.equal('succeeded');
      expect(last.counts).to.include({ read: accounts, rejected: 0, ignored: 0 });
      const made = dataverse.org.records('account').map(({ name }) => String(name));
      expect(new Set(made).size).to.equal(accounts);
      expect(made).to.have.lengthOf(accounts);
      const { counts } = await house.run('Accounts out');
      expect(counts).to.include({ read: accounts, unchanged: accounts });
    });
  });
}

const jobs = ({ url, tokenUrl, credentials }: DataverseSandbox, matchOn: string, rows: string): string => `
connections:
  - name: Acme Dynamics
    connector: dynamics
    serverUrl: ${url}
    auth: { grant: client-credentials, tokenUrl: "${tokenUrl}", clientId: ${credentials.clientId}, clientSecret: "\${D_SECRET}" }
jobs:
  - name: Accounts out
    direction: outbound
    connection: Acme Dynamics
    source: { object: accounts }
    target: { object: account, matchOn: ${matchOn} }
    mapping:
      - { from: name, to: name }
      ${rows}
    settings: { allowCreate: true, updateExisting: true, guard: off }
    schedule: { run: once, timezone: UTC, enabled: false }
`;
