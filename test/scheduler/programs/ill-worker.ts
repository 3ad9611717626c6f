/** Worker threads that go wrong, each in the way that the job's description names. */
import { parentPort } from 'node:worker_threads';
import type { RunEnd } from '../../../src/engine/run.ts';
import { serveRuns } from '../../../src/engine/run-thread.ts';

const kept: unknown[] = [];
const ways: Readonly<Record<string, () => RunEnd | void>> = {
  ends: () => 'over',
  'holds much': () => {
    kept.push(Buffer.alloc(200_000_000));
    return 'over';
  },
  exits: () => process.exit(3),
  throws: () => {
    setImmediate(() => {
      throw new TypeError('a bug');
    });
  },
  // eslint-disable-next-line typescript/no-floating-promises
  rejects: () => void Promise.reject(new TypeError('a bug nobody waits for')),
  leaks: () => {
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
  },
  prints: () => {
    console.warn('Something is deprecated.\nat x', { value: 'of a row' });
    throw new TypeError('a bug in the run');
  },
  'does not listen': () => undefined,
  hangs: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
};

if (parentPort !== null) {
  serveRuns(parentPort, async ({ job }) => {
    const end = ways[job.description]?.();
    return end ?? (await new Promise<never>(() => undefined));
  });
}
