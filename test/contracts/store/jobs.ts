import { expect } from 'chai';
import type { Store } from '../../../src/store/store.ts';
import { aConfiguration, aJob, aNewRun, after, noon, withJobs } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const hour = 3_600_000;

export function describeJobs(open: OpenStore): void {
  describe('its jobs', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    it('come back as they were saved, by id and by name without letter case', async () => {
      const job = aJob({
        name: 'Große Kunden',
        description: 'quotes " and \\ and 🎉\nand lines',
        mapping: [
          { source: { kind: 'constant', value: '' }, target: 'origin', type: 'text' },
          { source: { kind: 'field', path: 'CloseDate' }, target: 'renewal_date', formats: ['dd/MM/yyyy'] },
        ],
      });
      await store.applyConfiguration(aConfiguration({ jobs: [{ job }] }));
      expect(await store.jobs.byId('job-1')).to.deep.equal(job);
      expect(await store.jobs.byName(' GROßE kunden')).to.deep.equal(job);
      expect(await store.jobs.byName('grosse kunden')).to.equal(null);
      expect(await store.jobs.byId('no such job')).to.equal(null);
      expect(await store.jobs.list()).to.deep.equal([job]);
    });

    it('can be looked at as they were in each version, newest first', async () => {
      for (const [i, description] of ['one', 'two', 'three'].entries()) {
        const savedBy = { at: after(noon, i), actor: 'ada', door: 'slack' };
        await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob({ description }) }], savedBy }));
      }
      const { versions, total } = await store.jobs.versions('job-1', { limit: 2, offset: 1 });
      expect(total).to.equal(3);
      expect(versions).to.deep.equal([
        {
          job: aJob({ description: 'two', version: 2 }),
          saved: { at: after(noon, 1), actor: 'ada', door: 'slack' },
        },
        { job: aJob({ description: 'one' }), saved: { at: noon, actor: 'ada', door: 'slack' } },
      ]);
      expect(await store.jobs.version('job-1', 2)).to.deep.equal(aJob({ description: 'two', version: 2 }));
      expect(await store.jobs.version('job-1', 4)).to.equal(null);
      expect(await store.jobs.versions('gone', { limit: 2, offset: 0 })).to.deep.equal({
        versions: [],
        total: 0,
      });
    });

    it('know what of the CRM they relied on, and tell each change once, however many look at one moment', async () => {
      const notify = { channel: '#news', on: ['schema changed'], mention: [] } as const;
      await store.applyConfiguration(aConfiguration({ jobs: [{ job: aJob({ notify }) }] }));
      const shapes = [{ path: 'Id', type: 'id', values: [] }] as const;
      expect(await store.jobs.schemasCheckedAt()).to.deep.equal(new Map());
      expect(await store.jobs.noteSchema('job-1', { shapes, at: noon })).to.deep.equal([]);
      expect(await store.jobs.schemasCheckedAt()).to.deep.equal(new Map([['job-1', noon]]));
      const other = await open();
      const found = await Promise.all(
        [store, other, store, other].map(({ jobs }) =>
          jobs.noteSchema('job-1', { shapes: [], at: after(noon, 1) }),
        ),
      );
      expect(found.flat()).to.deep.equal([{ kind: 'vanished', path: 'Id' }]);
      const claim = { claim: 'c', now: after(noon, 1), leaseUntil: after(noon, 2), posts: true, edits: true };
      expect((await store.outbox.claim(claim))?.content).to.deep.include({ kind: 'schema changed', more: 0 });
      expect(await store.jobs.noteSchema('no such job', { shapes, at: noon })).to.deep.equal([]);
    });

    it('are due when enabled and their time has come, earliest first', async () => {
      const enabled = aJob().schedule;
      const jobs = [
        { job: aJob({ id: 'late', name: 'a' }), nextRunAt: after(noon, -1) },
        { job: aJob({ id: 'later', name: 'b' }), nextRunAt: after(noon, -hour) },
        { job: aJob({ id: 'future', name: 'c' }), nextRunAt: after(noon, 1) },
        { job: aJob({ id: 'never', name: 'd' }), nextRunAt: null },
        {
          job: aJob({ id: 'disabled', name: 'e', schedule: { ...enabled, enabled: false } }),
          nextRunAt: noon,
        },
      ];
      expect(await store.jobs.earliestRunAt()).to.equal(null);
      await store.applyConfiguration(aConfiguration({ jobs }));
      const due = await store.jobs.due(noon, 10);
      expect(due.map(({ job, dueAt }) => [job.id, dueAt])).to.deep.equal([
        ['later', after(noon, -hour)],
        ['late', after(noon, -1)],
      ]);
      expect(await store.jobs.due(noon, 1)).to.have.length(1);
      const [first] = due;
      const except = [
        { jobId: first?.job.id ?? '', dueAt: first?.dueAt ?? noon },
        { jobId: 'late', dueAt: noon },
      ];
      expect((await store.jobs.due(noon, 10, except)).map(({ job }) => job.id)).to.deep.equal(['late']);
      expect(await store.jobs.earliestRunAt(noon)).to.deep.equal(after(noon, 1));
      expect(await store.jobs.earliestRunAt()).to.deep.equal(after(noon, -hour));
      expect(await store.jobs.nextRunAt('future')).to.deep.equal(after(noon, 1));
      expect(await store.jobs.nextRunAt('disabled')).to.equal(null);
      expect(await store.jobs.nextRunAt('never')).to.equal(null);
    });

    it('are listed, however many there are', async () => {
      const many = 501;
      await withJobs(store, many);
      const listed = await store.jobs.list();
      expect(new Set(listed.map(({ id }) => id)).size).to.equal(many);
      expect(await store.jobs.list()).to.deep.equal(listed);
    });

    it('are listed as they are at that moment, whoever has changed them', async () => {
      await withJobs(store, 3);
      const other = await open();
      expect((await store.jobs.list()).map(({ id }) => id)).to.have.length(3);
      const [first, second] = await store.jobs.list();
      const by = { at: noon, actor: 'other', door: 'cli' } as const;
      const renamed = await other.jobs.change(
        first?.id ?? '',
        (job) => ({
          job: { ...job, description: 'changed elsewhere' },
          nextRunAt: null,
          audit: { ...by, operation: 'change', subject: job.id, before: null, after: null },
        }),
        by,
      );
      const gone = { ...by, operation: 'delete', subject: second?.id ?? '', before: null, after: null };
      await other.jobs.remove(second?.id ?? '', 'other', gone);
      const listed = await store.jobs.list();
      expect(listed).to.have.length(2);
      expect(listed.find(({ id }) => id === first?.id)).to.deep.equal(renamed);
      expect(listed).to.deep.equal(await other.jobs.list());
    });

    it('are scheduled when enabled and ahead, earliest first, and can be moved without being fired', async () => {
      const disabled = { ...aJob().schedule, enabled: false };
      const jobs = [
        { job: aJob({ id: 'late', name: 'a' }), nextRunAt: after(noon, hour) },
        { job: aJob({ id: 'early', name: 'b' }), nextRunAt: noon },
        { job: aJob({ id: 'never', name: 'c' }), nextRunAt: null },
        { job: aJob({ id: 'disabled', name: 'd', schedule: disabled }), nextRunAt: noon },
      ];
      await store.applyConfiguration(aConfiguration({ jobs }));
      const scheduled = await store.jobs.scheduled();
      expect(scheduled.map(({ job, nextRunAt }) => [job.id, nextRunAt])).to.deep.equal([
        ['early', noon],
        ['late', after(noon, hour)],
      ]);
      expect([...(await store.jobs.nextRuns())]).to.have.deep.members([
        ['early', noon],
        ['late', after(noon, hour)],
      ]);
      expect(await store.jobs.reschedule('late', after(noon, hour), after(noon, 1))).to.equal(true);
      expect(await store.jobs.reschedule('late', after(noon, hour), after(noon, 2))).to.equal(false);
      expect(await store.jobs.reschedule('disabled', noon, after(noon, 2))).to.equal(false);
      expect(await store.jobs.nextRunAt('late')).to.deep.equal(after(noon, 1));
      expect(await store.runs.activeOf('late')).to.equal(null);
    });

    it('fire once for two processes, with their run in the queue', async () => {
      await withJobs(store, 1);
      const other = await open();
      const next = after(noon, hour);
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 === 0 ? store : other).jobs.advance('job-1', noon, next, aNewRun()),
        ),
      );
      expect(results.filter((result) => result === 'queued')).to.have.length(1);
      expect(results.filter((result) => result === 'moved before')).to.have.length(9);
      expect(await store.jobs.nextRunAt('job-1')).to.deep.equal(next);
      expect(await store.runs.activeOf('job-1')).to.include({ status: 'queued' });
    });

    it('move on without a second run where one is active', async () => {
      await withJobs(store, 1);
      const active = await store.runs.enqueue(aNewRun());
      const next = after(noon, hour);
      expect(await store.jobs.advance('job-1', noon, next, aNewRun({ id: 'second' }))).to.equal('overlap');
      expect(await store.jobs.nextRunAt('job-1')).to.deep.equal(next);
      expect(await store.runs.byId('second')).to.equal(null);
      expect(await store.runs.activeOf('job-1')).to.deep.equal(active);
    });

    it('stay due where one is active and they would not fire again', async () => {
      await withJobs(store, 1);
      const { id } = await store.runs.enqueue(aNewRun());
      expect(await store.jobs.advance('job-1', noon, null, aNewRun({ id: 'second' }))).to.equal('postponed');
      expect(await store.jobs.nextRunAt('job-1')).to.deep.equal(noon);
      await store.runs.cancelQueued(id, noon);
      expect(await store.jobs.advance('job-1', noon, null, aNewRun({ id: 'second' }))).to.equal('queued');
      expect(await store.jobs.nextRunAt('job-1')).to.equal(null);
    });

    it('do not fire when disabled in the meantime', async () => {
      await withJobs(store, 1);
      const job = aJob({ name: 'Job 1', schedule: { ...aJob().schedule, enabled: false } });
      await store.applyConfiguration(aConfiguration({ jobs: [{ job }] }));
      expect(await store.jobs.advance('job-1', noon, null, aNewRun())).to.equal('moved before');
      expect(await store.runs.activeOf('job-1')).to.equal(null);
    });
  });
}
