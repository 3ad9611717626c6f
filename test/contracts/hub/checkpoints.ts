import { expect } from 'chai';
import { attemptOver } from '../../../src/hub/hub.ts';
import type { Hub } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { caught } from '../../support/caught.ts';
import { aBatch, aTarget, counts, loaded, viewOf } from '../../support/hub.ts';

const a = { crmId: 'a', values: { name: 'a' } };
const b = { crmId: 'b', values: { name: 'b' } };

export function describeCheckpoints(hubs: OpenedHub): void {
  describe('a checkpoint', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
    });

    it('is there with the batch, and survives a restart', async () => {
      expect(await hub.checkpoint('run-1')).to.equal(null);
      await hub.load(aTarget(), aBatch([a], { checkpoint: { page: 'one', rows: 1 } }));
      await hub.load(aTarget(), aBatch([b], { sequence: 2, checkpoint: { page: 'two' } }));
      const again = await hubs.open();
      expect(await again.checkpoint('run-1')).to.deep.equal({
        sequence: 2,
        counts: counts({ read: 2, created: 2 }),
        checkpoint: { page: 'two' },
        rejects: [],
      });
      expect(await again.runsWithCheckpoint()).to.deep.equal([
        { runId: 'run-1', notedAt: new Date('2026-03-02T00:00:00.000Z') },
      ]);
    });

    it('answers a batch that is in already without loading it again', async () => {
      const first = await hub.load(aTarget(), aBatch([a]));
      expect(await hub.load(aTarget(), aBatch([a, b]))).to.deep.equal(first);
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ a: 'a' });
    });

    it('gives the rejects of a batch again, to one who did not get the answer', async () => {
      await loaded(hub, [{ ...a, keys: ['key'] }]);
      const rejected = { ...b, keys: ['key'] };
      const first = await hub.load(aTarget(), aBatch([rejected]));
      expect(first.rejects).to.have.length(1);
      expect(await hub.load(aTarget(), aBatch([rejected]))).to.deep.equal(first);
      expect((await hub.checkpoint('run-1'))?.rejects).to.deep.equal([
        { sequence: 1, rejects: first.rejects },
      ]);
    });

    it('keeps the rejects of the latest batches only', async () => {
      await loaded(hub, [{ ...a, keys: ['key'] }]);
      for (let sequence = 1; sequence <= 6; sequence += 1) {
        await hub.load(aTarget(), aBatch([{ crmId: `x${sequence}`, keys: ['key'] }], { sequence }));
      }
      const kept = (await hub.checkpoint('run-1'))?.rejects.map(({ sequence }) => sequence);
      expect(kept).to.deep.equal([4, 5, 6]);
    });

    it('refuses a batch that does not follow the last one', async () => {
      await hub.load(aTarget(), aBatch([a]));
      const error = await caught(hub.load(aTarget(), aBatch([b], { sequence: 3 })));
      expect(error).to.include({ code: 'batch_order' });
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ a: 'a' });
    });

    it('holds deletions and the reconciliation too, each done once', async () => {
      await loaded(hub, [a, b]);
      const target = aTarget({ isFull: true });
      const deleted = await hub.applyDeletes(target, 1, ['a'], 'after deletes');
      await loaded(hub, [a]);
      expect(await hub.applyDeletes(target, 1, ['a'], 'after deletes')).to.deep.equal(deleted);
      const reconciled = await hub.reconcile(target, 2, 'after all');
      expect(reconciled.counts).to.deep.equal(counts({ deleted: 3 }));
      await loaded(hub, [a, b]);
      expect(await hub.reconcile(target, 2, 'after all')).to.deep.equal(reconciled);
      expect(await hub.count('accounts')).to.equal(2);
      expect((await hub.checkpoint('run-1'))?.checkpoint).to.equal('after all');
    });

    it('is forgotten with all that the run has seen', async () => {
      const target = aTarget({ isFull: true });
      await hub.load(target, aBatch([a]));
      await hub.clearCheckpoint('run-1');
      expect(await hub.checkpoint('run-1')).to.equal(null);
      expect(await hub.runsWithCheckpoint()).to.deep.equal([]);
      await hub.load(target, aBatch([b]));
      await hub.reconcile(target, 2, null);
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ b: 'b' });
    });

    it('is not there where the batch could not be loaded', async () => {
      const broken = aBatch([a], { rows: new TextEncoder().encode('[["a"') });
      await caught(hub.load(aTarget(), broken));
      expect(await hub.checkpoint('run-1')).to.equal(null);
      expect((await hub.load(aTarget(), aBatch([a]))).counts.created).to.equal(1);
    });

    it('counts for one run only', async () => {
      await Promise.all([
        hub.load(aTarget({ runId: 'one', jobId: 'job-1' }), aBatch([a])),
        hub.load(aTarget({ runId: 'two', jobId: 'job-2', sourceObject: 'Lead' }), aBatch([b])),
      ]);
      const runs = await hub.runsWithCheckpoint();
      expect(runs.map(({ runId }) => runId)).to.deep.equal(['one', 'two']);
      expect((await hub.checkpoint('two'))?.counts).to.deep.equal(counts({ read: 1, created: 1 }));
    });

    it('is the later attempt’s: what an earlier one still sends is refused', async () => {
      const first = await hub.load(aTarget(), aBatch([a]));
      expect((await hub.takeCheckpoint('run-1', 2))?.counts).to.deep.equal(first.counts);
      const late = { crmId: 'late' };
      const refused = [
        await caught(hub.load(aTarget(), aBatch([late], { sequence: 2 }))),
        await caught(hub.applyDeletes(aTarget(), 2, ['a'], null)),
        await caught(hub.reconcile(aTarget({ isFull: true }), 2, null)),
        await caught(hub.takeCheckpoint('run-1', 1)),
        await caught(hub.restart('run-1', 1)),
      ];
      for (const error of refused) expect(error).to.include({ code: attemptOver });
      const second = aTarget({ attempt: 2 });
      expect((await hub.load(second, aBatch([b], { sequence: 2 }))).counts.created).to.equal(2);
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ a: 'a', b: 'b' });
    });

    it('is the later attempt’s before there is any, and when it begins again', async () => {
      expect(await hub.takeCheckpoint('run-1', 2)).to.equal(null);
      expect(await caught(hub.load(aTarget(), aBatch([a])))).to.include({ code: attemptOver });
      const second = aTarget({ attempt: 2 });
      await hub.load(second, aBatch([a]));
      await hub.restart('run-1', 2);
      expect(await caught(hub.load(aTarget(), aBatch([a])))).to.include({ code: attemptOver });
      expect((await hub.load(second, aBatch([a]))).counts).to.deep.equal(counts({ read: 1, unchanged: 1 }));
    });

    it('is the later attempt’s where both go on at one moment', async () => {
      await hub.load(aTarget(), aBatch([a]));
      const other = await hubs.open();
      const [late, taken] = await Promise.allSettled([
        hub.load(aTarget(), aBatch([b], { sequence: 2 })),
        other.takeCheckpoint('run-1', 2),
      ]);
      const sequence = taken.status === 'fulfilled' ? taken.value?.sequence : null;
      // Whoever was first: the later attempt knows of the batch if it is in.
      expect(sequence).to.equal(late.status === 'fulfilled' ? 2 : 1);
      expect(await hub.count('accounts')).to.equal(late.status === 'fulfilled' ? 2 : 1);
    });
  });
}
