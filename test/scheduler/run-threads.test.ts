import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { expect } from 'chai';
import { createRunThreads } from '../../src/scheduler/run-threads.ts';
import type { RunThread, RunThreads } from '../../src/scheduler/run-threads.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { rejection } from '../support/rejection.ts';
import { until } from '../support/until.ts';

const entry = fileURLToPath(new URL('programs/plain-thread.js', import.meta.url));
const maxIdle = 2;

/** Of a run that begins in the thread. */
function portTo(thread: RunThread): MessagePort {
  const { port1, port2 } = new MessageChannel();
  thread.begin(port2);
  return port1;
}

/** Which thread it is, as that says itself in a run. */
async function idOf(thread: RunThread): Promise<number> {
  const port = portTo(thread);
  port.postMessage('tell');
  const [id] = (await once(port, 'message')) as [number];
  port.close();
  return id;
}

describe('threads of runs', function () {
  this.timeout(30_000);
  let time: FakeTime;
  let threads: RunThreads;
  let recorded: ReturnType<typeof recordedLog>;
  const taken: RunThread[] = [];
  beforeEach(() => {
    time = fakeTime();
    recorded = recordedLog();
    threads = createRunThreads({ log: recorded.log, maxIdle, entry, timers: time });
  });
  afterEach(async () => {
    await threads.close();
    for (const thread of taken.splice(0)) thread.terminate();
  });

  async function take(): Promise<RunThread> {
    const thread = await threads.take();
    taken.push(thread);
    return thread;
  }

  /** A run that ends well. */
  async function ran(): Promise<number> {
    const thread = await take();
    const id = await idOf(thread);
    thread.giveBack();
    return id;
  }

  it('execute one run after the other', async () => {
    const first = await ran();
    expect([await ran(), await ran()]).to.deep.equal([first, first]);
  });

  it('execute one run at a time', async () => {
    const [one, other] = [await take(), await take()];
    const ids = [await idOf(one), await idOf(other)];
    expect(new Set(ids).size).to.equal(2);
    one.giveBack();
    other.giveBack();
    expect(ids).to.include(await ran());
  });

  it('are not used again where a run left something behind, or was one of many', async () => {
    const stopped = await take();
    const first = await idOf(stopped);
    await stopped.end(1_000);
    const second = await ran();
    expect(second).not.to.equal(first);
    for (let runs = 1; runs < 100; runs += 1) expect(await ran()).to.equal(second);
    expect(await ran()).not.to.equal(second);
  });

  it('are new where that is asked for', async () => {
    const first = await ran();
    const thread = await threads.take({ isNew: true });
    taken.push(thread);
    const second = await idOf(thread);
    expect(second).not.to.equal(first);
    // There are no more threads for that: the one that waited has made way.
    expect([first, second]).not.to.include(await ran());
  });

  it('wait for a minute', async () => {
    const first = await ran();
    time.pass(59_000);
    expect(await ran()).to.equal(first);
    const waiting = await take();
    waiting.giveBack();
    time.pass(61_000);
    await rejection(waiting.died);
    expect(await ran()).not.to.equal(first);
  });

  it('do not wait in any number', async () => {
    const all = [await take(), await take(), await take()];
    const ids = await Promise.all(all.map((thread) => idOf(thread)));
    for (const thread of all) thread.giveBack();
    await rejection(all[maxIdle]?.died ?? Promise.resolve());
    const [one, other] = [await take(), await take()];
    expect([await idOf(one), await idOf(other)]).to.have.members(ids.slice(0, maxIdle));
  });

  it('that crash while they wait are told of, and not taken', async () => {
    const thread = await take();
    const id = await idOf(thread);
    const left = portTo(thread);
    thread.giveBack();
    left.postMessage('throw');
    expect((await rejection(thread.died)).message).to.equal('a bug that shows later');
    expect(recorded.messages(40)).to.deep.equal(['a thread that waited for a run has ended']);
    expect(await ran()).not.to.equal(id);
    left.close();
  });

  it('that crash before they are given back are not taken either', async () => {
    const thread = await take();
    const port = portTo(thread);
    port.postMessage('throw');
    await rejection(thread.died);
    thread.giveBack();
    expect(await ran()).to.be.a('number');
    port.close();
  });

  it('that do not leave are terminated', async () => {
    const thread = await take();
    const port = portTo(thread);
    port.postMessage('hang');
    await once(port, 'message');
    let isGone = false;
    const ending = thread.end(1_000).then(() => (isGone = true));
    time.pass(999);
    await delay(100);
    expect(isGone).to.equal(false);
    time.pass(1);
    await ending;
    await rejection(thread.died);
    port.close();
  });

  it('that wait for the system are given up, and their process does not wait for them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosswalk-threads-'));
    const held = join(folder, 'held');
    const thread = await take();
    const port = portTo(thread);
    port.postMessage({ shell: `touch '${held}'; while [ -e '${held}' ]; do sleep 0.1; done` });
    await until(() => existsSync(held));
    const ending = thread.end(1_000);
    time.pass(1_000);
    time.pass(5_000);
    try {
      await ending;
      expect((await rejection(thread.died)).message).to.match(/cannot be ended: it waits for the system/);
      expect(recorded.messages(50)).to.have.length(1);
      await threads.close();
    } finally {
      rmSync(folder, { recursive: true });
      port.close();
    }
  });

  it('that wait end when no more runs will come, and none waits from then on', async () => {
    const [waiting, busy] = [await take(), await take()];
    waiting.giveBack();
    await threads.close();
    await rejection(waiting.died);
    expect(await idOf(busy)).to.be.a('number');
    busy.giveBack();
    await rejection(busy.died);
  });
});
