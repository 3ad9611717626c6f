/** Executes runs, one after the other; src/scheduler/run-threads.ts starts it and hands it a port for each. */
import { parentPort } from 'node:worker_threads';
import { runConnector } from '../src/connectors/run-connectors.ts';
import { runJob } from '../src/engine/run.ts';
import { serveRuns } from '../src/engine/run-thread.ts';

if (parentPort === null) throw new Error('jobs/run-sync is started by Crosswalk, in a worker thread.');
serveRuns(parentPort, async (spec, host, signal) => {
  const connector = await runConnector(spec.connector, spec.allowsPrivate);
  return await runJob({ spec, host, signal, connector, now: () => new Date() });
});
