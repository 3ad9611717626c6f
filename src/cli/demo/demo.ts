import { endBySignal } from '../../end-by-signal.ts';
import { createLog } from '../../log.ts';
import { readConfig } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import type { ExitStatus } from '../exit-status.ts';
import { print } from '../output.ts';
import { tellDemo } from './tell-demo.ts';

/** `crosswalk demo`: runs until Ctrl-C; a second one does not wait for anything. */
export async function demo(): Promise<ExitStatus> {
  const { port } = readConfig();
  const stop = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) endBySignal(signal);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    // The demo tells by itself what goes on.
    await tellDemo({ port, log: createLog({ level: 'warn' }), out: print, signal: stop.signal });
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
  return exitStatus.done;
}
