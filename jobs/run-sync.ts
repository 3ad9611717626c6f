/** Executes one run; src/scheduler/worker-threads.ts starts it and hands it a port to the main thread. */
import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { runConnector } from '../src/connectors/run-connectors.ts';
import { takeConsole } from '../src/console.ts';
import { runJob } from '../src/engine/run.ts';
import { printOver, servePort } from '../src/engine/run-port.ts';

if (parentPort === null) throw new Error('jobs/run-sync is started by Crosswalk, in a worker thread.');
const port = await new Promise<MessagePort>((resolve) => parentPort?.once('message', resolve));
takeConsole(printOver(port));
await servePort(port, async (spec, host, signal) => {
  const connector = await runConnector(spec.connector, spec.allowsPrivate);
  await runJob({ spec, host, signal, connector, now: () => new Date() });
});
// Connections that are kept alive for the next request, or a read that is left for another attempt, would keep
// the thread.
process.exit(0);
