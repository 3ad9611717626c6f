import { expect } from 'chai';
import { newDraft } from '../../../src/domain/draft.ts';
import type { AuditEntry } from '../../../src/store/audit-entry.ts';
import type { WantedJob } from '../../../src/store/job-store.ts';
import type { Store } from '../../../src/store/store.ts';
import {
  aConfiguration,
  aDraft,
  aJob,
  aNewRun,
  after,
  anOutcome,
  noon,
  withJobs,
} from '../../support/records.ts';
import { rejection } from '../../support/rejection.ts';
import type { OpenStore } from '../store.ts';

const savedBy = { at: noon, actor: 'ada', door: 'slack' };
const anEntry: AuditEntry = {
  ...savedBy,
  operation: 'save-job',
  subject: 'job-1',
  before: null,
  after: null,
};
const aDeletion: AuditEntry = { ...anEntry, operation: 'delete-job' };

function wanted(given: Partial<WantedJob> = {}): WantedJob {
  return { job: aJob(), based: null, nextRunAt: noon, savedBy, audit: anEntry, ...given };
}

async function entriesOf({ audit }: Store): Promise<string[]> {
  return (await audit.list({ limit: 10, offset: 0 })).map(({ operation }) => operation);
}

export function describeSavedJobs(open: OpenStore): void {
  describe('its jobs, saved by somebody who knows a version of them', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.applyConfiguration(aConfiguration());
    });

    it('are written with their version, their entry, their run and the end of their draft', async () => {
      const draft = await store.drafts.begin(aDraft(), { unlessBegunAfter: null });
      const { jobVersion: _version, ...run } = aNewRun({ id: 'run-1' });
      const beside = {
        audit: { ...anEntry, operation: 'start-run' },
        progress: { to: 'U1' },
      };
      const saved = await store.jobs.save(wanted({ draft, run: { run, beside } }));
      expect(saved).to.deep.equal({ kind: 'saved', job: aJob(), runId: 'run-1' });
      expect(await store.jobs.byId('job-1')).to.deep.equal(aJob());
      expect(await store.jobs.nextRunAt('job-1')).to.deep.equal(noon);
      expect(await store.jobs.savedBy('job-1')).to.deep.equal(savedBy);
      expect(await store.runs.byId('run-1')).to.include({ status: 'queued', jobVersion: 1 });
      const claim = { claim: 'c', now: noon, leaseUntil: after(noon, 1), posts: true, edits: true };
      expect(await store.outbox.claim(claim)).to.deep.include({
        to: 'U1',
        content: { kind: 'run progress', runId: 'run-1' },
      });
      expect(await store.drafts.byId('draft-1')).to.equal(null);
      expect(await entriesOf(store)).to.have.members(['save-job', 'start-run']);
    });

    it('keep their schedule where nothing is said of it', async () => {
      await store.jobs.save(wanted());
      const { nextRunAt: _next, ...rest } = wanted({ job: aJob({ description: 'x' }), based: 1 });
      expect(await store.jobs.save(rest)).to.deep.include({ job: aJob({ description: 'x', version: 2 }) });
      expect(await store.jobs.nextRunAt('job-1')).to.deep.equal(noon);
    });

    it('get no version and no entry where nothing differs', async () => {
      await store.jobs.save(wanted());
      const again = await store.jobs.save(wanted({ based: 1 }));
      expect(again).to.deep.equal({ kind: 'saved', job: aJob(), runId: null });
      expect(await entriesOf(store)).to.deep.equal(['save-job']);
    });

    it('are left alone where they are others by now, or gone', async () => {
      const draft = await store.drafts.begin(aDraft(), { unlessBegunAfter: null });
      await store.jobs.save(wanted());
      const theirs = aJob({ description: 'theirs' });
      await store.jobs.save(wanted({ job: theirs, based: 1 }));
      const mine = wanted({ job: aJob({ description: 'mine' }), based: 1, draft });
      const now = { ...theirs, version: 2 };
      expect(await store.jobs.save(mine)).to.deep.equal({ kind: 'conflict', job: now });
      expect(await store.jobs.save({ ...mine, based: null })).to.deep.include({ kind: 'conflict' });
      expect(await store.jobs.byId('job-1')).to.deep.equal(now);
      const gone = wanted({ job: aJob({ id: 'gone', name: 'Gone' }), based: 1 });
      expect(await store.jobs.save(gone)).to.deep.equal({ kind: 'deleted' });
      expect(await store.drafts.byId('draft-1')).not.to.equal(null);
      expect(await entriesOf(store)).to.have.length(2);
    });

    it('are left alone where their draft was changed since it was looked at, or is gone', async () => {
      const draft = await store.drafts.begin(aDraft(), { unlessBegunAfter: null });
      await store.drafts.change('draft-1', (stored) => ({
        ...stored,
        draft: { ...stored.draft, name: 'Banks' },
      }));
      expect(await store.jobs.save(wanted({ draft }))).to.deep.equal({ kind: 'draft changed' });
      await store.drafts.remove('draft-1');
      expect(await store.jobs.save(wanted({ draft }))).to.deep.equal({ kind: 'draft changed' });
      expect(await store.jobs.list()).to.deep.equal([]);
    });

    it('get one new version from two who save at one moment', async () => {
      await store.jobs.save(wanted());
      const other = await open();
      const outcomes = await Promise.all(
        [store, other].map(({ jobs }, i) =>
          jobs.save(wanted({ job: aJob({ description: `of ${i}` }), based: 1 })),
        ),
      );
      expect(outcomes.map(({ kind }) => kind)).to.have.members(['saved', 'conflict']);
    });

    it('answer with the run that they have already', async () => {
      await store.jobs.save(wanted());
      await store.runs.enqueue(aNewRun({ id: 'first' }));
      const { jobVersion: _version, ...run } = aNewRun({ id: 'second' });
      const saved = await store.jobs.save(
        wanted({ job: aJob({ description: 'x' }), based: 1, run: { run, beside: { audit: anEntry } } }),
      );
      expect(saved).to.deep.include({ kind: 'saved', runId: 'first' });
      expect(await store.runs.byId('second')).to.equal(null);
      expect(await entriesOf(store)).to.have.length(2);
    });

    it('are refused a name that another one has, also at one moment', async () => {
      await store.jobs.save(wanted());
      const taken = wanted({ job: aJob({ id: 'job-2', name: 'CUSTOMER accounts' }) });
      expect(await rejection(store.jobs.save(taken))).to.include({ code: 'name_taken' });
      const other = await open();
      const outcomes = await Promise.allSettled(
        [store, other].map(({ jobs }, i) =>
          jobs.save(wanted({ job: aJob({ id: `new-${i}`, name: 'New' }) })),
        ),
      );
      const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
      expect(refused).to.have.length(1);
      expect(refused[0]).to.include({ code: 'name_taken' });
    });
  });

  describe('its jobs, deleted', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await withJobs(store, 2);
    });

    it('take versions, cursor, schedule and the drafts of whoever does it with them, and leave their runs', async () => {
      await store.runs.enqueue(aNewRun({ id: 'done' }));
      await store.runs.claim('me', noon);
      const cursor = { until: noon.toISOString(), fingerprint: 'f', lastFullAt: noon.toISOString() };
      await store.runs.finish('done', 'me', 1, anOutcome({ cursor }));
      for (const owner of ['ada', 'bob']) {
        const about = {
          id: `draft of ${owner}`,
          owner,
          purpose: 'edit',
          draft: newDraft('job-1'),
        } as const;
        await store.drafts.begin(aDraft(about), { unlessBegunAfter: null });
      }
      expect(await store.jobs.remove('job-1', 'ada', aDeletion)).to.deep.equal({ kind: 'deleted' });
      expect(await store.jobs.byId('job-1')).to.equal(null);
      expect(await store.jobs.versions('job-1', { limit: 1, offset: 0 })).to.include({ total: 0 });
      expect(await store.jobs.cursor('job-1')).to.equal(null);
      expect((await store.jobs.scheduled()).map(({ job }) => job.id)).to.deep.equal(['job-2']);
      expect(await store.runs.byId('done')).to.include({ status: 'succeeded' });
      expect(await store.drafts.byId('draft of ada')).to.equal(null);
      expect(await store.drafts.byId('draft of bob')).not.to.equal(null);
      expect((await store.audit.list({ limit: 1, offset: 0 }))[0]).to.include({ operation: 'delete-job' });
    });

    it('are not while they have an active run, nor twice', async () => {
      await store.runs.enqueue(aNewRun({ id: 'waiting' }));
      expect(await store.jobs.remove('job-1', 'ada', aDeletion)).to.deep.equal({
        kind: 'active',
        runId: 'waiting',
      });
      expect(await store.jobs.byId('job-1')).not.to.equal(null);
      await store.runs.cancelQueued('waiting', noon);
      expect(await store.jobs.remove('job-1', 'ada', aDeletion)).to.deep.equal({ kind: 'deleted' });
      expect(await store.jobs.remove('job-1', 'ada', aDeletion)).to.deep.equal({ kind: 'gone' });
      expect(await store.audit.list({ limit: 10, offset: 0 })).to.have.length(1);
    });
  });
}
