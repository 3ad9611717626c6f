import { fileURLToPath } from 'node:url';
import Bree from 'bree';
import { FatalError } from '../domain/errors.ts';
import type { HousekeepingData, HousekeepingMessage, NamedPaths } from './housekeeping-messages.ts';
import type { Sweep, SweepReport } from './run-folder.ts';

/** Sweeps the run folder in a worker thread: a folder with many files takes its time. */
export interface SweepWorker {
  /** One at a time. @throws what the worker or `namedOf` failed with */
  readonly sweep: (
    sweep: Sweep,
    namedOf: (paths: readonly string[]) => Promise<readonly string[]>,
  ) => Promise<SweepReport>;
  /** Ends a sweep where it is (nothing is left half done), and begins no other. */
  readonly stop: () => Promise<void>;
}

const name = 'housekeeping';
const entry = fileURLToPath(new URL('../../jobs/housekeeping.js', import.meta.url));

export function createSweepWorker(): SweepWorker {
  let bree: Bree | null = null;
  let isStopped = false;

  return {
    async sweep(sweep, namedOf) {
      const workerData: HousekeepingData = { sweep };
      let report: SweepReport | null = null;
      let failure: unknown = null;
      const fail = (error: unknown): void => {
        // Bree tells of a crash twice, the second time that the worker has ended.
        failure ??= error;
        void current.workers.get(name)?.terminate();
      };
      const answer = async (paths: readonly string[]): Promise<void> => {
        const message: NamedPaths = { named: await namedOf(paths) };
        current.workers.get(name)?.postMessage(message);
      };
      const current = new Bree({
        root: false,
        logger: false,
        // Told that it is no program text: Bree takes a path with a character such as + or & for that.
        jobs: [{ name, path: entry, worker: { eval: false, workerData } }],
        errorHandler: fail,
        workerMessageHandler: (data) => {
          const message = data.message as HousekeepingMessage | 'done';
          if (message === 'done') return;
          if (message.kind === 'swept') report = message.report;
          else answer(message.paths).catch(fail);
        },
      });
      const ended = new Promise((resolve) => current.once('worker deleted', resolve));
      bree = current;
      await current.run(name);
      if (isStopped) fail(null);
      await ended;
      bree = null;
      if (report !== null) return report;
      throw failure ?? new FatalError('Housekeeping was stopped.', { code: 'stopped' });
    },
    async stop() {
      isStopped = true;
      await bree?.workers.get(name)?.terminate();
    },
  };
}
