import { expect } from 'chai';
import type { Hub, LoadTarget } from '../../../src/hub/hub.ts';
import type { OpenedHub } from '../hub.ts';
import { aBatch, aTarget, counts, fullRun, loaded, viewOf } from '../../support/hub.ts';
import type { HubRow } from '../../support/hub.ts';

const row = (crmId: string, day: number, name = crmId): HubRow => ({
  crmId,
  keys: ['key'],
  modified: `2026-03-0${day}T00:00:00.000Z`,
  values: { name },
});
const resolving: Partial<LoadTarget> = { resolveConflicts: true };

export function describeConflicts(hubs: OpenedHub): void {
  describe('two CRM records for one hub record', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
      await loaded(hub, [row('a', 3)]);
    });
    const names = (): Promise<unknown> => viewOf(hub, 'accounts', 'name');

    it('reject the later row and name both where conflicts are not resolved', async () => {
      const result = await loaded(hub, [row('b', 5)]);
      expect(result.counts).to.deep.equal(counts({ read: 1, rejected: 1 }));
      expect(result.rejects).to.have.length(1);
      const [reject] = result.rejects;
      expect(reject).to.include({ crmId: 'b', code: 'key_taken' });
      expect(reject?.message).to.include('b and a').and.include('account_id');
      expect(await names()).to.deep.equal({ key: 'a' });
    });

    it('let the more recently modified win', async () => {
      expect((await loaded(hub, [row('b', 5)], resolving)).counts).to.deep.equal(
        counts({ read: 1, updated: 1 }),
      );
      expect(await names()).to.deep.equal({ key: 'b' });
    });

    it('ignore the older one, which stays the loser until it is newer', async () => {
      const ignored = counts({ read: 1, ignored: 1 });
      expect((await loaded(hub, [row('b', 2)], resolving)).counts).to.deep.equal(ignored);
      expect((await loaded(hub, [row('b', 2)], resolving)).counts).to.deep.equal(ignored);
      expect((await loaded(hub, [row('a', 3)], resolving)).counts.unchanged).to.equal(1);
      expect((await loaded(hub, [row('b', 4)], resolving)).counts.updated).to.equal(1);
      expect((await loaded(hub, [row('a', 3)], resolving)).counts).to.deep.equal(ignored);
      expect(await names()).to.deep.equal({ key: 'b' });
    });

    it('let the larger id win where both were modified at one moment', async () => {
      expect((await loaded(hub, [row('b', 3)], resolving)).counts.updated).to.equal(1);
      expect((await loaded(hub, [row('a', 3)], resolving)).counts.ignored).to.equal(1);
    });

    it('count a winner that brings the same values as unchanged', async () => {
      expect((await loaded(hub, [row('b', 5, 'a')], resolving)).counts.unchanged).to.equal(1);
      expect((await loaded(hub, [row('a', 3)], resolving)).counts.ignored).to.equal(1);
    });

    it('are none where they come from different objects or connections', async () => {
      expect(
        (await loaded(hub, [row('b', 5)], { sourceObject: 'Lead', jobId: 'j2' })).counts.updated,
      ).to.equal(1);
      expect((await loaded(hub, [row('c', 6)], { connectionId: 'c2', jobId: 'j3' })).counts.updated).to.equal(
        1,
      );
    });

    it('are one where two jobs bring them from the same object', async () => {
      const result = await loaded(hub, [row('b', 5)], { jobId: 'job-2' });
      expect(result.rejects.map(({ code }) => code)).to.deep.equal(['key_taken']);
    });

    it('are none for the same CRM record in two jobs', async () => {
      expect((await loaded(hub, [row('a', 3)], { jobId: 'job-2' })).counts.unchanged).to.equal(1);
    });

    it('free the key with the record that had it', async () => {
      await fullRun(hub, []);
      const result = await loaded(hub, [row('b', 1)]);
      expect(result.counts).to.deep.equal(counts({ read: 1, created: 1 }));
    });

    it('go by when a record was modified last, though nothing that is mapped changed then', async () => {
      expect((await loaded(hub, [row('a', 7)], resolving)).counts.unchanged).to.equal(1);
      expect((await loaded(hub, [row('b', 5)], resolving)).counts.ignored).to.equal(1);
      expect((await loaded(hub, [row('b', 8)], resolving)).counts.updated).to.equal(1);
    });

    it('go by when a record was modified last, for whichever job', async () => {
      await loaded(hub, [row('a', 9)], { ...resolving, jobId: 'job-2' });
      expect((await loaded(hub, [row('b', 5)], resolving)).counts.ignored).to.equal(1);
    });

    it('end the matches of the loser for all jobs', async () => {
      await loaded(hub, [row('a', 3)], { ...resolving, jobId: 'job-2' });
      await loaded(hub, [row('b', 5)], resolving);
      expect((await loaded(hub, [row('a', 3)], { ...resolving, jobId: 'job-2' })).counts.ignored).to.equal(1);
      expect((await hub.applyDeletes(aTarget(), 1, ['a'], null)).counts.deleted).to.equal(0);
      expect(await names()).to.deep.equal({ key: 'b' });
    });

    it('take away the old hub record of a row that loses its new key', async () => {
      await loaded(hub, [{ ...row('b', 1), keys: ['other'] }]);
      const result = await loaded(hub, [row('b', 2)], resolving);
      expect(result.counts).to.deep.equal(counts({ read: 1, ignored: 1, deleted: 1 }));
      expect(await names()).to.deep.equal({ key: 'a' });
    });

    it('leave a rejected row where it was', async () => {
      await loaded(hub, [{ ...row('b', 1), keys: ['other'] }]);
      const result = await loaded(hub, [row('b', 2)]);
      expect(result.counts).to.deep.equal(counts({ read: 1, rejected: 1 }));
      expect(await names()).to.deep.equal({ key: 'a', other: 'b' });
    });

    it('let another row have the key that a rejected one has no more', async () => {
      await loaded(hub, [{ ...row('b', 1), keys: ['other'] }]);
      // They change places, and the batches come apart.
      expect((await loaded(hub, [row('b', 4)])).counts.rejected).to.equal(1);
      const moved = await loaded(hub, [{ ...row('a', 4), keys: ['other'] }]);
      expect(moved.counts).to.deep.equal(counts({ read: 1, updated: 1, deleted: 1 }));
      expect((await loaded(hub, [row('b', 4)])).counts.created).to.equal(1);
      expect(await names()).to.deep.equal({ key: 'b', other: 'a' });
    });

    it('leave one match for a record that changes hands in one batch, though its holder is rejected', async () => {
      await loaded(hub, [{ ...row('t', 1), keys: ['taken'] }]);
      const result = await loaded(hub, [{ ...row('a', 4), keys: ['taken'] }, row('b', 4)]);
      expect(result.counts).to.deep.equal(counts({ read: 2, updated: 1, rejected: 1 }));
      expect(await names()).to.deep.equal({ key: 'b', taken: 't' });
      expect((await hub.applyDeletes(aTarget(), 1, ['b'], null)).counts.deleted).to.equal(1);
    });

    it('reject the later of two batches that are on their way at one moment', async () => {
      const results = await Promise.all(
        ['x', 'y'].map((crmId) =>
          hub.load(
            aTarget({ runId: `run-${crmId}`, jobId: `job-${crmId}` }),
            aBatch([{ ...row(crmId, 1), keys: ['new'] }]),
          ),
        ),
      );
      expect(results.map((result) => [result.counts.created, result.counts.rejected])).to.deep.equal([
        [1, 0],
        [0, 1],
      ]);
    });
  });
}
