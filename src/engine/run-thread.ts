import type { MessagePort } from 'node:worker_threads';
import { takeConsole } from '../console.ts';
import type { Printed } from '../console.ts';
import { printOver, servePort } from './run-port.ts';
import type { PortRun } from './run-port.ts';

/** To the thread: the port of its next run, or that it is to end. */
export type ToRunThread = MessagePort | 'leave';

/**
 * A thread that holds more than this after a run is not used for another: it would hold it for as long as it stays. Of a
 * run of a few rows it is a third.
 */
const mostBytes = 128_000_000;

/** The worker's half of the threads of runs: executes the runs that it is given ports of, one after the other. */
export function serveRuns(parent: MessagePort, run: PortRun): void {
  /** Of the run that began last. */
  let printed: Printed | null = null;
  takeConsole({ warn: (line) => printed?.warn(line), error: (line) => printed?.error(line) });
  parent.on('message', (message: ToRunThread) => {
    // Connections that are kept alive for the next request, or a read that is left for another attempt, would keep
    // the thread.
    if (message === 'leave') process.exit(0);
    printed = printOver(message);
    void servePort(message, async (...given) => {
      const end = await run(...given);
      return isSlim() ? end : 'left';
    });
  });
}

function isSlim(): boolean {
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external <= mostBytes;
}
