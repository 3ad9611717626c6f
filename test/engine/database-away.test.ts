/** Databases that go away in the middle of a run and come back: the run goes on, and nothing is lost or doubled. */
import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { Run } from '../../src/domain/run.ts';
import type { RunHost } from '../../src/engine/run-host.ts';
import { openCutWay } from '../support/cut-way.ts';
import type { CutWay } from '../support/cut-way.ts';
import { testDatabaseUrl } from '../support/postgres.ts';
import { untilSlowly } from '../support/until-slowly.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World } from './support/world.ts';

const records = 450;
const batches = 9;

for (const [which, name] of [
  ['hub', 'HUB_DATABASE_URL'],
  ['state', 'DATABASE_URL'],
] as const) {
  describe(`a run whose ${which} database goes away`, function () {
    this.timeout(120_000);
    let way: CutWay;
    let world: World;
    beforeEach(async () => {
      way = await openCutWay(await testDatabaseUrl());
      world = await createWorld({
        sandbox: { pageRows: records / batches },
        ...(which === 'hub' ? { hubUrl: way.url } : { storeUrl: way.url }),
      });
      const given = Array.from({ length: records }, (_, index) => ({ Name: `Account ${index}` }));
      world.sandbox.org.insert('Account', given);
      world.clock.ms += minutes(60);
    });
    afterEach(async () => {
      await way.mend();
      await world.close();
      await way.close();
    });

    /** Cuts the way with every batch: before it, while it is loaded, or when it is in. */
    function cutting(host: RunHost): RunHost {
      let loads = 0;
      return {
        ...host,
        async load(...args) {
          loads += 1;
          if (loads % 3 === 0) await way.cut();
          const loading = host.load(...args);
          if (loads % 3 === 1) setImmediate(() => void way.cut());
          const loaded = await loading;
          if (loads % 3 === 2) await way.cut();
          return loaded;
        },
      };
    }

    function expectWhole(run: Run): void {
      expect(run).to.include({ status: 'succeeded', attempt: 1, error: null, retry: null });
      expect(run.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
      expect(world.rows(run)).to.have.length(records + 1);
    }

    it('goes on as the same attempt when it is back, with every record once', async () => {
      let pauses = 0;
      const run = await world.run({
        between: cutting,
        fenceEachTime: true,
        async pause() {
          pauses += 1;
          await way.mend();
        },
      });
      expect(pauses).to.be.at.least(batches / 3);
      expectWhole(run);
      expect(await world.hub.count('accounts')).to.equal(records);
      expect(await world.store.jobs.cursor('job-1')).to.not.equal(null);
      expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
      world.clock.ms += minutes(60);
      expect(await world.run()).to.include({ status: 'succeeded', mode: 'incremental' });
      expect(await world.hub.count('accounts')).to.equal(records);
    });

    it('waits no longer where it is asked to stop, and goes on in another process', async () => {
      const stop = new AbortController();
      const taken = await world.claim();
      const left = await world.execute(taken, {
        between: cutting,
        fenceEachTime: true,
        signal: stop.signal,
        async pause() {
          stop.abort('shutdown');
          await way.mend();
        },
      });
      expect(left).to.include({ status: 'running', error: null });
      await world.store.runs.release(taken.id, taken.owner ?? '', taken.attempt);
      expectWhole(await world.execute(await world.taken(taken.id)));
      expect(await world.hub.count('accounts')).to.equal(records);
    });

    if (which === 'state') return;

    const retryOf = async ({ id }: Run) => (await world.store.runs.byId(id))?.retry;

    it('says that it waits, and for what', async () => {
      const said: unknown[] = [];
      const taken = await world.claim();
      await world.execute(taken, {
        between: cutting,
        async pause() {
          // What is told is written without being waited for.
          await untilSlowly(async () => (await retryOf(taken))?.reason !== undefined);
          said.push((await retryOf(taken))?.reason);
          await way.mend();
        },
      });
      expect(said[0])
        .to.be.a('string')
        .that.includes(`${name}: the database cannot be reached at the moment`);
    });

    it('for good fails with the reason, and the next run brings everything', async () => {
      const run = await world.run({ between: cutting, pause: () => Promise.resolve() });
      expect(run).to.include({ status: 'failed', attempt: 1 });
      expect(run.error).to.include({ code: 'database_away' });
      expect(run.error?.message).to.match(
        /^HUB_DATABASE_URL: the database cannot be reached at the moment: .*\. It was tried several times; run the job again later\.$/,
      );
      const [connection] = await world.store.connections.list();
      expect(connection, 'it is not the CRM that is to blame').to.include({ state: 'connected' });
      await way.mend();
      expect(await world.run()).to.include({ status: 'succeeded' });
      expect(await world.hub.count('accounts')).to.equal(records);
    });
  });
}
