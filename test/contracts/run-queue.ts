import { expect } from 'chai';
import type { Run } from '../../src/domain/run.ts';
import type { RunQueue } from '../../src/scheduler/run-queue.ts';
import { silenceLimitMs } from '../../src/scheduler/silence.ts';
import type { Store } from '../../src/store/store.ts';
import type { Timers } from '../../src/timing/timers.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { aNewRun, after, anOutcome, noon } from '../support/records.ts';

/** A queue of another instance on the same runs at every call; the store puts into it what is queued. */
export type OpenQueue = (timers: Timers) => Promise<{ queue: RunQueue; store: Store }>;

const nothing: ReadonlySet<string> = new Set();
const dayMs = 24 * 3_600_000;
/** It is looked at so often; five looks in all until a silence has lasted. */
const lookMs = silenceLimitMs / 4;
const untilSilent = [0, lookMs, lookMs, lookMs, lookMs] as const;
const notYet: string[][] = [[], [], [], []];

async function claimAll(queue: RunQueue): Promise<Run[]> {
  const claimed: Run[] = [];
  for (let run = await queue.claim(noon); run !== null; run = await queue.claim(noon)) claimed.push(run);
  return claimed;
}

/** What every run queue promises, wherever it keeps what waits. */
export function describeRunQueue(openWith: OpenQueue): void {
  let queue: RunQueue;
  let store: Store;
  let time: FakeTime;
  const open = (): ReturnType<OpenQueue> => openWith(time);
  beforeEach(async () => {
    time = fakeTime();
    ({ queue, store } = await open());
  });

  async function claimed(id = 'a'): Promise<Run> {
    await store.runs.enqueue(aNewRun({ id, jobId: `job of ${id}` }));
    const run = await queue.claim(noon, id);
    if (run === null) throw new Error('It was not claimed.');
    return run;
  }

  it('hands out the oldest run first, and nothing when none waits', async () => {
    await store.runs.enqueue(aNewRun({ id: 'old', jobId: 'job-1', queuedAt: noon }));
    await store.runs.enqueue(aNewRun({ id: 'middle', jobId: 'job-2', queuedAt: after(noon, 1) }));
    await store.runs.enqueue(aNewRun({ id: 'young', jobId: 'job-3', queuedAt: after(noon, 2) }));
    expect((await claimAll(queue)).map(({ id }) => id)).to.deep.equal(['old', 'middle', 'young']);
    expect(await queue.claim(noon)).to.equal(null);
  });

  it('hands out a run that is named, out of turn, and only while it waits', async () => {
    await store.runs.enqueue(aNewRun({ id: 'first', jobId: 'job-1' }));
    await store.runs.enqueue(aNewRun({ id: 'second', jobId: 'job-2', queuedAt: after(noon, 1) }));
    expect(await queue.claim(noon, 'second')).to.include({ id: 'second', status: 'running', attempt: 1 });
    expect(await queue.claim(noon, 'second')).to.equal(null);
    expect(await queue.claim(noon, 'no such run')).to.equal(null);
  });

  it('hands out each of 100 runs once, to however many instances ask at a time', async () => {
    for (let i = 0; i < 100; i += 1) await store.runs.enqueue(aNewRun({ id: `r${i}`, jobId: `job-${i}` }));
    const others = [(await open()).queue, (await open()).queue];
    const all = (await Promise.all([queue, queue, ...others].map(claimAll))).flat();
    expect(all).to.have.length(100);
    expect(new Set(all.map(({ id }) => id))).to.have.property('size', 100);
  });

  it('does not hand out a run that was cancelled while it waited', async () => {
    await store.runs.enqueue(aNewRun({ id: 'a' }));
    await store.runs.cancelQueued('a', noon);
    expect(await queue.claim(noon)).to.equal(null);
  });

  it('does not hand out a run again that has ended', async () => {
    const run = await claimed();
    await store.runs.finish(run.id, run.owner ?? '', run.attempt, anOutcome());
    expect(await queue.claim(noon)).to.equal(null);
    expect(await looked(queue, untilSilent)).to.deep.equal([...notYet, []]);
  });

  it('hands out a run that crashed as the next attempt, one that was released as the same', async () => {
    const first = await claimed();
    expect(await queue.requeue(first)).to.equal(true);
    const second = await queue.claim(noon);
    expect(second).to.include({ id: 'a', attempt: 2 });
    if (second === null) return;
    expect(await queue.release(second)).to.equal(true);
    expect(await (await open()).queue.claim(noon)).to.include({ id: 'a', attempt: 2 });
  });

  it('hands out a run that was interrupted before those that wait', async () => {
    const first = await claimed('first');
    await store.runs.enqueue(aNewRun({ id: 'later', jobId: 'job-2', queuedAt: after(noon, 1) }));
    await queue.release(first);
    expect((await claimAll(queue)).map(({ id }) => id)).to.deep.equal(['first', 'later']);
  });

  it('hands out each run once, however often it is put into the queue', async () => {
    await store.runs.enqueue(aNewRun({ id: 'a' }));
    await queue.put('a');
    await queue.mend();
    expect((await claimAll(queue)).map(({ id }) => id)).to.deep.equal(['a']);
    await queue.put('a');
    await queue.put('of no row');
    expect(await queue.claim(noon)).to.equal(null);
  });

  it('answers a heartbeat with whether the run should go on', async () => {
    const run = await claimed();
    expect(await queue.heartbeat(run, noon)).to.equal('held');
    await store.runs.requestCancel(run.id);
    expect(await queue.heartbeat(run, noon)).to.equal('cancel requested');
    await queue.requeue(run);
    expect(await queue.heartbeat(run, noon)).to.equal('lost');
  });

  it('refuses whoever holds a run no longer', async () => {
    const first = await claimed();
    await queue.requeue(first);
    const second = await (await open()).queue.claim(noon);
    expect(second).to.include({ attempt: 2 });
    expect(await queue.requeue(first)).to.equal(false);
    expect(await queue.release(first)).to.equal(false);
    expect(await queue.heartbeat(first, noon)).to.equal('lost');
    expect(await store.runs.byId('a')).to.deep.equal(second);
  });

  /** Which runs it says are abandoned at each look, so many milliseconds after the look before. */
  async function looked(
    by: RunQueue,
    pauses: readonly number[],
    { executing = nothing, meanwhile = () => Promise.resolve() } = {},
  ): Promise<string[][]> {
    const found: string[][] = [];
    for (const pauseMs of pauses) {
      time.pass(pauseMs);
      await meanwhile();
      found.push((await by.abandoned(executing)).map(({ id }) => id));
    }
    return found;
  }

  it('finds the runs of an instance that has fallen silent, and none of one that is heard', async () => {
    const silent = await claimed('silent');
    const heard = await claimed('heard');
    const other = (await open()).queue;
    const meanwhile = async (): Promise<void> => {
      await queue.heartbeat(heard, time.now());
    };
    const looks = [0, lookMs, lookMs, lookMs, lookMs - 1, 1, lookMs];
    const found = [...notYet, [], ['silent'], ['silent']];
    expect(await looked(other, looks, { meanwhile })).to.deep.equal(found);
    expect(await other.requeue(silent)).to.equal(true);
    expect(await other.claim(time.now())).to.include({ id: 'silent', attempt: 2 });
  });

  for (const [words, apartMs] of [
    ['ahead', dayMs],
    ['behind', -dayMs],
  ] as const) {
    it(`leaves a run to the instance that executes it, whose clock is a day ${words}`, async () => {
      const run = await claimed();
      const other = (await open()).queue;
      const meanwhile = async (): Promise<void> => {
        await queue.heartbeat(run, after(time.now(), apartMs));
      };
      const looks = [...untilSilent, lookMs, lookMs, lookMs];
      expect(await looked(other, looks, { meanwhile })).to.deep.equal([...notYet, ...notYet]);
      // Nobody beats for it any more.
      expect(await looked(other, [lookMs, lookMs, lookMs, lookMs - 1, 1])).to.deep.equal([...notYet, ['a']]);
    });
  }

  it('does not take for silence that it could not look itself, and counts anew', async () => {
    await claimed();
    const other = (await open()).queue;
    const looks = [0, lookMs, lookMs, silenceLimitMs];
    expect(await looked(other, looks)).to.deep.equal(notYet);
    expect(await looked(other, [lookMs, lookMs, lookMs, lookMs - 1, 1])).to.deep.equal([...notYet, ['a']]);
  });

  it('takes a look of its own for each attempt', async () => {
    const first = await claimed();
    const other = (await open()).queue;
    expect(await looked(other, untilSilent)).to.deep.equal([...notYet, ['a']]);
    await queue.requeue(first);
    await queue.claim(noon);
    expect(await looked(other, untilSilent)).to.deep.equal([...notYet, ['a']]);
  });

  it('finds runs that this instance claimed and does not execute, once they are silent', async () => {
    await claimed('forgotten');
    await claimed('executed');
    const executing = new Set(['executed']);
    expect(await looked(queue, untilSilent, { executing })).to.deep.equal([...notYet, ['forgotten']]);
  });
}
