/**
 * Loaded into a process of Crosswalk with `--import`: breaks it from within, with errors that hold whatever secrets the
 * place knows, as errors of libraries do.
 *
 * BREAK_FOLDER/worker: the next request of a run's worker ends the worker. SIGUSR2 ends the whole process. What the
 * errors held is written to BREAK_FOLDER/held.
 */
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const folder = process.env['BREAK_FOLDER'] ?? '';

function breaking(held: object): void {
  const text = JSON.stringify(held);
  appendFileSync(join(folder, 'held'), `${text}\n`);
  setImmediate(() => {
    const error = new Error(`It broke at ${text}`, { cause: new TypeError(text) });
    throw Object.assign(error, { config: held, request: held });
  });
}

if (isMainThread) {
  process.on('SIGUSR2', () => {
    breaking({ env: process.env });
  });
} else {
  const fetched = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const mark = join(folder, 'worker');
    if (existsSync(mark)) {
      rmSync(mark);
      breaking({ headers: init?.headers });
    }
    return await fetched(input, init);
  };
}
