/** What was announced and approved is written, and once, whenever the bot dies on the way there. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import type { Approval } from '../../src/domain/guard.ts';
import type { RunCounts } from '../../src/domain/run.ts';
import type { Hub } from '../../src/hub/hub.ts';
import { openHub } from '../../src/hub/index.ts';
import { connectionYaml, openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { loaded } from '../support/hub.ts';
import type { HubRow } from '../support/hub.ts';
import { anAccount, keyOf, namesInOrg } from '../support/outbound-house.ts';
import type { Person } from '../support/person.ts';
import { startTestPlayground } from '../support/playground.ts';
import type { TestPlayground } from '../support/playground.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const known = 50;
/** What a filter suddenly matches beside: several batches for the hub, several calls for the CRM. */
const [imported, exported] = [7_000, 450];
const waitMs = 60_000;

const jobs = (imports: string, exports: string): string => `${connectionYaml}jobs:
  - name: Contacts in
    direction: inbound
    connection: Acme Salesforce
    source: { object: Contact, filter: "${imports}" }
    target: { object: collections }
    mapping:
      - { constant: contact, to: collection_type }
      - { constant: acme, to: account_id }
      - { from: Id, to: collection_id }
      - { from: LastName, to: name }
    settings: { allowCreate: true, resolveConflicts: false }
    schedule: { run: once, timezone: UTC, fullSync: never, enabled: false }
    notify: { channel: "#crm-syncs", on: [approval needed] }
  - name: Accounts out
    direction: outbound
    connection: Acme Salesforce
    source: { object: accounts, filter: "${exports}" }
    target: { object: Account, matchOn: LegacyId__c }
    mapping:
      - { from: account_id, to: LegacyId__c }
      - { from: name, to: Name }
    settings: { allowCreate: true, updateExisting: true }
    schedule: { run: once, timezone: UTC, enabled: false }
    notify: { channel: "#crm-syncs", on: [approval needed] }
`;

interface StoredRun {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly counts: RunCounts;
  readonly approval: Approval | null;
}

describe('guarded runs, and a bot that is killed while they wait and while they write what was approved', function () {
  this.timeout(180_000);
  let playground: TestPlayground;
  let house: House;
  let hub: Hub;
  let ada: Person;
  let bot: ChildProcess | null = null;

  before(async () => {
    playground = await startTestPlayground({ waitMs });
    const hubUrl = testSqliteUrl();
    house = await openHouse({ hubUrl });
    const { apiUrl: SLACK_API_URL, botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN } = playground;
    Object.assign(house.env, { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN });
    hub = await openHub({ url: hubUrl });
    await put(accounts(0, known + exported, 'Account'));
    insertContacts(known, 'Known');
    insertContacts(imported, 'Other');
    ada = await playground.person('Ada');
  });
  after(async () => {
    bot?.kill('SIGKILL');
    await hub.close();
    await house.close();
    await playground.close();
  });

  async function put(rows: readonly HubRow[]): Promise<void> {
    const attributes = ['name', 'contract_value'];
    await loaded(hub, rows, { connectionId: 'elsewhere', jobId: 'job-elsewhere', attributes });
  }

  function insertContacts(count: number, word: string): void {
    const contacts = Array.from({ length: count }, (_, at) => ({ LastName: `${word} ${at}` }));
    house.sandbox.org.insert('Contact', contacts);
  }

  /** Until it hears what people do. */
  async function start(): Promise<void> {
    bot = house.start('start');
    const url = `http://127.0.0.1:${house.env['PORT']}/ready`;
    await untilSlowly(async () => (await fetch(url).catch(() => null))?.ok === true);
  }

  async function kill(): Promise<void> {
    if (bot === null) throw new Error('No bot runs.');
    bot.kill('SIGKILL');
    await once(bot, 'close');
    bot = null;
  }

  /** The latest of each job. */
  async function runs(): Promise<ReadonlyMap<string, StoredRun>> {
    const rows = await house.state<Readonly<Record<keyof StoredRun | 'job', string>>>(
      'SELECT jobs.name AS job, runs.id, status, attempt, counts, approval FROM runs JOIN jobs ON jobs.id = job_id ORDER BY queued_at',
    );
    return new Map(
      rows.map(({ job, id, status, attempt, ...row }) => {
        const [counts, approval] = [row.counts, row.approval].map((text) => JSON.parse(text) as unknown);
        const stored = { id, status, attempt: Number(attempt), counts, approval };
        return [job, stored as StoredRun];
      }),
    );
  }

  async function both(status: string): Promise<[StoredRun, StoredRun]> {
    const found = await runs();
    const [inbound, outbound] = ['Contacts in', 'Accounts out'].map((name) => found.get(name));
    if (inbound === undefined || outbound === undefined) throw new Error('A job has no run.');
    expect([inbound.status, outbound.status]).to.deep.equal([status, status]);
    return [inbound, outbound];
  }

  async function startBoth(): Promise<void> {
    await ada.opensHome();
    for (const name of ['Contacts in', 'Accounts out']) {
      await ada.chooses('Run now', { in: 'Manage', on: name });
    }
  }

  const becomeAll = (status: string): Promise<void> =>
    untilSlowly(async () => {
      const found = [...(await runs()).values()];
      return found.length === 2 && found.every((run) => run.status === status);
    });

  it('write it, and once', async () => {
    await house.apply(jobs("LastName LIKE 'Known%'", `contract_value < ${known}`));
    await start();
    await startBoth();
    await becomeAll('succeeded');
    await house.apply(jobs('', ''));
    await startBoth();
    await becomeAll('waiting for approval');
    await kill();
    const asked = await both('waiting for approval');
    const [importAsked, exportAsked] = asked.map(({ approval }) => approval?.counts);
    expect(importAsked).to.include({ created: imported, unchanged: known });
    expect(exportAsked).to.include({ created: exported, unchanged: known });
    expect(await hub.count('collections')).to.equal(known);
    expect(namesInOrg(house).size).to.equal(known);

    // What hub and CRM have by now is the next runs'.
    await put([...accounts(known, 5, 'Changed'), ...accounts(known + exported, 5, 'Later')]);
    insertContacts(10, 'Later');
    // One call is answered and noted; the next is done, and its answer never comes.
    house.sandbox.disturb({ kind: 'silent', match: { method: 'PATCH', path: /composite/ }, after: 1 });
    await start();
    await ada.opens('#crm-syncs');
    await ada.clicks('Approve', { on: 'Accounts out waits for approval' });
    await untilSlowly(() => namesInOrg(house).size > known);
    await ada.clicks('Approve', { on: 'Contacts in waits for approval' });
    await untilSlowly(async () => (await hub.count('collections')) > known);
    await kill();
    await both('running');
    expect(namesInOrg(house).size).to.be.below(known + exported);
    house.sandbox.calm();

    await start();
    await becomeAll('succeeded');
    const ended = await both('succeeded');
    expect(ended.map(({ id, attempt }) => [id, attempt])).to.deep.equal(asked.map(({ id }) => [id, 2]));
    const [inbound, outbound] = ended.map(({ counts }) => counts);
    expect(inbound).to.deep.equal(importAsked);
    expect(await hub.count('collections')).to.equal(known + imported);
    // What was created without the bot knowing it was there when it was sent again.
    const { created = 0, updated = 0, ...rest } = outbound ?? {};
    expect({ ...rest, created: created + updated, updated: 0 }).to.deep.equal(exportAsked);
    const names = namesInOrg(house);
    expect(names.size).to.equal(known + exported);
    expect(names.get(keyOf(known))).to.equal(`Account ${known}`);
  });
});

const accounts = (from: number, count: number, word: string): HubRow[] =>
  Array.from({ length: count }, (_, at) => anAccount(from + at, `${word} ${from + at}`));
