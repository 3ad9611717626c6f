import { expect } from 'chai';
import type { Job } from '../../../src/domain/job.ts';
import type { Store } from '../../../src/store/store.ts';
import { aConfiguration, aJob, aNewRun, after, anOutcome, noon } from '../../support/records.ts';
import type { OpenStore } from '../store.ts';

const hourMs = 3_600_000;
const savedBy = { at: noon, actor: 'U1', door: 'slack' };

export function describeFailingJobs(open: OpenStore): void {
  describe('its jobs that fail again and again', () => {
    let store: Store;
    let hours: number;
    beforeEach(async () => {
      store = await open();
      hours = 0;
    });

    async function withJob(
      given: { readonly disableAfter?: number } = {},
      channel: string | null = '#news',
    ): Promise<Job> {
      const { schedule } = aJob();
      const job = aJob({
        schedule: { ...schedule, disableAfter: 3, ...given },
        notify: { channel, on: [], mention: [] },
      });
      await store.applyConfiguration(aConfiguration({ jobs: [{ job, nextRunAt: noon }], savedBy }));
      return job;
    }

    /** One that begins half a day after the one before, and takes an hour. */
    async function ends(status: 'failed' | 'succeeded' | 'cancelled', dryRun = false): Promise<string> {
      hours += 12;
      const queuedAt = after(noon, hours * hourMs);
      const { id } = await store.runs.enqueue(aNewRun({ queuedAt, dryRun }));
      await store.runs.claim('me', queuedAt, id);
      await store.runs.finish(id, 'me', 1, anOutcome({ status, finishedAt: after(queuedAt, hourMs) }));
      return id;
    }

    const isEnabled = async (): Promise<boolean | undefined> =>
      (await store.jobs.byId('job-1'))?.schedule.enabled;

    async function messages(): Promise<readonly unknown[]> {
      const found: unknown[] = [];
      for (;;) {
        const now = after(noon, 1_000 * hourMs);
        const leaseUntil = after(now, hourMs);
        const claim = { claim: String(found.length), now, leaseUntil, posts: true, edits: true };
        const claimed = await store.outbox.claim(claim);
        if (claimed === null) return found;
        found.push({ to: claimed.to, ...claimed.content });
        await store.outbox.settle(claimed, { kind: 'given up', reason: 'It was seen.' });
      }
    }

    it('are disabled after as many failures in a row as they say, which is a version, an entry and a message', async () => {
      const job = await withJob();
      await ends('failed');
      await ends('failed');
      expect(await isEnabled()).to.equal(true);
      const runId = await ends('failed');
      const disabled = { ...job, version: 2, schedule: { ...job.schedule, enabled: false } };
      expect(await store.jobs.byId('job-1')).to.deep.equal(disabled);
      expect(await store.jobs.version('job-1', 2)).to.deep.equal(disabled);
      expect(await store.jobs.savedBy('job-1')).to.include({ actor: 'crosswalk', door: 'system' });
      expect(await store.jobs.earliestRunAt()).to.equal(null);
      expect((await store.audit.list({ limit: 1, offset: 0 }))[0]).to.deep.include({
        operation: 'disable-failing-job',
        before: { enabled: true },
        after: { enabled: false, failures: 3, runId },
      });
      const message = { kind: 'job disabled', jobId: 'job-1', version: 2, failures: 3, runId };
      expect(await messages()).to.deep.equal([{ to: '#news', ...message }]);
    });

    it('are told of to who saved them last in Slack, where they have no channel', async () => {
      await withJob({}, null);
      for (let i = 0; i < 3; i += 1) await ends('failed');
      expect((await messages())[0]).to.include({ to: 'U1', kind: 'job disabled' });
    });

    it('go on where one in between succeeds, and are not held by those that say nothing', async () => {
      await withJob();
      for (const status of ['failed', 'failed', 'succeeded', 'failed', 'failed'] as const) await ends(status);
      expect(await isEnabled()).to.equal(true);
      await ends('cancelled');
      await ends('failed', true);
      expect(await isEnabled()).to.equal(true);
      await ends('failed');
      expect(await isEnabled()).to.equal(false);
    });

    it('are not given up for an outage of less than a day', async () => {
      await withJob({ disableAfter: 2 });
      await ends('failed');
      await ends('failed');
      expect(await isEnabled()).to.equal(true);
    });

    it('begin to count anew when somebody has saved them, and never where they say so', async () => {
      const job = await withJob();
      for (let i = 0; i < 3; i += 1) await ends('failed');
      const at = after(noon, (hours + 5) * hourMs);
      const audit = { ...savedBy, operation: 'x', subject: 'job-1', before: null, after: null };
      const schedule = { ...job.schedule, enabled: true };
      await store.jobs.change('job-1', (now) => ({ job: { ...now, schedule }, nextRunAt: at, audit }), {
        ...savedBy,
        at,
      });
      await ends('failed');
      await ends('failed');
      expect(await isEnabled()).to.equal(true);
      await ends('failed');
      expect(await isEnabled()).to.equal(false);
    });

    it('go on for ever where they say 0', async () => {
      await withJob({ disableAfter: 0 });
      for (let i = 0; i < 12; i += 1) await ends('failed');
      expect(await isEnabled()).to.equal(true);
    });

    it('are disabled after ten where they say nothing', async () => {
      await withJob({ disableAfter: undefined });
      for (let i = 0; i < 9; i += 1) await ends('failed');
      expect(await isEnabled()).to.equal(true);
      await ends('failed');
      expect(await isEnabled()).to.equal(false);
    });
  });
}
