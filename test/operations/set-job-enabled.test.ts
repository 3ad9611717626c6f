import { expect } from 'chai';
import { operationsForEach, operator, viewer } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { withJobs } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

const disable = { job: 'job 1', enabled: false };
const enable = { job: 'job-1', enabled: true };
const newest = { limit: 10, offset: 0 };

describe('scheduling', () => {
  let bench: OperationsBench;
  operationsForEach(async (opened) => {
    bench = opened;
    await withJobs(bench.store, 2);
  });

  it('is disabled as a version of the job, and written down', async () => {
    const job = await bench.operations.setJobEnabled(operator, disable);
    expect(job).to.deep.include({ id: 'job-1', version: 2 });
    expect(job.schedule.enabled).to.equal(false);
    expect(await bench.store.jobs.nextRunAt('job-1')).to.equal(null);
    const [entry] = await bench.store.audit.list(newest);
    expect(entry).to.deep.include({
      operation: 'disable-job',
      subject: 'job-1',
      actor: operator.actor,
      before: { enabled: true },
      after: { enabled: false },
    });
    expect(bench.wakes()).to.equal(1);
  });

  it('is enabled from the next time on, and does not catch up', async () => {
    await bench.operations.setJobEnabled(operator, disable);
    const now = new Date('2026-05-01T10:00:00.000Z');
    await bench.operations.setJobEnabled({ ...operator, now }, enable);
    expect(await bench.store.jobs.nextRunAt('job-1')).to.deep.equal(new Date('2026-05-01T10:05:00.000Z'));
  });

  it('that is as it was asked for stays where it is', async () => {
    const before = await bench.store.jobs.nextRunAt('job-1');
    expect(await bench.operations.setJobEnabled(operator, enable)).to.include({ version: 1 });
    expect(await bench.store.jobs.nextRunAt('job-1')).to.deep.equal(before);
    expect(await bench.store.audit.list(newest)).to.deep.equal([]);
  });

  it('is none of a viewer, and needs a job that there is', async () => {
    expect(await rejection(bench.operations.setJobEnabled(viewer, disable))).to.include({
      code: 'role_needed',
    });
    const unknown = { job: 'Jbo 1', enabled: true };
    const refusal = await rejection(bench.operations.setJobEnabled(operator, unknown));
    expect(refusal).to.include({ code: 'unknown_job' });
    expect(refusal.message).to.contain('"Job 1"');
  });
});
