/** Whenever the process dies, and whatever answer is lost, the org ends up with each record once and as the hub has it. */
import { expect } from 'chai';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { killsOf, momentIn, work } from '../support/kill-at-work.ts';
import { anAccount, keyOf, namesInOrg, outboundJob, putAccounts } from '../support/outbound-house.ts';
import { testSqliteUrl } from '../support/postgres.ts';

const kills = killsOf(4);

/** So many accounts are written in calls, or in bulk; so many come and change each time: two bulk loads of them. */
const ways = {
  'in calls': { accounts: 1_500, come: 300, changed: 900, lost: { method: 'PATCH', path: /composite/ } },
  'in bulk': { accounts: 10_000, come: 2_600, changed: 10_000, lost: { path: /jobs\/ingest/ } },
};

for (const [way, { accounts, come, changed, lost }] of Object.entries(ways)) {
  describe(`an outbound run ${way} that is killed and run again`, () => {
    let house: House;
    let hubUrl: string;
    /** By their numbers. */
    const names: string[] = [];

    before(async function () {
      this.timeout(300_000);
      hubUrl = testSqliteUrl();
      house = await openHouse({ hubUrl });
      await change('first', accounts, 0);
      await house.apply(outboundJob);
      const first = await house.run('Accounts out');
      expect(first.counts, JSON.stringify(first.error)).to.include({ read: accounts, created: accounts });
      expectSame('at first');
    });
    after(() => house.close());

    /** The hub's day: some accounts come, some change. */
    async function change(word: string, coming: number, changing: number): Promise<void> {
      const step = Math.floor(names.length / Math.max(1, changing));
      const old = Array.from({ length: changing }, (_, at) => at * step);
      const fresh = Array.from({ length: coming }, (_, at) => names.length + at);
      for (const number of [...old, ...fresh]) names[number] = `${word} ${number}`;
      await putAccounts(
        hubUrl,
        [...old, ...fresh].map((number) => anAccount(number, names[number] ?? '')),
      );
    }

    function expectSame(moment: string): void {
      const found = namesInOrg(house);
      expect(found.size, moment).to.equal(names.length);
      const differing = names.filter((name, number) => found.get(keyOf(number)) !== name);
      expect(differing, moment).to.deep.equal([]);
    }

    it(`ends as an undisturbed one, at ${kills} random moments and with answers lost`, async function () {
      this.timeout(900_000);
      await change('undisturbed', come, changed);
      let { requests } = await work(house, ['Accounts out']);
      const [whole] = await house.state<{ counts: string }>(
        'SELECT counts FROM runs ORDER BY queued_at DESC',
      );
      expect(JSON.parse(whole?.counts ?? '')).to.include({ created: come, updated: changed });
      expectSame('never killed');

      let killed = 0;
      for (let round = 0; killed < kills && round < 2 * kills; round += 1) {
        const at = momentIn(killed, kills, requests);
        await change(`round ${round}`, come, changed);
        const moment = `round ${round}, killed after ${at.after} requests`;
        house.sandbox.disturb({ kind: 'truncated', match: lost, after: round % 3 });
        const worked = await work(house, ['Accounts out'], at);
        if (worked.isKilled) killed += 1;
        else ({ requests } = worked);
        const again = await house.run('Accounts out');
        expect(again.status, `${moment}: ${JSON.stringify(again)}`).to.equal('succeeded');
        expect(again.counts['read'], moment).to.equal(names.length);
        expectSame(moment);
        // Nothing is left to be sent.
        const runs = await house.state<{ status: string }>(
          "SELECT status FROM runs WHERE status <> 'succeeded'",
        );
        expect(runs, moment).to.deep.equal([]);
        house.sandbox.calm();
      }
      expect(killed).to.equal(kills);
      const { counts } = await house.run('Accounts out');
      expect(counts).to.include({ read: names.length, unchanged: names.length });
    });
  });
}
