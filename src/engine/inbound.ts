/** From the CRM to the hub. */
import { createAttempt } from './attempt.ts';
import type { Attempts, AttemptsOptions } from './attempts.ts';
import { areIntact } from './run-files.ts';
import type { InboundSpec } from './run-host.ts';
import { readPosition } from './run-position.ts';
import type { RunPosition } from './run-position.ts';

export function inboundAttempts(options: AttemptsOptions<InboundSpec>): Attempts {
  const resumed = resumable(options.spec);
  return {
    resumed: resumed === null ? null : createAttempt({ ...options, resumed }),
    begin: () => createAttempt({ ...options, resumed: null }),
    // What it reads it can read again.
    leaving: (task) => options.stop.raceToLeave(task),
  };
}

/** Where an earlier attempt got to, if this one may go on from there. */
function resumable({ run, checkpoint, dataDir }: InboundSpec): RunPosition | null {
  const position = checkpoint === null ? null : readPosition(checkpoint.checkpoint);
  if (position === null) return null;
  return position.read === null || areIntact(dataDir, run, position.read) ? position : null;
}
