import { expect } from 'chai';
import type { Run } from '../../src/domain/run.ts';
import { silenceLimitMs } from '../../src/scheduler/owner.ts';
import type { RunQueue } from '../../src/scheduler/run-queue.ts';
import type { Store } from '../../src/store/store.ts';
import { aNewRun, after, anOutcome, noon } from '../support/records.ts';

/** A queue of another instance on the same runs at every call; the store puts into it what is queued. */
export type OpenQueue = () => Promise<{ queue: RunQueue; store: Store }>;

const nothing: ReadonlySet<string> = new Set();
const laterThanSilence = after(noon, silenceLimitMs + 1);

async function claimAll(queue: RunQueue): Promise<Run[]> {
  const claimed: Run[] = [];
  for (let run = await queue.claim(noon); run !== null; run = await queue.claim(noon)) claimed.push(run);
  return claimed;
}

/** What every run queue promises, wherever it keeps what waits. */
export function describeRunQueue(open: OpenQueue): void {
  let queue: RunQueue;
  let store: Store;
  beforeEach(async () => {
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
    expect(await queue.abandoned(laterThanSilence, nothing)).to.deep.equal([]);
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

  it('finds the runs of an instance that has fallen silent, and none of one that is heard', async () => {
    const silent = await claimed('silent');
    const heard = await claimed('heard');
    await queue.heartbeat(heard, laterThanSilence);
    const other = (await open()).queue;
    expect(await other.abandoned(noon, nothing)).to.deep.equal([]);
    const found = await other.abandoned(laterThanSilence, nothing);
    expect(found.map(({ id }) => id)).to.deep.equal(['silent']);
    expect(await other.requeue(silent)).to.equal(true);
    expect(await other.claim(laterThanSilence)).to.include({ id: 'silent', attempt: 2 });
  });

  it('finds runs that this instance claimed and does not execute, once they are silent', async () => {
    await claimed('forgotten');
    await claimed('executed');
    expect(await queue.abandoned(noon, new Set(['executed']))).to.deep.equal([]);
    const found = await queue.abandoned(laterThanSilence, new Set(['executed']));
    expect(found.map(({ id }) => id)).to.deep.equal(['forgotten']);
  });
}
