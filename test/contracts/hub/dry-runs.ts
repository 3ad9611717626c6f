import { expect } from 'chai';
import type { Hub, LoadTarget } from '../../../src/hub/hub.ts';
import type { RunCounts } from '../../../src/domain/run.ts';
import type { OpenedHub } from '../hub.ts';
import type { HubRow } from '../../support/hub.ts';
import { aBatch, aTarget, counts, loaded, viewOf } from '../../support/hub.ts';

export function describeDryRuns(hubs: OpenedHub): void {
  describe('a dry run', () => {
    let hub: Hub;
    beforeEach(async () => {
      hub = await hubs.open();
      await loaded(hub, [
        { crmId: 'a', values: { name: 'a' } },
        { crmId: 'b', values: { name: 'b' } },
        { crmId: 'c', values: { name: 'c' } },
      ]);
    });
    const dry = aTarget({ runId: 'dry', dryRun: true, isFull: true });

    it('counts as the true run would, and keeps nothing', async () => {
      const rows = [
        { crmId: 'a', values: { name: 'a' } },
        { crmId: 'b', values: { name: 'changed' } },
        { crmId: 'n', values: { name: 'new' } },
        { crmId: 'x', keys: ['a'], values: { name: 'takes the key of a' } },
      ];
      await hub.load(dry, aBatch(rows));
      const would = await hub.reconcile(dry, 2, null);
      expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ a: 'a', b: 'b', c: 'c' });

      const real = aTarget({ runId: 'real', isFull: true });
      await hub.load(real, aBatch(rows));
      expect(await hub.reconcile(real, 2, null)).to.deep.equal(would);
      expect(would.counts).to.deep.equal(
        counts({ read: 4, created: 1, updated: 1, unchanged: 1, rejected: 1, deleted: 1 }),
      );
    });

    it('sees conflicts between its own batches', async () => {
      const first = await hub.load(dry, aBatch([{ crmId: 'x', keys: ['new'] }]));
      expect(first.counts.created).to.equal(1);
      const second = await hub.load(dry, aBatch([{ crmId: 'y', keys: ['new'] }], { sequence: 2 }));
      expect(second.counts).to.deep.equal(counts({ read: 2, created: 1, rejected: 1 }));
      expect(second.rejects[0]?.message).to.include('y and x');
    });

    it('tells which deletions would count', async () => {
      expect((await hub.applyDeletes(dry, 1, ['a', 'b'], null)).counts.deleted).to.equal(2);
      expect(await hub.count('accounts')).to.equal(3);
    });

    it('takes a row that comes again as what it was before', async () => {
      const row = { crmId: 'n', values: { name: 'n' } };
      await hub.load(dry, aBatch([row]));
      const second = await hub.load(dry, aBatch([row], { sequence: 2 }));
      expect(second.counts).to.deep.equal(counts({ read: 2, created: 1, unchanged: 1 }));
      const third = await hub.load(dry, aBatch([{ ...row, values: { name: 'm' } }], { sequence: 3 }));
      expect(third.counts).to.deep.equal(counts({ read: 3, created: 1, unchanged: 1, updated: 1 }));
    });

    const alike: Readonly<Record<string, readonly (readonly HubRow[])[]>> = {
      'records that change places over batches': [
        [{ crmId: 'a', keys: ['z'] }],
        [{ crmId: 'b', keys: ['a'] }],
        [{ crmId: 'a', keys: ['b'] }],
      ],
      'a key that a record has given up': [[{ crmId: 'a', keys: ['z'] }], [{ crmId: 'y', keys: ['a'] }]],
      'a new key wanted by one that moves': [
        [{ crmId: 'n' }],
        [{ crmId: 'a', keys: ['n'] }],
        [{ crmId: 'a' }],
      ],
      'winners and losers': [
        [{ crmId: 'x', keys: ['a'], modified: '2026-04-01T00:00:00.000Z' }],
        [{ crmId: 'a', values: { name: 'a' } }],
        [{ crmId: 'y', keys: ['a'], modified: '2026-05-01T00:00:00.000Z' }],
        [{ crmId: 'x', keys: ['b'], modified: '2026-06-01T00:00:00.000Z' }],
      ],
    };
    for (const [title, batches] of Object.entries(alike)) {
      for (const resolveConflicts of [true, false]) {
        it(`counts ${title} as the true run would, ${resolveConflicts ? 'resolved' : 'rejected'}`, async () => {
          const all = async (runId: string, dryRun: boolean): Promise<unknown> => {
            const target = aTarget({ runId, dryRun, isFull: true, resolveConflicts });
            const results = [await hub.applyDeletes(target, 1, ['c'], null)];
            for (const [index, rows] of batches.entries()) {
              results.push(await hub.load(target, aBatch(rows, { sequence: index + 2 })));
            }
            results.push(await hub.reconcile(target, batches.length + 2, null));
            return results;
          };
          const would = await all('dry', true);
          expect(await viewOf(hub, 'accounts', 'name')).to.deep.equal({ a: 'a', b: 'b', c: 'c' });
          expect(would).to.deep.equal(await all('real', false));
        });
      }
    }

    it('compares with what it would have written, and not with what is there', async () => {
      const batches = [
        // A new record; another one takes it over with the same values, and then with other ones.
        [at('x', ['new'], 'n', 1)],
        [at('y', ['new'], 'n', 2)],
        [at('z', ['new'], 'm', 3)],
        // A known one is changed, changed back, and taken over with the values that it had at first.
        [at('a', ['a'], 'changed', 1)],
        [at('a', ['a'], 'a', 2)],
        [at('b', ['b'], 'changed', 1)],
        [at('w', ['b'], 'b', 2)],
      ];
      const countsOf = async (target: LoadTarget): Promise<RunCounts[]> => {
        const after: RunCounts[] = [];
        for (const [index, rows] of batches.entries()) {
          after.push((await hub.load(target, aBatch(rows, { sequence: index + 1 }))).counts);
        }
        return after;
      };
      const would = await countsOf({ ...dry, resolveConflicts: true });
      expect(would.at(-1)).to.deep.equal(counts({ read: 7, created: 1, updated: 5, unchanged: 1 }));
      const real = aTarget({ runId: 'real', isFull: true, resolveConflicts: true });
      expect(await countsOf(real)).to.deep.equal(would);
    });

    it('begins from nothing once its checkpoint is forgotten', async () => {
      await hub.load(dry, aBatch([{ crmId: 'x', keys: ['new'] }]));
      await hub.clearCheckpoint('dry');
      const again = await hub.load(dry, aBatch([{ crmId: 'y', keys: ['new'] }]));
      expect(again.counts.created).to.equal(1);
    });
  });
}

function at(crmId: string, keys: readonly string[], name: string, minute: number): HubRow {
  return { crmId, keys, values: { name }, modified: `2026-03-01T12:0${minute}:00.000Z` };
}
