import { expect } from 'chai';
import { UserError } from '../../../src/domain/errors.ts';
import type { OutboundJob } from '../../../src/domain/job.ts';
import { zeroCounts } from '../../../src/domain/run.ts';
import type { Run, RunStatus } from '../../../src/domain/run.ts';
import type { AuditEntry } from '../../../src/store/audit-entry.ts';
import type { NewRun } from '../../../src/store/run-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { caught } from '../../support/caught.ts';
import {
  aConfiguration,
  aConnection,
  aJob,
  aNewRun,
  after,
  anOutboundJob,
  anOutcome,
  noon,
  withJobs,
} from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

function entry(operation: string): AuditEntry {
  return { at: noon, actor: 'ada', door: 'cli', operation, subject: 'job-1', before: null, after: null };
}

async function claimAll(store: Store, owner: string): Promise<Run[]> {
  const taken: Run[] = [];
  for (;;) {
    const run = await store.runs.claim(owner, noon);
    if (run === null) return taken;
    taken.push(run);
  }
}

const importing = (id: string) => ({ job: aJob({ id, name: id }) });
const exporting = (id: string, given: Partial<OutboundJob> = {}) => ({
  job: anOutboundJob({ id, name: id, ...given }),
});

export function describeRuns(open: OpenStore): void {
  describe('its runs', () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });

    it('queue as they were asked for', async () => {
      const wanted = aNewRun({ mode: 'full', trigger: 'api', startedBy: 'U1', dryRun: true, jobVersion: 7 });
      const run = await store.runs.enqueue(wanted);
      expect(run).to.deep.equal({
        ...wanted,
        modeReason: null,
        status: 'queued',
        phase: 'waiting',
        attempt: 1,
        owner: null,
        heartbeatAt: null,
        retry: null,
        expectedRows: null,
        counts: zeroCounts,
        startedAt: null,
        finishedAt: null,
        error: null,
        files: { rows: null, rejects: null },
      });
      expect(await store.runs.byId(run.id)).to.deep.equal(run);
      expect(await store.runs.activeOf('job-1')).to.deep.equal(run);
      expect(await store.runs.byId('no such run')).to.equal(null);
    });

    it('are refused while the job has an active one, which is named', async () => {
      const first = await store.runs.enqueue(aNewRun());
      const refusal = await caught(store.runs.enqueue(aNewRun()));
      expect(refusal).to.be.instanceOf(UserError).and.include({ code: 'run_active' });
      expect(refusal.message).to.contain(first.id);
      await store.runs.enqueue(aNewRun({ jobId: 'job-2' }));
    });

    it('are active once a job however many are started at one moment', async () => {
      const other = await open();
      const tries = Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? store : other).runs.enqueue(aNewRun()),
      );
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).to.include({ code: 'run_active' });
      }
    });

    it('are added up by job and end, in a time', async () => {
      const counts = { ...zeroCounts, read: 10, created: 3, rejected: 1 };
      const ended = async (jobId: string, status: 'succeeded' | 'failed', atMs: number, dryRun = false) => {
        const { id } = await store.runs.enqueue(aNewRun({ jobId, queuedAt: after(noon, atMs), dryRun }));
        await store.runs.claim('me', noon, id);
        await store.runs.finish(id, 'me', 1, anOutcome({ status, counts }));
      };
      await ended('job-1', 'succeeded', -1);
      await ended('job-1', 'succeeded', 0);
      await ended('job-1', 'succeeded', 5);
      await ended('job-1', 'failed', 6);
      await ended('job-1', 'failed', 7, true);
      await ended('job-2', 'failed', 8);
      await ended('job-3', 'failed', 9);
      await ended('job-2', 'failed', 10);
      const jobIds = ['job-1', 'job-2', 'no such job'];
      const totals = await store.runs.totals({ jobIds, since: noon, until: after(noon, 10) });
      expect(totals).to.deep.equal([
        { jobId: 'job-1', status: 'failed', runs: 1, counts },
        {
          jobId: 'job-1',
          status: 'succeeded',
          runs: 2,
          counts: { ...zeroCounts, read: 20, created: 6, rejected: 2 },
        },
        { jobId: 'job-2', status: 'failed', runs: 1, counts },
      ]);
      expect(await store.runs.totals({ jobIds: [], since: noon, until: after(noon, 10) })).to.deep.equal([]);
    });

    it('are claimed oldest first, each once', async () => {
      await store.runs.enqueue(aNewRun({ id: 'b', jobId: 'job-1', queuedAt: after(noon, 1) }));
      await store.runs.enqueue(aNewRun({ id: 'a', jobId: 'job-2', queuedAt: after(noon, 2) }));
      await store.runs.enqueue(aNewRun({ id: 'c', jobId: 'job-3', queuedAt: noon }));
      const claimed = [];
      for (let i = 0; i < 4; i += 1) claimed.push(await store.runs.claim('me', after(noon, 10)));
      expect(claimed.map((run) => run?.id)).to.deep.equal(['c', 'b', 'a', undefined]);
      expect(claimed[0]).to.include({ status: 'running', owner: 'me', attempt: 1 });
      expect(claimed[0]?.startedAt).to.deep.equal(after(noon, 10));
      expect(claimed[0]?.heartbeatAt).to.deep.equal(after(noon, 10));
    });

    it('can be claimed by name, out of turn', async () => {
      await store.runs.enqueue(aNewRun({ id: 'a' }));
      await store.runs.enqueue(aNewRun({ id: 'b', jobId: 'job-2' }));
      expect((await store.runs.claim('me', noon, 'b'))?.id).to.equal('b');
      expect(await store.runs.claim('me', noon, 'b')).to.equal(null);
    });

    it('that export wait while the matches of their pair are rebuilt, and others do not', async () => {
      const other = aConnection({ id: 'connection-2', name: 'Other' });
      await store.applyConfiguration(
        aConfiguration({
          connections: [aConnection(), other],
          jobs: [
            importing('import'),
            exporting('export', { target: { ...anOutboundJob().target, object: 'ACCOUNT' } }),
            exporting('export to another org', { connectionId: 'connection-2' }),
            exporting('export of users', { source: { object: 'users', filter: '' } }),
          ],
        }),
      );
      const enqueue = (jobId: string, given: Partial<NewRun> = {}) =>
        store.runs.enqueue(aNewRun({ id: `run of ${jobId}`, jobId, ...given }));
      await enqueue('import', { rebuild: true, mode: 'full' });
      expect(await store.runs.byId('run of import')).to.include({ rebuild: true });
      for (const id of ['export', 'export to another org', 'export of users']) await enqueue(id);
      expect(await store.runs.claim('me', noon, 'run of export')).to.equal(null);
      expect((await claimAll(store, 'me')).map(({ jobId }) => jobId)).to.have.members([
        'import',
        'export to another org',
        'export of users',
      ]);
      expect(await claimAll(store, 'me')).to.deep.equal([]);
      await store.runs.finish('run of import', 'me', 1, anOutcome());
      expect((await claimAll(store, 'me')).map(({ jobId }) => jobId)).to.deep.equal(['export']);
      await enqueue('import', { id: 'again', rebuild: true });
      expect(await claimAll(store, 'me')).to.deep.equal([]);
      await store.runs.finish('run of export', 'me', 1, anOutcome());
      expect((await claimAll(store, 'me')).map(({ id }) => id)).to.deep.equal(['again']);
    });

    it('are claimed exactly once by two stores at the same time', async () => {
      const count = 200;
      const other = await open();
      for (let i = 0; i < count; i += 1) {
        await store.runs.enqueue(aNewRun({ id: `run-${i}`, jobId: `job-${i}` }));
      }
      const taken = await Promise.all([
        claimAll(store, 'one'),
        claimAll(store, 'one'),
        claimAll(other, 'two'),
        claimAll(other, 'two'),
      ]);
      const ids = taken.flat().map(({ id }) => id);
      expect(ids).to.have.length(count);
      expect(new Set(ids)).to.have.property('size', count);
      const owners = new Map((await store.runs.running()).map((run) => [run.id, run.owner]));
      for (const run of taken.flat()) expect(owners.get(run.id)).to.equal(run.owner);
    });

    it('save progress, heartbeat and mode for the one who holds them', async () => {
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      await store.runs.claim('me', noon);
      const counts = { ...zeroCounts, read: 5, created: 5 };
      const retry = { attempt: 2, attempts: 6, reason: 'Nobody answers.', nextAt: after(noon, 9_000) };
      const progress = { phase: 'loading', retry, counts, expectedRows: 10 } as const;
      expect(await store.runs.saveProgress('r', 'me', 1, progress)).to.equal(true);
      expect(await store.runs.changeMode('r', 'me', 1, 'full', 'The mapping changed.')).to.equal(true);
      expect(await store.runs.heartbeat('r', 'me', 1, after(noon, 5000))).to.equal('held');
      expect(await store.runs.byId('r')).to.deep.include({
        ...progress,
        mode: 'full',
        modeReason: 'The mapping changed.',
        heartbeatAt: after(noon, 5000),
      });
    });

    it('refuse whoever does not hold them, in every way', async () => {
      await withJobs(store, 1);
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      await store.runs.claim('me', noon);
      await store.runs.requeue('r', 'me', 1);
      await store.runs.claim('me', noon);
      const held = await store.runs.byId('r');
      const cursor = { until: noon.toISOString(), fingerprint: 'f', lastFullAt: noon.toISOString() };
      for (const [owner, attempt] of [
        ['me', 1],
        ['other', 2],
      ] as const) {
        const progress = { phase: 'loading', retry: null, counts: zeroCounts, expectedRows: 1 } as const;
        expect(await store.runs.heartbeat('r', owner, attempt, after(noon, 1))).to.equal('lost');
        expect(await store.runs.saveProgress('r', owner, attempt, progress)).to.equal(false);
        expect(await store.runs.changeMode('r', owner, attempt, 'full', 'why')).to.equal(false);
        expect(await store.runs.finish('r', owner, attempt, anOutcome({ cursor }))).to.equal(false);
        expect(await store.runs.requeue('r', owner, attempt)).to.equal(false);
        expect(await store.runs.release('r', owner, attempt)).to.equal(false);
      }
      expect(await store.runs.byId('r')).to.deep.equal(held);
      expect(await store.jobs.cursor('job-1')).to.equal(null);
    });

    it('finish once, with outcome and cursor together', async () => {
      await withJobs(store, 1);
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      await store.runs.claim('me', noon);
      const outcome = anOutcome({
        status: 'partly succeeded',
        counts: { ...zeroCounts, read: 3, created: 2, rejected: 1 },
        files: { rows: 'runs/r/rows.csv.gz', rejects: 'runs/r/rejects.csv.gz' },
        error: { code: 'rows_rejected', message: 'NUL \0 and "quotes" 🎉' },
        cursor: { until: '2026-03-01T11:59:00.000Z', fingerprint: 'f1', lastFullAt: noon.toISOString() },
      });
      expect(await store.runs.finish('r', 'me', 1, outcome)).to.equal(true);
      const { cursor, ...rest } = outcome;
      expect(await store.runs.byId('r')).to.deep.include({ ...rest, owner: null });
      expect(await store.jobs.cursor('job-1')).to.deep.equal(cursor);
      expect(await store.runs.activeOf('job-1')).to.equal(null);
      expect(await store.runs.finish('r', 'me', 1, anOutcome())).to.equal(false);
      expect(await store.runs.heartbeat('r', 'me', 1, noon)).to.equal('lost');
      await store.runs.enqueue(aNewRun());
    });

    it('leave the cursor where it is when they finish without one', async () => {
      await withJobs(store, 1);
      const cursor = { until: noon.toISOString(), fingerprint: 'f', lastFullAt: noon.toISOString() };
      for (const next of [cursor, null]) {
        const { id } = await store.runs.enqueue(aNewRun());
        await store.runs.claim('me', noon);
        await store.runs.finish(id, 'me', 1, anOutcome({ cursor: next }));
      }
      expect(await store.jobs.cursor('job-1')).to.deep.equal(cursor);
    });

    it('go back to the queue after a crash with the next attempt, after a graceful stop with the same', async () => {
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      await store.runs.claim('me', noon);
      expect(await store.runs.release('r', 'me', 1)).to.equal(true);
      expect(await store.runs.byId('r')).to.include({ status: 'queued', attempt: 1, owner: null });
      const again = await store.runs.claim('me', after(noon, 1000));
      expect(again).to.include({ attempt: 1 });
      expect(again?.startedAt).to.deep.equal(noon);
      expect(await store.runs.requeue('r', 'me', 1)).to.equal(true);
      expect(await store.runs.byId('r')).to.deep.include({ status: 'queued', attempt: 2, owner: null });
      expect(await store.runs.claim('you', noon)).to.include({ attempt: 2, owner: 'you' });
    });

    it('are cancelled at once while queued', async () => {
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      expect(await store.runs.cancelQueued('r', after(noon, 1))).to.equal(true);
      expect(await store.runs.byId('r')).to.deep.include({ status: 'cancelled', finishedAt: after(noon, 1) });
      expect(await store.runs.cancelQueued('r', noon)).to.equal(false);
      expect(await store.runs.requestCancel('r')).to.equal(false);
      expect(await store.runs.claim('me', noon)).to.equal(null);
    });

    it('tell their owner by the heartbeat that they are to be cancelled', async () => {
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      await store.runs.claim('me', noon);
      expect(await store.runs.cancelQueued('r', noon)).to.equal(false);
      expect(await store.runs.requestCancel('r')).to.equal(true);
      expect(await store.runs.heartbeat('r', 'me', 1, noon)).to.equal('cancel requested');
      await store.runs.requeue('r', 'me', 1);
      await store.runs.claim('you', noon);
      expect(await store.runs.heartbeat('r', 'you', 2, noon)).to.equal('cancel requested');
    });

    it('are listed newest first, in pages, by job, status, mode and time', async () => {
      const statuses: RunStatus[] = ['succeeded', 'failed', 'cancelled', 'succeeded', 'failed'];
      for (const [i, status] of statuses.entries()) {
        const mode = i % 2 === 0 ? 'full' : 'incremental';
        await store.runs.enqueue(aNewRun({ id: `r${i}`, queuedAt: after(noon, i), mode }));
        await store.runs.claim('me', noon);
        await store.runs.finish(`r${i}`, 'me', 1, anOutcome({ status: status as 'succeeded' }));
      }
      await store.runs.enqueue(aNewRun({ id: 'other', jobId: 'job-2', queuedAt: after(noon, 9) }));
      const list = async (...[filter, page]: Parameters<Store['runs']['list']>) => {
        const { runs, total } = await store.runs.list(filter, page);
        return [runs.map(({ id }) => id).join(' '), total];
      };
      const all = { limit: 10, offset: 0 };
      expect(await list({}, all)).to.deep.equal(['other r4 r3 r2 r1 r0', 6]);
      expect(await list({ jobId: 'job-1' }, { limit: 2, offset: 2 })).to.deep.equal(['r2 r1', 5]);
      expect(await list({ statuses: ['failed', 'queued'] }, all)).to.deep.equal(['other r4 r1', 3]);
      expect(await list({ mode: 'full' }, all)).to.deep.equal(['r4 r2 r0', 3]);
      const period = { since: after(noon, 1), until: after(noon, 3) };
      expect(await list(period, all)).to.deep.equal(['r2 r1', 2]);
      expect(await list({ statuses: [] }, all)).to.deep.equal(['', 0]);
      await store.runs.enqueue(
        aNewRun({ id: 'dry', jobId: 'job-3', dryRun: true, queuedAt: after(noon, 10) }),
      );
      expect((await list({ wrote: true }, all))[0]).not.to.contain('dry');
    });

    it('tell which jobs have one, however many of another there are, the one with the newest first', async () => {
      const ended = async (jobId: string, status: 'succeeded' | 'failed', atMs: number) => {
        const { id } = await store.runs.enqueue(aNewRun({ jobId, queuedAt: after(noon, atMs) }));
        await store.runs.claim('me', noon, id);
        await store.runs.finish(id, 'me', 1, anOutcome({ status }));
      };
      await ended('job-1', 'failed', 1);
      for (let at = 2; at < 6; at += 1) await ended('job-2', 'failed', at);
      await ended('job-3', 'succeeded', 7);
      await ended('job-1', 'failed', 8);
      await ended('job-4', 'failed', 0);
      const failed = { statuses: ['failed'], since: after(noon, 1) } as const;
      expect(await store.runs.jobsWith(failed)).to.deep.equal(['job-1', 'job-2']);
      expect(await store.runs.jobsWith({ statuses: ['cancelled'] })).to.deep.equal([]);
    });

    it('are found by job, the newest of each', async () => {
      await withJobs(store, 3);
      for (const [i, jobId] of ['job-1', 'job-2', 'job-1'].entries()) {
        await store.runs.enqueue(aNewRun({ id: `r${i}`, jobId, queuedAt: after(noon, i) }));
        await store.runs.claim('me', noon);
        await store.runs.finish(`r${i}`, 'me', 1, anOutcome());
      }
      await store.runs.enqueue(
        aNewRun({ id: 'dry', jobId: 'job-1', dryRun: true, queuedAt: after(noon, 9) }),
      );
      await store.runs.enqueue(
        aNewRun({ id: 'retry', jobId: 'job-2', retryOf: 'r1', queuedAt: after(noon, 9) }),
      );
      const { syncs, retries } = await store.runs.latest();
      expect([...syncs].map(([jobId, { id }]) => `${jobId} ${id}`)).to.have.members(['job-1 r2', 'job-2 r1']);
      expect(syncs.get('job-1')).to.deep.equal(await store.runs.byId('r2'));
      expect([...retries]).to.deep.equal([['job-2', await store.runs.byId('retry')]]);
    });

    it('hide no retry of rejected rows that is newer, and every one that is older', async () => {
      await withJobs(store, 1);
      const ids = async () => {
        const { syncs, retries } = await store.runs.latest();
        return [syncs.get('job-1')?.id, retries.get('job-1')?.id];
      };
      const ended = async (id: string, minutes: number, retryOf?: string) => {
        const wanted = { id, jobId: 'job-1', queuedAt: after(noon, minutes) };
        await store.runs.enqueue(aNewRun(retryOf === undefined ? wanted : { ...wanted, retryOf }));
        await store.runs.claim('me', noon);
        await store.runs.finish(id, 'me', 1, anOutcome());
      };
      await ended('sync', 0);
      await ended('retry', 1, 'sync');
      await ended('retry again', 2, 'sync');
      expect(await ids()).to.deep.equal(['sync', 'retry again']);
      await ended('next sync', 3);
      expect(await ids()).to.deep.equal(['next sync', undefined]);
    });

    it('are the newest of their jobs as they are at that moment, whoever has changed them', async () => {
      await withJobs(store, 1);
      const other = await open();
      const latest = async () => (await store.runs.latest()).syncs.get('job-1');
      const now = async () => expect(await latest()).to.deep.equal(await other.runs.activeOf('job-1'));
      await other.runs.enqueue(aNewRun({ id: 'r', jobId: 'job-1' }));
      await now();
      await other.runs.claim('other', noon);
      await now();
      const files = { rows: 'rows.csv.gz', rejects: 'rejects.csv.gz' };
      await other.runs.finish('r', 'other', 1, anOutcome({ files }));
      expect(await latest()).to.deep.include({ status: 'succeeded', files });
      expect(await latest()).to.equal(await latest());
      await other.runs.forgetFiles('r');
      expect(await latest()).to.deep.equal(await other.runs.byId('r'));
      await other.runs.enqueue(aNewRun({ id: 'r2', jobId: 'job-1', queuedAt: after(noon, 1) }));
      expect(await latest()).to.include({ id: 'r2' });
    });

    it('are queued and cancelled together with their audit entries, or not at all', async () => {
      const operations = async (): Promise<string[]> =>
        (await store.audit.list({ limit: 10, offset: 0 })).map(({ operation }) => operation);
      await store.runs.enqueue(aNewRun({ id: 'r' }), { audit: entry('start') });
      await caught(store.runs.enqueue(aNewRun({ id: 'r2' }), { audit: entry('start again') }));
      expect(await store.runs.requestCancel('r', entry('ask'))).to.equal(false);
      expect(await operations()).to.deep.equal(['start']);
      expect(await store.runs.cancelQueued('r', noon, entry('cancel'))).to.equal(true);
      expect(await store.runs.cancelQueued('r', noon, entry('cancel again'))).to.equal(false);
      await store.runs.enqueue(aNewRun({ id: 'r3' }));
      await store.runs.claim('me', noon);
      expect(await store.runs.requestCancel('r3', entry('ask'))).to.equal(true);
      expect(await operations()).to.deep.equal(['ask', 'cancel', 'start']);
    });

    it('say which of some files are theirs', async () => {
      const files = { rows: 'runs/r/rows.csv.gz', rejects: "runs/r/it's rejects.csv.gz" };
      await store.runs.enqueue(aNewRun({ id: 'r' }));
      await store.runs.claim('me', noon);
      await store.runs.finish('r', 'me', 1, anOutcome({ files }));
      const others = Array.from({ length: 500 }, (_, i) => `runs/other-${i}/rows.csv.gz`);
      const named = await store.runs.namedFiles([...others, files.rejects, files.rows]);
      expect(named).to.have.members([files.rows, files.rejects]);
      expect(await store.runs.namedFiles([])).to.deep.equal([]);
      await store.runs.forgetFiles('r');
      expect(await store.runs.namedFiles([files.rows, files.rejects])).to.deep.equal([]);
    });

    it('are found by the file that they left, however many left none', async () => {
      await withJobs(store, 3);
      const withRows = { rows: 'runs/r0/rows.csv.gz', rejects: null };
      const ends = {
        r0: withRows,
        r1: { rows: null, rejects: null },
        r2: { rows: null, rejects: 'x.csv.gz' },
      };
      for (const [i, [id, files]] of Object.entries(ends).entries()) {
        const jobId = id === 'r2' ? 'job-2' : 'job-1';
        await store.runs.enqueue(aNewRun({ id, jobId, queuedAt: after(noon, i) }));
        await store.runs.claim('me', noon);
        await store.runs.finish(id, 'me', 1, anOutcome({ files }));
      }
      const found = () =>
        store.runs.list({ jobId: 'job-1', withRows: true }, { limit: 1, offset: 0 }).then(({ runs }) => runs);
      expect((await found()).map(({ id }) => id)).to.deep.equal(['r0']);
      expect([...(await store.runs.jobsWithRows())]).to.deep.equal(['job-1']);
      await store.runs.forgetFiles('r0');
      expect(await found()).to.deep.equal([]);
      expect([...(await store.runs.jobsWithRows())]).to.deep.equal([]);
    });

    it('give up their files and then their history, oldest first, and only when they have ended', async () => {
      for (let i = 0; i < 3; i += 1) {
        await store.runs.enqueue(aNewRun({ id: `r${i}` }));
        await store.runs.claim('me', noon);
        const files = { rows: i === 2 ? null : `runs/r${i}/rows.csv.gz`, rejects: null };
        await store.runs.finish(`r${i}`, 'me', 1, anOutcome({ files, finishedAt: after(noon, i) }));
      }
      await store.runs.enqueue(aNewRun({ id: 'running' }));
      await store.runs.claim('me', noon);
      const later = after(noon, 1000);
      const withFiles = async (before: Date, limit = 10): Promise<string[]> =>
        (await store.runs.withFilesBefore(before, limit)).map(({ id }) => id);
      expect(await withFiles(later)).to.deep.equal(['r0', 'r1']);
      expect(await withFiles(later, 1)).to.deep.equal(['r0']);
      expect(await withFiles(after(noon, 1))).to.deep.equal(['r0']);
      await store.runs.forgetFiles('r0');
      expect(await withFiles(later)).to.deep.equal(['r1']);
      expect(await store.runs.byId('r0')).to.deep.include({ files: { rows: null, rejects: null } });

      expect(await store.runs.forget(later, 1)).to.equal(1);
      expect(await store.runs.forget(later, 10)).to.equal(1);
      expect(await store.runs.forget(later, 10)).to.equal(0);
      const { runs } = await store.runs.list({}, { limit: 10, offset: 0 });
      expect(runs.map(({ id }) => id)).to.have.members(['r1', 'running']);
    });
  });
}
