import type { MessagePort } from 'node:worker_threads';
import { takeConsole } from '../console.ts';
import { printOver, servePort } from './run-port.ts';

/** To the thread: the port of its next run, or that it is to end. */
export type ToRunThread = MessagePort | 'leave';

/** The worker's half of the threads of runs: executes the runs that it is given ports of, one after the other. */
export function serveRuns(parent: MessagePort, run: Parameters<typeof servePort>[1]): void {
  parent.on('message', (message: ToRunThread) => {
    // Connections that are kept alive for the next request, or a read that is left for another attempt, would keep
    // the thread.
    if (message === 'leave') process.exit(0);
    const giveBack = takeConsole(printOver(message));
    void servePort(message, run).finally(giveBack);
  });
}
