import { expect } from 'chai';
import { changeSchedule } from '../../src/operations/change-schedule.ts';
import { aJobsFile, admin, anOutboundFile, operationsForEach } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { rejection } from '../support/rejection.ts';

describe('changing when a job runs', () => {
  let bench: OperationsBench;
  operationsForEach((opened) => void (bench = opened));

  const timezone = 'Europe/Berlin';
  const inbound = 'Customer accounts';
  const apply = (text: string) => bench.operations.applyConfiguration(admin, { text, fileName: 'jobs.yml' });

  it('changes nothing else, and is written into its history', async () => {
    await apply(aJobsFile);
    const before = await bench.store.jobs.byName(inbound);
    const job = await changeSchedule(bench.deps, admin, {
      job: inbound,
      cadence: { run: 'workdays', at: '06:30' },
      timezone,
    });
    expect(job.schedule).to.deep.include({ run: 'workdays', at: '06:30', timezone });
    expect({ ...job, schedule: null, version: 0 }).to.deep.equal({ ...before, schedule: null, version: 0 });
    expect(job.schedule.enabled).to.equal(before?.schedule.enabled);
    const [entry] = await bench.store.audit.list({ limit: 1, offset: 0 });
    expect(entry).to.deep.include({ operation: 'change-schedule', subject: job.id });
  });

  it('gives a job that runs often the full sync that is usual for it, where it had none', async () => {
    await apply(aJobsFile.replace('fullSync: daily', 'fullSync: never'));
    const cadence = { run: 'minutes', every: 15 } as const;
    const job = await changeSchedule(bench.deps, admin, { job: inbound, cadence, timezone });
    expect(job.schedule.fullSync).to.equal('daily');
  });

  it('gives an export none', async () => {
    await apply(anOutboundFile);
    const job = await changeSchedule(bench.deps, admin, {
      job: 'Health back to Salesforce',
      cadence: { run: 'hourly', minute: 5 },
      timezone,
    });
    expect(job.schedule.fullSync).to.equal('never');
  });

  it('lets a disabled job be disabled', async () => {
    await apply(aJobsFile);
    await bench.operations.setJobEnabled(admin, { job: inbound, enabled: false });
    const cadence = { run: 'daily', at: '07:00' } as const;
    const { id, schedule } = await changeSchedule(bench.deps, admin, { job: inbound, cadence, timezone });
    expect(schedule.enabled).to.equal(false);
    expect(await bench.store.jobs.nextRunAt(id)).to.equal(null);
  });

  it('leaves a job alone that was changed since, and one of a zone that there is not', async () => {
    await apply(aJobsFile);
    const cadence = { run: 'daily', at: '07:00' } as const;
    const change = (given: { timezone?: string; version?: number }) =>
      changeSchedule(bench.deps, admin, { job: inbound, cadence, timezone, ...given });
    expect(await rejection(change({ version: 7 }))).to.include({ code: 'job_changed' });
    expect(await rejection(change({ timezone: 'Mars/Base' }))).to.include({ code: 'invalid_schedule' });
    expect((await bench.store.jobs.byName(inbound))?.version).to.equal(1);
  });

  it('is for admins', async () => {
    await apply(aJobsFile);
    const cadence = { run: 'daily', at: '07:00' } as const;
    const asked = changeSchedule(
      bench.deps,
      { ...admin, role: 'operator' },
      { job: inbound, cadence, timezone },
    );
    expect((await rejection(asked)).message).to.include('you need the role admin');
  });
});
