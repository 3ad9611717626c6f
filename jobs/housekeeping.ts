/** Removes files of runs that no run names any more; src/scheduler/housekeeping.ts starts it and answers it. */
import { parentPort, workerData } from 'node:worker_threads';
import type {
  HousekeepingData,
  HousekeepingMessage,
  NamedPaths,
} from '../src/scheduler/housekeeping-messages.ts';
import { sweepRunFolder } from '../src/scheduler/run-folder.ts';

const port = parentPort;
if (port === null) throw new Error('jobs/housekeeping is started by Crosswalk, in a worker thread.');

const say = (message: HousekeepingMessage | 'done'): void => {
  port.postMessage(message);
};
const namedOf = (paths: readonly string[]): Promise<ReadonlySet<string>> =>
  new Promise((resolve) => {
    port.once('message', ({ named }: NamedPaths) => {
      resolve(new Set(named));
    });
    say({ kind: 'found', paths });
  });

const { sweep } = workerData as HousekeepingData;
say({ kind: 'swept', report: await sweepRunFolder(sweep, namedOf) });
say('done');
