/** As killed-runs, for what goes another way: rows in bulk, rows that are rejected here and by the hub, PostgreSQL. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import type { RunCounts } from '../../src/domain/run.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { connectionYaml, openHouse, saidBy } from '../support/house.ts';
import type { House, RunDocument } from '../support/house.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';

/** Six batches, a page of a bulk result. */
const accounts = 11_000;
/** Every so many lack their key, or have the one of the account before. */
const [keylessEach, doubleEach] = [100, 40];
const changed = 500;
const lookMs = 5;
/** Steps that the hub has of the run: the bookmark of its query, the batches, the reconciliation. Each of them on one database. */
const killedAt = { SQLite: [0, 2, 7], PostgreSQL: [1, 4, 8] };
/** Longer than an address may be: a set of any size is read in bulk then. */
const nobody = Array.from({ length: 400 }, (_, index) => `'Nobody ${String(index).padStart(50, '0')}'`);
const job = `${connectionYaml}jobs:
  - name: Accounts
    direction: inbound
    connection: Acme Salesforce
    source:
      object: Account
      filter: "Name not in (${nobody.join(', ')})"
    target: { object: accounts }
    mapping:
      - { from: LegacyId__c, to: account_id }
      - { from: Name, to: name }
    settings: { allowCreate: true, resolveConflicts: false }
    schedule: { run: once, timezone: UTC, fullSync: never, enabled: false }
`;

describeOnBothDatabases('a bulk run with rejects that is killed and run again', (fresh, database) => {
  const steps = killedAt[database];
  let house: House;
  let hub: Sequelize;
  let ids: readonly string[] = [];
  let rejected: readonly string[] = [];

  beforeEach(async function () {
    this.timeout(120_000);
    const hubUrl = await fresh();
    house = await openHouse({ hubUrl, stateUrl: await fresh() });
    await house.apply(job);
    hub = await openDatabase(hubUrl);
    ids = house.sandbox.org.insert(
      'Account',
      Array.from({ length: accounts }, (_, index) => ({
        Name: `Account ${index}`,
        LegacyId__c: keyOf(index),
      })),
    );
    rejected = ids.filter((_, index) => isKeyless(index) || isDouble(index)).toSorted();
  });
  afterEach(async () => {
    await hub.close();
    await house.close();
  });

  it('ends as an undisturbed one, wherever it was in its batches', async function () {
    this.timeout(600_000);
    expectWhole(await house.run('Accounts'));
    expect(house.sandbox.traffic.recent.some(({ url }) => url.includes('jobs/query'))).to.equal(true);
    let killed = 0;
    for (const sequence of steps) {
      change(`round ${sequence}`);
      const known = new Set((await runs()).map(({ id }) => id));
      if (await killedAfter(sequence)) killed += 1;
      const again = await house.run('Accounts', '--full');
      expectWhole(again);
      const since = (await runs()).filter(({ id }) => !known.has(id));
      const updated = since.map(({ counts }) => countsOf(counts).updated);
      expect(
        updated.reduce((sum, each) => sum + each, 0),
        `killed after ${sequence}`,
      ).to.equal(changed);
      expect(since.map(({ status }) => status)).to.not.include('running');
      expect(await names()).to.deep.equal(wanted());
    }
    expect(killed).to.be.at.least(steps.length - 1);
    expect(house.sandbox.traffic.openBulkJobs).to.be.at.most(1);
  });

  function change(word: string): void {
    let left = changed;
    for (let index = 0; left > 0; index += 7) {
      if (isKeyless(index) || isDouble(index)) continue;
      house.sandbox.org.update('Account', ids[index] ?? '', { Name: `Changed: ${word}, ${index}` });
      left -= 1;
    }
  }

  function expectWhole(run: RunDocument): void {
    expect(run, JSON.stringify(run.error)).to.include({ status: 'partly succeeded', mode: 'full' });
    expect(run.counts).to.include({ read: accounts, rejected: rejected.length, deleted: 0 });
    const file = readFileSync(run.files.rejects ?? '', 'utf8');
    const found = [...file.matchAll(/\b001\w{15}\b/g)].map(([id]) => id);
    expect([...new Set(found.filter((id) => rejected.includes(id)))].toSorted()).to.deep.equal(rejected);
    expect(file.trimEnd().split('\n')).to.have.length(rejected.length + 1);
  }

  interface RunRow {
    readonly id: string;
    readonly status: string;
    /** JSON, which PostgreSQL's driver reads by itself. */
    readonly counts: string | RunCounts;
  }
  const runs = (): Promise<RunRow[]> => house.state<RunRow>('SELECT id, status, counts FROM runs');
  const names = (): Promise<object[]> =>
    house.hub<object>('SELECT account_id, name FROM accounts ORDER BY account_id');

  function wanted(): object[] {
    const skipped = new Set(rejected);
    return house.sandbox.org
      .records('Account')
      .filter(({ Id }) => !skipped.has(String(Id)))
      .map(({ LegacyId__c, Name }) => ({ account_id: String(LegacyId__c), name: Name }))
      .sort((a, b) => (a.account_id < b.account_id ? -1 : 1));
  }

  /** @returns whether the process was there to be killed when the hub had so many of the run's steps. */
  async function killedAfter(sequence: number): Promise<boolean> {
    const child = house.start('run', 'Accounts', '--json', '--full');
    const said = saidBy(child);
    for (;;) {
      if (child.exitCode !== null) return false;
      const [run] = await hub.query<{ sequence: number }>('SELECT sequence FROM run_checkpoints', {
        type: QueryTypes.SELECT,
      });
      if (run !== undefined && run.sequence >= sequence) break;
      // What is waited for needs the processor, too.
      await setTimeout(lookMs);
    }
    child.kill('SIGKILL');
    return (await said).status === null;
  }
});

const countsOf = (counts: string | RunCounts): RunCounts =>
  typeof counts === 'string' ? (JSON.parse(counts) as RunCounts) : counts;

function isKeyless(index: number): boolean {
  return index % keylessEach === keylessEach - 1;
}

function isDouble(index: number): boolean {
  return index % doubleEach === doubleEach - 2;
}

function keyOf(index: number): string | null {
  if (isKeyless(index)) return null;
  return String(isDouble(index) ? index - 1 : index).padStart(8, '0');
}
