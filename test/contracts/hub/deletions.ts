import { expect } from 'chai';
import type { Hub, LoadTarget } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { aBatch, aTarget, counts, fullRun, loaded, viewOf } from '../../support/hub.ts';
import type { HubRow } from '../../support/hub.ts';

const rows = (...ids: readonly string[]): HubRow[] =>
  ids.map((crmId) => ({ crmId, values: { name: crmId } }));

export function describeDeletions(hubs: OpenedHub): void {
  describe('deletions', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
      await loaded(hub, rows('a', 'b', 'c'));
    });
    const names = async (): Promise<string[]> => Object.keys(await viewOf(hub)).sort();

    it('of the CRM take the hub record out of the view, and count', async () => {
      const result = await hub.applyDeletes(aTarget(), 1, ['a', 'c', 'never seen'], null);
      expect(result.counts).to.deep.equal(counts({ deleted: 2 }));
      expect(await names()).to.deep.equal(['b']);
      expect(await hub.count('accounts')).to.equal(1);
    });

    it('leave records that another object or connection still matches', async () => {
      await loaded(hub, rows('a'), { sourceObject: 'Lead', jobId: 'job-2' });
      const result = await hub.applyDeletes(aTarget(), 1, ['a', 'b'], null);
      expect(result.counts.deleted).to.equal(1);
      expect(await names()).to.deep.equal(['a', 'c']);
    });

    it('count for all jobs that bring the deleted CRM record', async () => {
      await loaded(hub, rows('a'), { jobId: 'job-2' });
      expect((await hub.applyDeletes(aTarget(), 1, ['a'], null)).counts.deleted).to.equal(1);
      expect(await names()).to.deep.equal(['b', 'c']);
    });

    it('are taken back when the record comes again', async () => {
      await hub.applyDeletes(aTarget(), 1, ['a'], null);
      const result = await loaded(hub, rows('a'));
      expect(result.counts).to.deep.equal(counts({ read: 1, created: 1 }));
      expect(await names()).to.deep.equal(['a', 'b', 'c']);
      expect((await loaded(hub, rows('a'))).counts.unchanged).to.equal(1);
    });

    it('do not bring back what other jobs had brought when the record comes again', async () => {
      await loaded(hub, [{ crmId: 'a', values: { health: 'red' } }], { jobId: 'job-2' });
      await hub.applyDeletes(aTarget(), 1, ['a'], null);
      await loaded(hub, rows('a'));
      expect((await viewOf(hub, 'accounts', 'name', 'health'))['a']).to.deep.equal({
        name: 'a',
        health: null,
      });
    });

    it('are not taken back where creation is not allowed', async () => {
      await hub.applyDeletes(aTarget(), 1, ['a'], null);
      expect((await loaded(hub, rows('a'), { allowCreate: false })).counts.ignored).to.equal(1);
      expect(await names()).to.deep.equal(['b', 'c']);
    });

    it('of what a full run did not see are found by its end', async () => {
      const result = await fullRun(hub, rows('b'));
      expect(result.counts).to.deep.equal(counts({ read: 1, unchanged: 1, deleted: 2 }));
      expect(await names()).to.deep.equal(['b']);
    });

    it('leave what a full run has seen and could not store', async () => {
      await fullRun(hub, rows('b'), {}, { seenIds: ['c'] });
      expect(await names()).to.deep.equal(['b', 'c']);
    });

    it('leave what another job still matches, and what is of another object', async () => {
      await loaded(hub, rows('a'), { jobId: 'job-2' });
      await loaded(hub, rows('x'), { sourceObject: 'Lead', jobId: 'job-3' });
      await fullRun(hub, []);
      expect(await names()).to.deep.equal(['a', 'x']);
    });

    it('are found over all batches of a full run', async () => {
      const target = aTarget({ runId: 'long', isFull: true });
      await hub.load(target, aBatch(rows('a'), { sequence: 1 }));
      await hub.load(target, aBatch(rows('c'), { sequence: 2, seenIds: [] }));
      await hub.load(target, aBatch([], { sequence: 3, seenIds: ['never loaded'] }));
      expect((await hub.reconcile(target, 4, null)).counts.deleted).to.equal(1);
      expect(await names()).to.deep.equal(['a', 'c']);
    });

    it('spare what came in no order and more than once', async () => {
      const many = Array.from({ length: 60 }, (_, index) => `m${index}`);
      await loaded(hub, rows(...many));
      const target = aTarget({ runId: 'long', isFull: true });
      const seen = [...many, 'a', 'b', 'c'].filter((_, index) => index % 7 !== 3);
      const batches = [
        seen.filter((_, index) => index % 3 === 0).reverse(),
        seen.filter((_, index) => index % 3 === 1),
        seen.filter((_, index) => index % 3 === 2 || index % 9 === 0),
      ];
      for (const [index, batch] of batches.entries()) {
        await hub.load(target, aBatch(rows(...batch), { sequence: index + 1, seenIds: [...batch, 'other'] }));
      }
      const result = await hub.reconcile(target, 4, null);
      expect(result.counts.deleted).to.equal(63 - seen.length);
      expect(await names()).to.deep.equal([...seen].sort());
    });

    it('spare a record that was rejected with another key', async () => {
      await loaded(hub, [{ crmId: 'd', keys: ['d'] }]);
      const target = aTarget({ runId: 'long', isFull: true });
      await hub.load(target, aBatch(rows('a', 'b', 'c')));
      const rejected = await hub.load(target, aBatch([{ crmId: 'd', keys: ['a'] }], { sequence: 2 }));
      expect(rejected.counts.rejected).to.equal(1);
      expect((await hub.reconcile(target, 3, null)).counts.deleted).to.equal(0);
      expect(await names()).to.deep.equal(['a', 'b', 'c', 'd']);
    });

    it('go on where a crash left them', async () => {
      const target = aTarget({ runId: 'long', isFull: true });
      await hub.load(target, aBatch(rows('b')));
      const [first, second] = await Promise.all([
        hub.reconcile(target, 2, 'end'),
        (await hubs.open()).reconcile(target, 2, 'end'),
      ]);
      expect(first).to.deep.equal(second);
      expect(first.counts.deleted).to.equal(2);
    });

    for (const [what, now] of Object.entries<Partial<LoadTarget>>({
      connection: { connectionId: 'connection-2' },
      'source object': { sourceObject: 'Lead' },
    })) {
      it(`of what a job brought before its ${what} changed are found by a full run’s end`, async () => {
        await loaded(hub, rows('b'), { jobId: 'job-2' });
        const would = await fullRun(hub, rows('c', 'd'), { ...now, dryRun: true });
        expect(await names()).to.deep.equal(['a', 'b', 'c']);
        const result = await fullRun(hub, rows('c', 'd'), now);
        expect(result.counts).to.deep.equal(counts({ read: 2, created: 1, unchanged: 1, deleted: 1 }));
        expect(would).to.deep.equal(result);
        expect(await names()).to.deep.equal(['b', 'c', 'd']);
        expect((await fullRun(hub, rows('c', 'd'), now)).counts).to.deep.equal(
          counts({ read: 2, unchanged: 2 }),
        );
        expect((await fullRun(hub, [], { jobId: 'job-2' })).counts.deleted).to.equal(1);
      });
    }

    it('of what a job brought before its target changed are found by a full run’s end', async () => {
      await loaded(hub, rows('b'), { sourceObject: 'Lead', jobId: 'job-2' });
      const target = { hubObject: 'users' } as const;
      const users = [{ crmId: 'a', keys: ['acme', 'a'], values: { name: 'a' } }];
      const would = await fullRun(hub, users, { ...target, dryRun: true });
      expect(await names()).to.deep.equal(['a', 'b', 'c']);
      const result = await fullRun(hub, users, target);
      expect(result.counts).to.deep.equal(counts({ read: 1, created: 1, deleted: 2 }));
      expect(would).to.deep.equal(result);
      expect(await names()).to.deep.equal(['b']);
      expect(await hub.count('users')).to.equal(1);
    });

    it('of matches leave it to the next full run to tell what vanished meanwhile', async () => {
      const { connectionId, sourceObject, hubObject } = aTarget();
      await hub.dropMatches({ connectionId, sourceObject, hubObject });
      expect((await fullRun(hub, rows('a', 'c'))).counts).to.deep.equal(
        counts({ read: 2, unchanged: 2, deleted: 1 }),
      );
      expect(await names()).to.deep.equal(['a', 'c']);
    });

    it('of matches free the keys', async () => {
      const { connectionId, sourceObject, hubObject } = aTarget();
      await hub.dropMatches({ connectionId, sourceObject, hubObject });
      const result = await loaded(hub, [{ crmId: 'new', keys: ['a'], values: { name: 'new' } }]);
      expect(result.counts).to.deep.equal(counts({ read: 1, updated: 1 }));
    });

    it('of matches alone make the next run match anew', async () => {
      const { connectionId, sourceObject, hubObject } = aTarget();
      expect(await hub.dropMatches({ connectionId, sourceObject, hubObject })).to.equal(3);
      expect(await hub.dropMatches({ connectionId, sourceObject, hubObject })).to.equal(0);
      expect(await names()).to.deep.equal(['a', 'b', 'c']);
      expect((await loaded(hub, rows('a'))).counts.unchanged).to.equal(1);
    });
  });
}
