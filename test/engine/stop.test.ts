import { expect } from 'chai';
import { zeroCounts } from '../../src/domain/run.ts';
import type { StopReason } from '../../src/domain/run.ts';
import type { RunHost } from '../../src/engine/run-host.ts';
import { createWorld, minutes } from './support/world.ts';
import type { World, WorldOptions } from './support/world.ts';

const records = 500;
const methods: Readonly<Record<string, WorldOptions>> = {
  'in pages': { sandbox: { pageRows: 50 } },
  'in bulk': { bulk: { above: -1, pageRows: 50 } },
};

/** Asks the run to stop when its `count`-th batch is in. */
function stopAfter(
  count: number,
  reason: StopReason,
): { signal: AbortSignal; between: (host: RunHost) => RunHost } {
  const stop = new AbortController();
  let loaded = 0;
  return {
    signal: stop.signal,
    between: (host) => ({
      ...host,
      async load(target, batch) {
        const result = await host.load(target, batch);
        loaded += 1;
        if (loaded === count) stop.abort(reason);
        return result;
      },
    }),
  };
}

for (const [method, options] of Object.entries(methods)) {
  describe(`a run ${method} that is asked to stop`, () => {
    let world: World;
    beforeEach(async () => {
      world = await createWorld(options);
      world.sandbox.org.insert(
        'Account',
        Array.from({ length: records }, (_, index) => ({ Name: `Account ${index}` })),
      );
      world.clock.ms += minutes(60);
    });
    afterEach(() => world.close());

    it('by a person ends cancelled between batches, with what it did and its files', async () => {
      const run = await world.run(stopAfter(3, 'cancelled'));
      expect(run).to.include({ status: 'cancelled', error: null });
      expect(run.counts.created).to.be.within(150, records - 50);
      expect(run.counts).to.deep.equal({
        ...zeroCounts,
        read: run.counts.created,
        created: run.counts.created,
      });
      expect(await world.hub.count('accounts')).to.equal(run.counts.created);
      expect(world.rows(run)).to.have.length.above(run.counts.created);
      expect(await world.store.jobs.cursor('job-1')).to.equal(null);
      expect(await world.hub.runsWithCheckpoint()).to.deep.equal([]);
      expect(world.sandbox.traffic.openBulkJobs).to.equal(0);
      expect((await world.run()).counts).to.include({ read: records, unchanged: run.counts.created });
    });

    it('because the process ends stores no outcome, and goes on from where it was', async () => {
      const run = await world.claim();
      const stopped = await world.execute(run, stopAfter(3, 'shutdown'));
      expect(stopped).to.include({ status: 'running', error: null });
      const loaded = await world.hub.count('accounts');
      expect(loaded).to.be.within(150, records - 50);
      const requests = world.sandbox.traffic.requests;
      const ended = await world.execute(await world.again(run));
      expect(ended).to.include({ status: 'succeeded', error: null });
      expect(ended.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
      expect(world.rows(ended)).to.have.length(records + 1);
      expect(world.sandbox.traffic.openBulkJobs).to.equal(0);
      expect(world.sandbox.traffic.requests - requests, 'it read only what was left').to.be.below(30);
    });

    it('before it began does nothing', async () => {
      const signal = AbortSignal.abort('shutdown' satisfies StopReason);
      const requests = world.sandbox.traffic.requests;
      expect(await world.execute(await world.claim(), { signal })).to.include({ status: 'running' });
      expect(world.sandbox.traffic.requests).to.equal(requests);
    });

    it('because another instance has it changes nothing more', async () => {
      const run = await world.claim();
      let loads = 0;
      const left = await world.execute(run, {
        between: (host) => ({
          ...host,
          async load(target, batch) {
            loads += 1;
            if (loads === 3) await world.store.runs.requeue(run.id, run.owner ?? '', run.attempt);
            return await host.load(target, batch);
          },
        }),
        fenceEachTime: true,
      });
      expect(left).to.include({ status: 'queued', attempt: 2 });
      expect(await world.hub.count('accounts')).to.be.at.most(100);
      const ended = await world.execute(await world.taken(run.id));
      expect(ended).to.include({ status: 'succeeded', attempt: 2 });
      expect(ended.counts).to.deep.equal({ ...zeroCounts, read: records, created: records });
    });
  });
}

describe('a run that waits for a bulk query', () => {
  it('leaves the query to the one who goes on with it, and no other', async () => {
    const world = await createWorld({ bulk: { above: -1, pageRows: 50 }, sandbox: { bulkPolls: 20 } });
    try {
      world.sandbox.org.insert('Account', [{ Name: 'A' }]);
      world.clock.ms += minutes(60);
      const stop = new AbortController();
      const run = await world.claim();
      const running = world.execute(run, { signal: stop.signal });
      const { traffic } = world.sandbox;
      const asked = (method: string) =>
        traffic.recent.filter((request) => request.method === method && /jobs.query/.test(request.url))
          .length;
      while (asked('GET') === 0) await new Promise((resolve) => setImmediate(resolve));
      stop.abort('shutdown' satisfies StopReason);
      expect(await running).to.include({ status: 'running' });
      expect(traffic.openBulkJobs).to.equal(1);
      const ended = await world.execute(await world.again(run));
      expect(ended).to.include({ status: 'succeeded' });
      expect(ended.counts).to.include({ read: 1, created: 1 });
      expect(asked('POST')).to.equal(1);
      expect(traffic.openBulkJobs).to.equal(0);
    } finally {
      await world.close();
    }
  });

  it('stops at once when a person asks, and leaves no query behind', async () => {
    const world = await createWorld({ bulk: { above: -1, pageRows: 50 }, sandbox: { bulkPolls: 1_000_000 } });
    try {
      world.sandbox.org.insert('Account', [{ Name: 'A' }]);
      const stop = new AbortController();
      const running = world.run({ signal: stop.signal });
      const { traffic } = world.sandbox;
      const looksAtJob = () =>
        traffic.recent.some(({ method, url }) => method === 'GET' && /jobs.query/.test(url));
      while (!looksAtJob()) await new Promise((resolve) => setImmediate(resolve));
      stop.abort('cancelled' satisfies StopReason);
      expect(await running).to.include({ status: 'cancelled' });
      expect(traffic.openBulkJobs).to.equal(0);
    } finally {
      await world.close();
    }
  });
});
