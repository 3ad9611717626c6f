/** From the CRM to the hub. */
import { createAttempt } from './attempt.ts';
import type { Attempts, AttemptsOptions } from './attempts.ts';
import { hasDeletions } from './gathered-deletions.ts';
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
  const { read, plan, pass } = position;
  if (plan.gathered !== null && !hasDeletions(dataDir, run, plan.gathered)) return null;
  // A rehearsal that got to no rows has nothing worth going on with.
  if (read === null) return pass === 'rehearse' ? null : position;
  return areIntact(dataDir, run, read) ? position : null;
}
