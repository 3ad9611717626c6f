/** The whole way of a record, from the org to a query on the hub, through the command line. */
import { expect } from 'chai';
import { awkwardRecords } from '../contracts/contract-org.ts';
import { connectionYaml, openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

interface Settings {
  readonly allowCreate?: boolean;
  readonly resolveConflicts?: boolean;
}

const jobs = ({
  allowCreate = true,
  resolveConflicts = false,
}: Settings = {}): string => `${connectionYaml}jobs:
  - name: Accounts
    direction: inbound
    connection: Acme Salesforce
    source: { object: Account, filter: "AccountType__c != 'Partner'" }
    target: { object: accounts }
    mapping:
      - { from: LegacyId__c, to: account_id }
      - { from: Name, to: name }
      - { from: Description, to: notes, type: text }
      - { from: Modules__c, to: modules, type: list }
      - { from: ContractValue__c, to: contract_value }
      - { from: CloseDate__c, to: renewal_date, formats: ["dd/MM/yyyy", "yyyy-MM-dd"] }
      - { from: Strategic__c, to: strategic, type: boolean }
      - { from: ParentId, to: parent_account_id }
      - { formula: "UPPER(Name)", to: shouted, type: text }
      - { constant: salesforce, to: origin, type: text }
    settings: { allowCreate: ${allowCreate}, resolveConflicts: ${resolveConflicts} }
    schedule: { run: hourly, minute: 5, timezone: Europe/Berlin, fullSync: never, enabled: true }
`;

const keyed = (settings: Settings): string => jobs(settings).replace('from: LegacyId__c', 'from: Key__c');

describeOnBothDatabases('a first sync', (fresh) => {
  let house: House;
  beforeEach(async function () {
    this.timeout(240_000);
    house = await openHouse({ stateUrl: await fresh(), hubUrl: await fresh() });
    await house.apply(jobs());
  });
  afterEach(() => house.close());

  const insert = (values: Readonly<Record<string, string | number | boolean | null>>): string =>
    house.sandbox.org.insert('Account', [values])[0] ?? '';

  it('brings every value as it is, and counts what it did', async function () {
    this.timeout(240_000);
    const texts = awkwardRecords.map(({ text }) => text ?? null);
    for (const [index, Description] of texts.entries()) {
      insert({ Name: `n${index}`, LegacyId__c: `00${index}`, Description, Modules__c: 'Core;Billing' });
    }
    insert({ Name: 'Partner', LegacyId__c: 'p', AccountType__c: 'Partner' });
    insert({
      Name: 'dated',
      LegacyId__c: 'd',
      CloseDate__c: '28/02/2026',
      ContractValue__c: '123456789012345678.99',
    });
    insert({ Name: 'bad date', LegacyId__c: 'b', CloseDate__c: 'next week' });
    insert({ Name: 'no key' });

    const run = await house.run('Accounts');
    const read = texts.length + 3;
    expect(run.counts).to.deep.equal({
      read,
      created: read - 2,
      updated: 0,
      unchanged: 0,
      ignored: 0,
      rejected: 2,
      deleted: 0,
    });
    expect(run.status).to.equal('partly succeeded');
    const rows = await house.hub<Record<string, unknown>>(
      `SELECT account_id, notes, shouted, origin FROM accounts WHERE name LIKE 'n%'`,
    );
    const notes = new Map(rows.map((row) => [row['account_id'], row['notes']]));
    for (const [index, text] of texts.entries()) {
      expect(notes.get(`00${index}`), `text ${index}`).to.equal(text?.replaceAll('\0', '\u2400') ?? null);
    }
    expect(
      rows.every(({ origin, shouted }) => origin === 'salesforce' && /^N\d+$/.test(String(shouted))),
    ).to.equal(true);
    const [dated] = await house.hub<Record<string, unknown>>(
      `SELECT renewal_date, CAST(contract_value AS TEXT) AS value FROM accounts WHERE account_id = 'd'`,
    );
    expect(dated).to.deep.equal({ renewal_date: '2026-02-28', value: '123456789012345678.99' });
  });

  it('is followed by ones that read only what changed, deletions and merges among it', async function () {
    this.timeout(240_000);
    const { org } = house.sandbox;
    const ids = Array.from({ length: 30 }, (_, at) => insert({ Name: `n${at}`, LegacyId__c: `k${at}` }));
    // Long ago: beyond what an incremental run looks back.
    org.setStamp('Account', ids, '2026-01-01T00:00:00.000Z');
    expect((await house.run('Accounts')).counts).to.include({ created: 30 });

    org.update('Account', ids[0] ?? '', { Name: 'changed' });
    org.update('Account', ids[1] ?? '', { AccountType__c: 'Partner' });
    org.remove('Account', [ids[2] ?? '']);
    org.merge('Account', ids[3] ?? '', ids[4] ?? '');
    insert({ Name: 'new', LegacyId__c: 'new' });
    const second = await house.run('Accounts');
    expect(second.mode).to.equal('incremental');
    // The winner of the merge was touched by it, and no value of it changed.
    expect(second.counts).to.deep.equal({
      read: 3,
      created: 1,
      updated: 1,
      unchanged: 1,
      ignored: 0,
      rejected: 0,
      deleted: 2,
    });

    const full = await house.run('Accounts', '--full');
    expect(full.mode).to.equal('full');
    // Which no longer passes the filter is found by a full run.
    expect(full.counts).to.deep.equal({
      read: 28,
      created: 0,
      updated: 0,
      unchanged: 28,
      ignored: 0,
      rejected: 0,
      deleted: 1,
    });
    const [count] = await house.hub<{ number: number | string }>('SELECT COUNT(*) AS number FROM accounts');
    expect(Number(count?.number)).to.equal(28);
  });

  it('settles two records of one key as the job says', async function () {
    this.timeout(240_000);
    const { org } = house.sandbox;
    org.addField('Account', { name: 'Key__c', label: 'Key', type: 'string', length: 40 });
    await house.apply(keyed({}));
    const older = insert({ Name: 'older', Key__c: 'same' });
    const newer = insert({ Name: 'newer', Key__c: 'same' });
    org.setStamp('Account', [older], '2026-01-01T00:00:00.000Z');
    org.setStamp('Account', [newer], '2026-01-02T00:00:00.000Z');

    const rejected = await house.run('Accounts');
    expect(rejected.status).to.equal('partly succeeded');
    expect(rejected.counts).to.include({ read: 2, created: 1, rejected: 1 });

    await house.apply(keyed({ resolveConflicts: true }));
    const resolved = await house.run('Accounts', '--full');
    expect(resolved.status).to.equal('succeeded');
    // The older one comes first and stays as it was; the newer one takes the record over.
    expect(resolved.counts).to.include({ read: 2, unchanged: 1, updated: 1, rejected: 0 });
    expect(await house.hub('SELECT account_id, name FROM accounts')).to.deep.equal([
      { account_id: 'same', name: 'newer' },
    ]);

    await house.apply(keyed({ allowCreate: false, resolveConflicts: true }));
    insert({ Name: 'not wanted', Key__c: 'fresh' });
    org.update('Account', newer, { Name: 'newest' });
    const { counts } = await house.run('Accounts', '--full');
    expect(counts).to.include({ read: 3, created: 0, updated: 1, ignored: 2 });
  });

  it('can be tried first without writing anything', async function () {
    this.timeout(240_000);
    insert({ Name: 'a', LegacyId__c: 'a' });
    const tried = await house.run('Accounts', '--dry-run');
    expect(tried.counts).to.include({ read: 1, created: 1 });
    expect(await house.hub('SELECT * FROM accounts')).to.deep.equal([]);
    expect((await house.run('Accounts')).counts).to.include({ read: 1, created: 1 });
  });

  it('is remembered: export gives what apply leaves as it is', async function () {
    this.timeout(240_000);
    const exported = await house.crosswalk('export');
    expect(exported.status).to.equal(0);
    expect(exported.stdout)
      .to.include('${SF_CLIENT_SECRET}')
      .and.not.include(house.sandbox.credentials.clientSecret);
    await house.apply(exported.stdout);
    expect((await house.crosswalk('export')).stdout).to.equal(exported.stdout);
  });
});
