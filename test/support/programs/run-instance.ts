/**
 * An instance of Crosswalk, as far as the queue goes: executes runs until SIGTERM. Says `run attempt` for each that
 * begins. A run whose id begins with `hold` goes on until it is asked to stop; all others succeed at once.
 */
import { createLog } from '../../../src/log.ts';
import { openBullQueue } from '../../../src/scheduler/bullmq/index.ts';
import { newOwner } from '../../../src/scheduler/owner.ts';
import { puttingRuns } from '../../../src/scheduler/putting-runs.ts';
import { createScheduler } from '../../../src/scheduler/scheduler.ts';
import { openStore } from '../open-store.ts';
import { anOutcome } from '../records.ts';

const [databaseUrl = '', url = ''] = process.argv.slice(2);
const log = createLog({ level: 'error' });
const owner = newOwner();
const stored = await openStore({ url: databaseUrl });
const queue = await openBullQueue({ url, databaseUrl, runs: stored.runs, owner, log });
const store = puttingRuns(stored, { queue: () => Promise.resolve(queue), log });

const scheduler = createScheduler({
  store,
  queue,
  executor: {
    async execute(run, signal) {
      process.stdout.write(`${run.id} ${run.attempt}\n`);
      if (run.id.startsWith('hold') && run.attempt === 1) {
        await new Promise((resolve) => {
          if (signal.aborted) resolve(null);
          else signal.addEventListener('abort', resolve);
        });
        return;
      }
      await store.runs.finish(run.id, run.owner ?? '', run.attempt, anOutcome());
    },
  },
  maxConcurrentRuns: 4,
  log,
});

process.once('SIGTERM', () => {
  void (async () => {
    await scheduler.stop();
    await queue.close();
    await stored.close();
  })();
});
scheduler.start();
process.stdout.write('ready\n');
// A parent that ends takes it along.
process.stdin.on('end', () => process.exit()).resume();
process.once('SIGTERM', () => process.stdin.pause());
