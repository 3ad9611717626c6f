import { expect } from 'chai';
import { newOwner } from '../../src/scheduler/owner.ts';
import { silenceLimitMs } from '../../src/scheduler/silence.ts';
import { holdRunInProcess } from '../support/hold-run-process.ts';
import { after, noon } from '../support/records.ts';
import { queueRuns, statusOf, useInstances } from '../support/schedulers.ts';
import { until } from '../support/until.ts';

const nothing = { resumed: [], failed: [] };

describe('recovery', () => {
  const open = useInstances();

  it('resumes the run of a process that was killed, and fails it when that one is killed too', async () => {
    const instance = await open({ now: () => new Date() });
    const { scheduler, store, url } = instance;
    await queueRuns(instance, 1);

    const first = await holdRunInProcess(url, 'r1');
    expect(await store.runs.byId('r1')).to.include({ status: 'running', owner: first.owner, attempt: 1 });
    expect(await scheduler.recover(), 'its process lives').to.deep.equal(nothing);
    await first.kill();
    expect(await scheduler.recover()).to.deep.equal({ resumed: ['r1'], failed: [] });
    expect(await store.runs.byId('r1')).to.include({ status: 'queued', owner: null, attempt: 2 });

    const second = await holdRunInProcess(url, 'r1');
    await second.kill();
    expect(await scheduler.recover()).to.deep.equal({ resumed: [], failed: ['r1'] });
    const run = await store.runs.byId('r1');
    expect(run).to.include({ status: 'failed', attempt: 2, owner: null });
    expect(run?.error?.code).to.equal('interrupted');
    expect(run?.error?.message).to.match(/interrupted twice.*process \d+ on .*last heard of at 20/);
    expect(await scheduler.recover()).to.deep.equal(nothing);
  });

  it('happens at the start, and the run is executed', async () => {
    const instance = await open({ now: () => new Date() });
    await queueRuns(instance, 1);
    const holder = await holdRunInProcess(instance.url, 'r1');
    await holder.kill();
    instance.scheduler.start();
    await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
    expect(await instance.store.runs.byId('r1')).to.include({ attempt: 2 });
    expect(instance.messages(40)).to.deep.equal([
      'the process that executed a run is gone: the run is resumed',
    ]);
  });

  it('happens again and again', async () => {
    const instance = await open();
    const { scheduler, store, time } = instance;
    scheduler.start();
    await until(() => time.delays().length === 3);
    await queueRuns(instance, 1);
    await store.runs.claim('another machine', noon, 'r1');
    // The first of these sees its heartbeat, and the fifth that it has been the same for long enough: before a minute.
    for (let i = 1; i <= 4; i += 1) {
      time.pass(10_000);
      await until(() => time.delays().length === 3);
      expect(await store.runs.byId('r1')).to.include({ status: 'running', owner: 'another machine' });
    }
    time.pass(10_000);
    await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
  });

  it('leaves alone what others execute, however long that takes', async () => {
    const instance = await open();
    const { scheduler, store, time } = instance;
    await queueRuns(instance, 2);
    // Of this very process, long silent, and of another machine, whose clock is behind.
    await store.runs.claim(newOwner(), after(noon, -3_600_000), 'r1');
    await store.runs.claim('another machine', after(noon, -3_600_000), 'r2');
    for (let i = 1; i <= 8; i += 1) {
      await store.runs.heartbeat('r2', 'another machine', 1, after(noon, i - 3_600_000));
      const before = await store.runs.running();
      expect(await scheduler.recover()).to.deep.equal(nothing);
      expect(await store.runs.running()).to.deep.equal(before);
      time.pass(silenceLimitMs / 4);
    }
  });

  it('leaves alone what this instance executes, when its heartbeats fail or the clock jumps', async () => {
    const instance = await open({ behaviour: 'wait' });
    const { executor, scheduler, time } = instance;
    await queueRuns(instance, 1);
    scheduler.start();
    await until(() => executor.atWork().includes('r1') && time.delays().length === 5);
    time.jump(7 * 24 * 3_600_000);
    expect(await scheduler.recover()).to.deep.equal(nothing);
    executor.end('r1', 'succeed');
    await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
  });

  it('of one run by two instances at a moment resumes it once', async () => {
    const one = await open();
    const two = await open({ url: one.url, time: one.time });
    await queueRuns(one, 1);
    await one.store.runs.claim('gone', after(noon, -120_000), 'r1');
    for (let looks = 0; looks < 4; looks += 1) {
      await Promise.all([one.scheduler.recover(), two.scheduler.recover()]);
      one.time.pass(silenceLimitMs / 4);
    }
    const recovered = await Promise.all([one.scheduler.recover(), two.scheduler.recover()]);
    expect(recovered.flatMap(({ resumed }) => resumed)).to.deep.equal(['r1']);
    expect(recovered.flatMap(({ failed }) => failed)).to.deep.equal([]);
    expect(await one.store.runs.byId('r1')).to.include({ status: 'queued', attempt: 2 });
  });
});
