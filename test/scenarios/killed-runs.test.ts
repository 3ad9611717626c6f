/** The one promise that everything else rests on: whenever the process dies, the hub ends up as if it had not. */
import { expect } from 'chai';
import type { RunCounts } from '../../src/domain/run.ts';
import { connectionYaml, openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { killsOf, momentIn, work } from '../support/kill-at-work.ts';

const kills = killsOf(4);
/** Eight pages and, without a guard, as many batches; two of them in a run that is incremental. */
const [accounts, pageRows] = [1_600, 200];
const [come, changed, gone] = [50, 200, 40];
const job = `${connectionYaml}jobs:
  - name: Accounts
    direction: inbound
    connection: Acme Salesforce
    source: { object: Account }
    target: { object: accounts }
    mapping:
      - { from: Id, to: account_id }
      - { from: Name, to: name }
      - { from: LegacyId__c, to: legacy_id, type: text }
      - { from: ContractValue__c, to: contract_value }
    settings: { allowCreate: true, resolveConflicts: false, guard: off }
    schedule: { run: once, timezone: UTC, fullSync: never, enabled: false }
`;

describe('a run that is killed and run again', () => {
  let house: House;
  const ids: string[] = [];
  let made = 0;

  before(async function () {
    this.timeout(120_000);
    house = await openHouse({ pageRows });
    insert(accounts);
    await house.apply(job);
    const first = await house.run('Accounts');
    expect(first).to.include({ status: 'succeeded', mode: 'full' });
    expect(first.counts).to.deep.include({ read: accounts, created: accounts, rejected: 0 });
  });
  after(() => house.close());

  function insert(count: number): void {
    const records = Array.from({ length: count }, () => {
      made += 1;
      return { Name: `Account ${made}`, LegacyId__c: String(made).padStart(8, '0'), ContractValue__c: made };
    });
    ids.push(...house.sandbox.org.insert('Account', records));
  }

  /** The org's day: some accounts come, some change, some go. */
  function change(word: string): void {
    const { org } = house.sandbox;
    for (let at = 0; at < changed; at += 1) {
      org.update('Account', ids[at * 7] ?? '', { Name: `Changed: ${word}, ${at}` });
    }
    org.remove('Account', ids.splice(-gone));
    insert(come);
  }

  async function expectSame(): Promise<void> {
    const rows = await house.hub<Record<string, unknown>>(
      'SELECT account_id, name, legacy_id, contract_value FROM accounts ORDER BY account_id',
    );
    const wanted = house.sandbox.org
      .records('Account')
      .map(({ Id, Name, LegacyId__c, ContractValue__c }) => ({
        account_id: Id,
        name: Name,
        legacy_id: LegacyId__c,
        contract_value: Number(ContractValue__c),
      }))
      .sort((a, b) => (String(a.account_id) < String(b.account_id) ? -1 : 1));
    expect(rows).to.deep.equal(wanted);
  }

  interface RunRow {
    readonly id: string;
    readonly status: string;
    readonly counts: string;
  }
  const allRuns = (): Promise<RunRow[]> => house.state<RunRow>('SELECT id, status, counts FROM runs');

  /** Whatever became of the runs since `before`, together they have done what one would have. */
  async function expectCounts(before: readonly RunRow[], moment: string): Promise<void> {
    const known = new Set(before.map(({ id }) => id));
    const total = { created: 0, updated: 0, deleted: 0 };
    for (const { id, status, counts } of await allRuns()) {
      if (known.has(id)) continue;
      expect(status, `${id}, killed ${moment}`).to.equal('succeeded');
      const { read, created, updated, unchanged, ignored, rejected, deleted } = JSON.parse(
        counts,
      ) as RunCounts;
      expect(read, moment).to.equal(created + updated + unchanged + ignored + rejected);
      expect(read, moment).to.equal(ids.length);
      total.created += created;
      total.updated += updated;
      total.deleted += deleted;
    }
    expect(total, moment).to.deep.equal({ created: come, updated: changed, deleted: gone });
  }

  for (const mode of ['full', 'incremental'] as const) {
    it(`ends as an undisturbed one, at ${kills} random moments of a run that is ${mode}`, async function () {
      this.timeout(900_000);
      const flags = mode === 'full' ? ['--full'] : [];
      change(`undisturbed ${mode}`);
      const before = await allRuns();
      const run = ['Accounts', ...flags];
      let { requests } = await work(house, run);
      await expectCounts(before, 'never');
      await expectSame();

      let killed = 0;
      for (let round = 0; killed < kills && round < 2 * kills; round += 1) {
        const at = momentIn(killed, kills, requests);
        change(`${mode} ${round}`);
        const known = await allRuns();
        const worked = await work(house, run, at);
        if (worked.isKilled) killed += 1;
        else ({ requests } = worked);
        const again = await house.run('Accounts', ...flags);
        expect(again.status, JSON.stringify(again)).to.equal('succeeded');
        await expectCounts(known, `after ${at.after} requests`);
        await expectSame();
      }
      expect(killed).to.equal(kills);
    });
  }
});
