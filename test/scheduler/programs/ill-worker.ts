/** Worker threads that go wrong, each in the way that the job's description names. */
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { takeConsole } from '../../../src/console.ts';
import { printOver, servePort } from '../../../src/engine/run-port.ts';

const kept: unknown[] = [];
const ways: Readonly<Record<string, () => void>> = {
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
};

parentPort?.once('message', (port: MessagePort) => {
  takeConsole(printOver(port));
  void servePort(port, async ({ job }) => {
    ways[job.description]?.();
    await new Promise(() => undefined);
  }).then(() => process.exit(0));
});
