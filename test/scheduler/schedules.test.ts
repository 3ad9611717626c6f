import { expect } from 'chai';
import type { Schedule } from '../../src/domain/job.ts';
import { nextRun } from '../../src/domain/schedule.ts';
import { openStore } from '../support/open-store.ts';
import type { Run } from '../../src/domain/run.ts';
import type { Instance } from '../support/schedulers.ts';
import { useInstances } from '../support/schedulers.ts';
import { disturb } from '../support/disturb.ts';
import { fakeTime } from '../support/fake-time.ts';
import { aConfiguration, aJob, aNewRun, after, anOutcome, noon } from '../support/records.ts';
import { until } from '../support/until.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const hourly: Schedule = { run: 'hourly', minute: 0, timezone: 'UTC', fullSync: 'never', enabled: true };
const dailyIn = (timezone: string, at: string): Schedule => ({
  run: 'daily',
  at,
  timezone,
  fullSync: 'never',
  enabled: true,
});

/** Saves jobs `job-1` … with these schedules, as if at the given moment. */
async function schedule(instance: Instance, schedules: readonly Schedule[], at: Date): Promise<void> {
  const jobs = schedules.map((schedule, i) => ({
    job: aJob({ id: `job-${i + 1}`, name: `Job ${i + 1}`, schedule }),
    nextRunAt: nextRun(schedule, at),
  }));
  await instance.store.applyConfiguration(aConfiguration({ jobs }));
}

async function runsOf({ store }: Instance, jobId = 'job-1'): Promise<readonly Run[]> {
  return (await store.runs.list({ jobId }, { limit: 100, offset: 0 })).runs.toReversed();
}

const isIdle = ({ time, executor }: Instance) => time.delays().length === 3 && executor.atWork().length === 0;

/** Moves the clock on and lets the scheduler keep up: in small steps, but for the time in which nothing is due. */
async function pass(instance: Instance, milliseconds: number): Promise<void> {
  const { store, time } = instance;
  const end = after(time.now(), milliseconds).getTime();
  for (let now = time.now().getTime(); now < end; now = time.now().getTime()) {
    const due = (await store.jobs.earliestRunAt())?.getTime() ?? end;
    time.pass(Math.min(Math.max(due - minuteMs - now, 30_000), end - now));
    await until(() => isIdle(instance));
  }
}

const told = (run: Run) => [run.trigger, run.mode, run.queuedAt.toISOString()];

describe('schedules', () => {
  const open = useInstances();

  async function started(schedules: readonly Schedule[], start = noon): Promise<Instance> {
    const instance = await open({ time: fakeTime(start) });
    await schedule(instance, schedules, start);
    instance.scheduler.start();
    await until(() => isIdle(instance));
    return instance;
  }

  it('fire on time, again and again', async () => {
    const instance = await started([hourly], after(noon, -2 * minuteMs));
    await pass(instance, 62 * minuteMs);
    expect((await runsOf(instance)).map(told)).to.deep.equal([
      ['schedule', 'incremental', '2026-03-01T12:00:00.000Z'],
      ['schedule', 'incremental', '2026-03-01T13:00:00.000Z'],
    ]);
    expect((await runsOf(instance))[0]).to.include({
      startedBy: 'schedule',
      status: 'succeeded',
      dryRun: false,
    });
    expect(await instance.store.jobs.nextRunAt('job-1')).to.deep.equal(after(noon, 2 * hourMs));
  });

  it('are waited for to the moment, and never longer than half a minute', async () => {
    const instance = await started([{ ...hourly, minute: 0 }], after(noon, -45_000));
    expect(instance.time.delays()).to.include(30_000);
    instance.time.pass(30_000);
    await until(() => isIdle(instance));
    expect(instance.time.delays()).to.include(15_000);
  });

  it('that were missed for days fire once, as a catch-up, and then on time', async () => {
    const instance = await open({ time: fakeTime(after(noon, 20 * minuteMs)) });
    await schedule(instance, [hourly], after(noon, -4 * dayMs));
    instance.scheduler.start();
    await until(async () => (await runsOf(instance)).length > 0 && isIdle(instance));
    await pass(instance, 41 * minuteMs);
    expect((await runsOf(instance)).map(told)).to.deep.equal([
      ['catch-up', 'incremental', '2026-03-01T12:20:00.000Z'],
      ['schedule', 'incremental', '2026-03-01T13:00:00.000Z'],
    ]);
  });

  it('fire soon after the clock jumps ahead, once, and not again where it is set back over one firing', async () => {
    const instance = await started([hourly], after(noon, 10 * minuteMs));
    instance.time.jump(3 * dayMs);
    await pass(instance, 30_000);
    await until(async () => (await runsOf(instance)).length === 1);
    expect((await runsOf(instance)).map(({ trigger }) => trigger)).to.deep.equal(['catch-up']);
    const next = after(noon, 3 * dayMs + hourMs);
    instance.time.jump(-30 * minuteMs);
    await pass(instance, 25 * minuteMs);
    expect(await runsOf(instance)).to.have.length(1);
    expect(await instance.store.jobs.nextRunAt('job-1')).to.deep.equal(next);
  });

  it('do not stand still after the clock was far ahead for a while', async () => {
    const instance = await started(
      [hourly, { ...hourly, run: 'daily', at: '09:00' }],
      after(noon, 10 * minuteMs),
    );
    instance.time.jump(400 * dayMs);
    await pass(instance, 30_000);
    await until(async () => (await runsOf(instance)).length === 1);
    instance.time.jump(-400 * dayMs);
    await pass(instance, 30_000);
    expect(await instance.store.jobs.nextRunAt('job-1')).to.deep.equal(after(noon, hourMs));
    expect(await instance.store.jobs.nextRunAt('job-2')).to.deep.equal(after(noon, 21 * hourMs));
    await pass(instance, 50 * minuteMs);
    expect(await runsOf(instance)).to.have.length(2);
    expect(await runsOf(instance, 'job-2')).to.have.length(1);
    expect(instance.messages(40)).to.deep.equal(
      Array.from({ length: 2 }, () => 'a schedule was moved back: the clock was ahead'),
    );
  });

  it('that lie weeks ahead are not fired early', async () => {
    const monthly: Schedule = { ...hourly, run: 'monthly', day: 28, at: '12:00' };
    const instance = await started([monthly]);
    await pass(instance, 10 * minuteMs);
    expect(await runsOf(instance)).to.deep.equal([]);
  });

  it('that are due once fire once', async () => {
    const once: Schedule = { ...hourly, run: 'once', date: '2026-03-01', at: '12:01' };
    const instance = await started([once]);
    await pass(instance, 3 * minuteMs);
    expect(await runsOf(instance)).to.have.length(1);
    expect(await instance.store.jobs.nextRunAt('job-1')).to.equal(null);
  });

  it('that are due once wait for the run that the job has, without looking all the time', async () => {
    const once: Schedule = { ...hourly, run: 'once', date: '2026-03-01', at: '12:01' };
    const instance = await started([once]);
    const { store } = instance;
    await store.runs.enqueue(aNewRun({ id: 'waits', queuedAt: noon }));
    await store.runs.claim('another machine', after(noon, hourMs), 'waits');
    let tries = 0;
    disturb(store.jobs, 'advance', () => {
      tries += 1;
      return false;
    });
    await pass(instance, 5 * minuteMs);
    expect(tries).to.be.within(5, 10);
    expect((await runsOf(instance)).map(({ id }) => id)).to.deep.equal(['waits']);
    expect(instance.messages(40)).to.deep.equal(['a schedule waits until the run that its job has is over']);
    await store.runs.finish('waits', 'another machine', 1, anOutcome());
    await pass(instance, minuteMs);
    expect(await runsOf(instance)).to.have.length(2);
    expect(await store.jobs.nextRunAt('job-1')).to.equal(null);
  });

  it('keep to the wall clock on the days on which it changes', async () => {
    // Berlin: 02:30 does not exist on 29 March 2026, and exists twice on 25 October.
    for (const [start, fired] of [
      ['2026-03-28T12:00:00Z', ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']],
      ['2026-10-24T12:00:00Z', ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']],
    ] as const) {
      const instance = await started([dailyIn('Europe/Berlin', '02:30')], new Date(start));
      await pass(instance, 40 * hourMs);
      const lines = instance.lines.filter(({ msg }) => msg === 'a schedule fired');
      expect(lines.map(({ dueAt }) => dueAt)).to.deep.equal(fired);
    }
  });

  it('are passed over while the job has a run, and move on', async () => {
    const instance = await started([hourly], after(noon, -minuteMs));
    await instance.store.runs.enqueue(aNewRun({ id: 'waits', queuedAt: noon }));
    await instance.store.runs.claim('another machine', after(noon, hourMs), 'waits');
    await pass(instance, 2 * minuteMs);
    expect((await runsOf(instance)).map(({ id }) => id)).to.deep.equal(['waits']);
    expect(await instance.store.jobs.nextRunAt('job-1')).to.deep.equal(after(noon, hourMs));
    expect(instance.messages(40)).to.deep.equal([
      'a schedule was passed over: the job has a run that waits or is executed',
    ]);
  });

  it('make a full sync where one is due', async () => {
    const daily: Schedule = { ...hourly, fullSync: 'daily' };
    const instance = await started([daily, daily, daily], after(noon, -minuteMs));
    const lastFull = { 'job-2': after(noon, -dayMs), 'job-3': after(noon, -hourMs) };
    for (const [jobId, at] of Object.entries(lastFull)) {
      const cursor = { until: at.toISOString(), fingerprint: 'f', lastFullAt: at.toISOString() };
      const { id } = await instance.store.runs.enqueue(aNewRun({ jobId, queuedAt: at }));
      await instance.store.runs.claim('me', at, id);
      await instance.store.runs.finish(id, 'me', 1, anOutcome({ cursor }));
    }
    await pass(instance, 2 * minuteMs);
    const modes = [];
    for (const jobId of ['job-1', 'job-2', 'job-3']) modes.push((await runsOf(instance, jobId)).at(-1)?.mode);
    expect(modes).to.deep.equal(['full', 'full', 'incremental']);
  });

  it('of many jobs fire together', async () => {
    const instance = await open({ time: fakeTime(noon), maxConcurrentRuns: 8 });
    await schedule(
      instance,
      Array.from({ length: 101 }, () => hourly),
      after(noon, -minuteMs),
    );
    instance.scheduler.start();
    const succeeded = async () =>
      (await instance.store.runs.list({ statuses: ['succeeded'] }, { limit: 1, offset: 0 })).total;
    await until(async () => (await succeeded()) === 101);
    expect(instance.messages(40)).to.deep.equal([]);
  });

  it('of jobs that others can fire are not held up by one that cannot be', async () => {
    const instance = await started([hourly, hourly], after(noon, -minuteMs));
    disturb(instance.store.jobs, 'advance', (id) => id === 'job-1');
    await pass(instance, 2 * minuteMs);
    expect(await runsOf(instance, 'job-2')).to.have.length(1);
    expect(instance.messages(50)).to.include(
      'a schedule could not be fired, and is tried again ever more seldom',
    );
  });

  it('that cannot be fired are tried again ever more seldom, and said once', async () => {
    const instance = await started([hourly], after(noon, -minuteMs));
    let tries = 0;
    let isIll = true;
    disturb(instance.store.jobs, 'advance', () => {
      tries += 1;
      return isIll;
    });
    await pass(instance, 20 * minuteMs);
    expect(tries).to.be.within(5, 15);
    expect(instance.messages(50)).to.deep.equal([
      'a schedule could not be fired, and is tried again ever more seldom',
    ]);
    isIll = false;
    await pass(instance, 6 * minuteMs);
    expect(await runsOf(instance)).to.have.length(1);
  });

  it('do not fire when they are switched off', async () => {
    const instance = await started([{ ...hourly, enabled: false }], after(noon, -minuteMs));
    await pass(instance, 2 * minuteMs);
    expect(await runsOf(instance)).to.deep.equal([]);
  });

  it('that are saved fire without a restart, at once seen when woken', async () => {
    const instance = await started([]);
    await schedule(instance, [{ ...hourly, minute: 1 }], noon);
    instance.scheduler.wake();
    await until(() => isIdle(instance));
    await pass(instance, minuteMs);
    expect(await runsOf(instance)).to.have.length(1);
  });

  it('survive a restart of everything', async () => {
    const instance = await started([hourly]);
    await instance.scheduler.stop();
    const store = await openStore({ url: instance.url });
    expect(await store.jobs.nextRunAt('job-1')).to.deep.equal(after(noon, hourMs));
    await store.close();
  });
});
