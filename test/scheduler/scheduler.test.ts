import { once } from 'node:events';
import { expect } from 'chai';
import type { Run } from '../../src/domain/run.ts';
import { silenceLimitMs } from '../../src/scheduler/silence.ts';
import { crashError } from '../support/fake-executor.ts';
import type { Behaviour } from '../support/fake-executor.ts';
import { disturb } from '../support/disturb.ts';
import { after, anOutcome, noon } from '../support/records.ts';
import { queueRuns, statusOf, useInstances } from '../support/schedulers.ts';
import { until } from '../support/until.ts';

const crashesOnce = (run: Run): Behaviour => (run.attempt === 1 ? 'crash' : 'succeed');

describe('the scheduler', () => {
  const open = useInstances();

  describe('starts queued runs', () => {
    it('oldest first, and never more at a time than it may', async () => {
      const instance = await open({ behaviour: 'wait', maxConcurrentRuns: 2 });
      const { executor, scheduler } = instance;
      await queueRuns(instance, 5);
      scheduler.start();
      for (let i = 1; i <= 5; i += 1) {
        await until(() => executor.atWork().length === Math.min(2, 6 - i));
        executor.end(`r${i}`, 'succeed');
        await until(async () => (await statusOf(instance, `r${i}`)) === 'succeeded');
        await until(() => !executor.atWork().includes(`r${i}`));
      }
      expect(executor.begun).to.deep.equal(['r1', 'r2', 'r3', 'r4', 'r5']);
      expect(executor.mostAtOnce()).to.equal(2);
    });

    it('at once when woken', async () => {
      const instance = await open({ behaviour: 'wait' });
      instance.scheduler.start();
      await until(() => instance.time.delays().length === 3);
      await queueRuns(instance, 1);
      instance.scheduler.wake();
      await until(() => instance.executor.atWork().includes('r1'));
    });

    it('soon where another process queued them and nobody woke it', async () => {
      const instance = await open({ behaviour: 'wait' });
      instance.scheduler.start();
      await until(() => instance.time.delays().length === 3);
      await queueRuns(instance, 1);
      instance.time.pass(2000);
      await until(() => instance.executor.atWork().includes('r1'));
    });

    it('again after the database could not be reached', async () => {
      const instance = await open();
      const { scheduler, store, time } = instance;
      let isDown = true;
      disturb(store.runs, 'claim', () => isDown);
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => instance.messages(50).length > 0);
      isDown = false;
      time.pass(10_000);
      await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
    });
  });

  describe('when a run crashes', () => {
    it('resumes it once', async () => {
      const instance = await open({ behaviour: crashesOnce });
      await queueRuns(instance, 1);
      instance.scheduler.start();
      await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
      expect(instance.executor.begun).to.deep.equal(['r1', 'r1']);
      expect(await instance.store.runs.byId('r1')).to.include({ attempt: 2, error: null });
    });

    it('fails it the second time, with a reason and an id that is in the log', async () => {
      const instance = await open({ behaviour: 'crash' });
      await queueRuns(instance, 1);
      instance.scheduler.start();
      await until(async () => (await statusOf(instance, 'r1')) === 'failed');
      expect(instance.executor.begun).to.deep.equal(['r1', 'r1']);
      const run = await instance.store.runs.byId('r1');
      expect(run?.error?.code).to.equal('run_crashed');
      expect(run?.error?.message).to.contain('TypeError').and.to.contain('resumed once');
      expect(run?.error?.message, 'an error of ours or not, it may hold values').not.to.contain(
        crashError.message,
      );
      const incident = /under ([0-9a-f]{8})/.exec(run?.error?.message ?? '')?.[1];
      await until(() => instance.lines.some((line) => line['incident'] === incident));
      const line = instance.lines.find((line) => line['incident'] === incident);
      expect(line).to.include({ level: 50, runId: 'r1', aftermath: 'failed' });
      expect(line?.['err']).to.include({ type: 'TypeError' }).and.not.to.have.property('message');
    });

    it('takes an executor that stored no outcome for crashed', async () => {
      const instance = await open({ behaviour: 'forget' });
      await queueRuns(instance, 1);
      instance.scheduler.start();
      await until(async () => (await statusOf(instance, 'r1')) === 'failed');
      expect(instance.executor.begun).to.deep.equal(['r1', 'r1']);
    });

    it('goes on with others', async () => {
      const instance = await open({
        behaviour: ({ id }) => (id === 'r1' ? 'crash' : 'succeed'),
        maxConcurrentRuns: 1,
      });
      await queueRuns(instance, 3);
      instance.scheduler.start();
      await until(async () => (await statusOf(instance, 'r3')) === 'succeeded');
      expect(await statusOf(instance, 'r2')).to.equal('succeeded');
    });

    it('finds the run again when its end could not be written', async () => {
      const instance = await open({ behaviour: crashesOnce });
      const { store, time, scheduler } = instance;
      let isDown = true;
      disturb(store.runs, 'requeue', () => isDown);
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => instance.messages(50).includes('the end of a run could not be written'));
      isDown = false;
      await until(() => time.delays().length === 3);
      for (let looks = 0; looks < 6; looks += 1) {
        time.pass(10_000);
        await until(() => time.delays().length === 3);
      }
      await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
    });
  });

  describe('when a run is to be cancelled', () => {
    it('tells its executor as soon as it is woken', async () => {
      const instance = await open({ behaviour: 'wait' });
      const { executor, scheduler, store } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1'));
      await store.runs.requestCancel('r1');
      scheduler.wake();
      await until(async () => (await statusOf(instance, 'r1')) === 'cancelled');
      expect(executor.stops).to.deep.equal(['r1: cancelled']);
    });

    it('hears of it with the next heartbeat where another process asked', async () => {
      const instance = await open({ behaviour: 'wait' });
      const { executor, scheduler, store, time } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1') && time.delays().length === 5);
      await store.runs.requestCancel('r1');
      time.pass(5000);
      await until(async () => (await statusOf(instance, 'r1')) === 'cancelled');
    });

    it('never begins one that was cancelled while it waited', async () => {
      const instance = await open();
      await queueRuns(instance, 2);
      await instance.store.runs.cancelQueued('r1', noon);
      instance.scheduler.start();
      await until(async () => (await statusOf(instance, 'r2')) === 'succeeded');
      expect(instance.executor.begun).to.deep.equal(['r2']);
    });

    it('stores that in place of an executor that crashes or hangs instead', async () => {
      const instance = await open({ behaviour: (run) => (run.id === 'r1' ? 'wait' : 'hang') });
      const { executor, scheduler, store, time } = instance;
      await queueRuns(instance, 2);
      scheduler.start();
      await until(() => executor.atWork().length === 2);
      // The executor's own try to store the outcome of r1 fails.
      let failures = 1;
      disturb(store.runs, 'finish', () => failures-- > 0);
      for (const id of ['r1', 'r2']) await store.runs.requestCancel(id);
      scheduler.wake();
      await until(async () => (await statusOf(instance, 'r1')) === 'cancelled');
      await until(() => executor.stops.includes('r2: cancelled'));
      time.pass(25_000);
      await until(async () => (await statusOf(instance, 'r2')) === 'cancelled');
      expect(executor.begun).to.have.length(2);
    });

    it('remembers it over a crash', async () => {
      const instance = await open({ behaviour: 'wait' });
      const { executor, scheduler, store } = instance;
      await queueRuns(instance, 1);
      await store.runs.claim('gone', noon);
      await store.runs.requestCancel('r1');
      await store.runs.requeue('r1', 'gone', 1);
      scheduler.start();
      await until(async () => (await statusOf(instance, 'r1')) === 'cancelled');
      expect(executor.stops).to.deep.equal(['r1: cancelled']);
    });
  });

  describe('when another instance takes a run over', () => {
    it('stops executing it and leaves it alone', async () => {
      const instance = await open({ behaviour: 'wait' });
      const { executor, scheduler, store, time } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1'));
      await store.runs.requeue('r1', 'instance 1', 1);
      const taken = await store.runs.claim('other', after(noon, 1), 'r1');
      time.pass(5000);
      await until(() => executor.stops.includes('r1: lost'));
      await until(() => executor.atWork().length === 0 && time.delays().length === 3);
      expect(await store.runs.byId('r1')).to.deep.equal(taken);
    });

    it('takes that for granted when it could write no heartbeat for more than half a minute', async () => {
      const instance = await open({ behaviour: 'wait' });
      const { executor, scheduler, store, time } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1') && time.delays().length === 5);
      let isDown = true;
      disturb(store.runs, 'heartbeat', () => isDown);
      for (let silentMs = 5000; silentMs < 35_000; silentMs += 5000) {
        time.pass(5000);
        await until(() => instance.lines.some((line) => line['silentMs'] === silentMs));
        // The next heartbeat is set, and when the run is given up.
        await until(() => time.delays().length === 5);
      }
      time.pass(4999);
      expect(executor.stops).to.deep.equal([]);
      time.pass(1);
      await until(() => instance.messages(40).some((each) => String(each).startsWith('a run was given up')));
      expect(executor.stops).to.deep.equal(['r1: lost']);
      isDown = false;
      // Nobody took it: once it has been silent long enough it is resumed here.
      const isResumed = (): boolean => executor.begun.length === 2;
      for (let looks = 0; looks < 4 && !isResumed(); looks += 1) {
        await until(() => isResumed() || time.delays().length === 3);
        time.pass(10_000);
      }
      await until(isResumed);
      expect(await store.runs.byId('r1')).to.include({ attempt: 2 });
      executor.end('r1', 'succeed');
      await until(async () => (await statusOf(instance, 'r1')) === 'succeeded');
    });

    it('takes that for granted too when a heartbeat is not answered at all, and waits for it no longer', async () => {
      const instance = await open({ behaviour: 'wait', maxConcurrentRuns: 1 });
      const { executor, scheduler, store, time } = instance;
      await queueRuns(instance, 2);
      scheduler.start();
      await until(() => executor.atWork().includes('r1') && time.delays().length === 5);
      const heartbeat = store.runs.heartbeat.bind(store.runs);
      const back = new AbortController();
      store.runs.heartbeat = async (...asked) => {
        await once(back.signal, 'abort');
        return await heartbeat(...asked);
      };
      time.pass(34_999);
      expect(executor.stops).to.deep.equal([]);
      time.pass(1);
      await until(() => executor.stops.includes('r1: lost'));
      await until(() => executor.begun.includes('r2'));
      back.abort();
    });

    it('does not take the end of a run for that', async () => {
      const instance = await open({ behaviour: 'hang' });
      const { executor, scheduler, store, time } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1') && time.delays().length === 5);
      await store.runs.finish('r1', 'instance 1', 1, anOutcome());
      time.pass(5000);
      await until(() => time.delays().length === 5);
      expect(executor.stops).to.deep.equal([]);
      executor.end('r1', 'forget');
      await until(() => time.delays().length === 3);
      expect(await statusOf(instance, 'r1')).to.equal('succeeded');
      expect(instance.messages(40)).to.deep.equal([]);
    });
  });

  describe('when it stops', () => {
    it('puts the runs in progress back, as the same attempt, and starts no more', async () => {
      const instance = await open({ behaviour: 'wait', maxConcurrentRuns: 2 });
      const { executor, scheduler, store } = instance;
      await queueRuns(instance, 3);
      scheduler.start();
      await until(() => executor.atWork().length === 2);
      await scheduler.stop();
      expect(executor.stops).to.deep.equal(['r1: shutdown', 'r2: shutdown']);
      for (const id of ['r1', 'r2', 'r3']) {
        expect(await store.runs.byId(id)).to.include({ status: 'queued', attempt: 1, owner: null });
      }
      scheduler.wake();
      scheduler.start();
      expect(instance.time.delays()).to.deep.equal([]);
      expect(executor.begun).to.deep.equal(['r1', 'r2']);
    });

    it('waits a bounded time for one that hangs, and leaves it for recovery', async () => {
      const instance = await open({ behaviour: 'hang' });
      const { executor, scheduler, time } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1'));
      const stopped = scheduler.stop();
      await until(() => executor.stops.includes('r1: shutdown'));
      time.pass(25_000);
      await stopped;
      expect(await statusOf(instance, 'r1')).to.equal('running');
      expect(instance.messages(50)).to.have.length(1);
    });

    it('keeps the outcome of a run that ends meanwhile', async () => {
      const instance = await open({ behaviour: 'hang' });
      const { executor, scheduler } = instance;
      await queueRuns(instance, 1);
      scheduler.start();
      await until(() => executor.atWork().includes('r1'));
      const stopped = scheduler.stop();
      await until(() => executor.stops.length === 1);
      executor.end('r1', 'succeed');
      await stopped;
      expect(await statusOf(instance, 'r1')).to.equal('succeeded');
    });

    it('goes on where it stopped when it is started again', async () => {
      const instance = await open({ behaviour: 'wait' });
      await queueRuns(instance, 1);
      instance.scheduler.start();
      await until(() => instance.executor.atWork().includes('r1'));
      await instance.scheduler.stop();
      const next = await open({ url: instance.url });
      next.scheduler.start();
      await until(async () => (await statusOf(next, 'r1')) === 'succeeded');
      expect(await next.store.runs.byId('r1')).to.include({ attempt: 1 });
    });
  });

  describe('executes one run for the command line', () => {
    it('without being started, out of turn, and returns it ended', async () => {
      const instance = await open();
      await queueRuns(instance, 3);
      expect(await instance.scheduler.execute('r2')).to.include({ id: 'r2', status: 'succeeded' });
      expect(instance.executor.begun).to.deep.equal(['r2']);
    });

    it('returns at once what has ended, and refuses what never was', async () => {
      const instance = await open();
      await queueRuns(instance, 1);
      await instance.scheduler.execute('r1');
      expect(await instance.scheduler.execute('r1')).to.include({ status: 'succeeded' });
      const refusal = await instance.scheduler.execute('no run').catch((error: unknown) => error);
      expect(refusal).to.include({ name: 'FatalError', code: 'unknown_run' });
      expect(instance.executor.begun).to.have.length(1);
    });

    it('resumes it once when it crashes', async () => {
      const instance = await open({ behaviour: 'crash' });
      await queueRuns(instance, 1);
      expect(await instance.scheduler.execute('r1')).to.include({ status: 'failed', attempt: 2 });
    });

    it('follows it where another process took it', async () => {
      const other = await open({ behaviour: 'wait' });
      const instance = await open({ url: other.url });
      await queueRuns(other, 1);
      other.scheduler.start();
      await until(() => other.executor.atWork().includes('r1'));
      const executed = instance.scheduler.execute('r1');
      await until(() => instance.time.delays().length === 1);
      other.executor.end('r1', 'fail');
      await until(async () => (await statusOf(other, 'r1')) === 'failed');
      instance.time.pass(500);
      expect(await executed).to.include({ status: 'failed' });
      expect(instance.executor.begun).to.deep.equal([]);
    });

    it('takes it over where the other process is gone', async () => {
      const instance = await open();
      await queueRuns(instance, 1);
      await instance.store.runs.claim('gone', after(noon, -120_000), 'r1');
      const executed = instance.scheduler.execute('r1');
      // It waits beside it, and looks every half second.
      for (let passedMs = 0; passedMs < silenceLimitMs; passedMs += 500) {
        await until(() => instance.time.delays().length === 1);
        expect(instance.executor.begun).to.deep.equal([]);
        instance.time.pass(500);
      }
      expect(await executed).to.include({ status: 'succeeded', attempt: 2 });
    });

    it('cancels it on demand, here', async () => {
      const instance = await open({ behaviour: 'wait' });
      await queueRuns(instance, 1);
      const cancel = new AbortController();
      const executed = instance.scheduler.execute('r1', cancel.signal);
      await until(() => instance.executor.atWork().includes('r1'));
      cancel.abort();
      expect(await executed).to.include({ status: 'cancelled' });
      expect(instance.executor.stops).to.deep.equal(['r1: cancelled']);
    });

    it('cancels it on demand, before it has begun', async () => {
      const instance = await open();
      await queueRuns(instance, 1);
      expect(await instance.scheduler.execute('r1', AbortSignal.abort())).to.include({ status: 'cancelled' });
      expect(instance.executor.begun).to.deep.equal([]);
    });

    it('cancels it on demand, in the process that executes it', async () => {
      const other = await open({ behaviour: 'wait' });
      const instance = await open({ url: other.url });
      await queueRuns(other, 1);
      other.scheduler.start();
      await until(() => other.executor.atWork().includes('r1') && other.time.delays().length === 5);
      const cancel = new AbortController();
      const executed = instance.scheduler.execute('r1', cancel.signal);
      await until(() => instance.time.delays().length === 1);
      cancel.abort();
      await until(() => instance.time.delays().length === 1);
      other.time.pass(5000);
      await until(async () => (await statusOf(other, 'r1')) === 'cancelled');
      await until(() => {
        instance.time.pass(500);
        return instance.time.delays().length === 0;
      });
      expect(await executed).to.include({ status: 'cancelled' });
    });

    it('says so when it is stopped before the run has ended', async () => {
      const instance = await open({ behaviour: 'wait' });
      await queueRuns(instance, 1);
      const executed = instance.scheduler.execute('r1').catch((error: unknown) => error);
      await until(() => instance.executor.atWork().includes('r1'));
      await instance.scheduler.stop();
      expect(await executed).to.include({ name: 'UserError', code: 'stopped' });
      expect(await statusOf(instance, 'r1')).to.equal('queued');
    });

    it('waits where there is no room, and executes it when there is', async () => {
      const instance = await open({ behaviour: 'wait', maxConcurrentRuns: 1 });
      await queueRuns(instance, 2);
      const first = instance.scheduler.execute('r1');
      await until(() => instance.executor.atWork().includes('r1'));
      const second = instance.scheduler.execute('r2');
      await until(() => instance.time.delays().includes(500));
      instance.executor.end('r1', 'succeed');
      await first;
      instance.time.pass(500);
      await until(() => instance.executor.atWork().includes('r2'));
      instance.executor.end('r2', 'succeed');
      expect(await second).to.include({ status: 'succeeded' });
      expect(instance.executor.mostAtOnce()).to.equal(1);
    });
  });
});
