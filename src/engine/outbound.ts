/** From the hub to the CRM. */
import { createOutboundAttempt } from './outbound/attempt.ts';
import { hasPending } from './outbound/pending-file.ts';
import { readOutboundPosition } from './outbound/position.ts';
import type { OutboundPosition } from './outbound/position.ts';
import type { Attempts, AttemptsOptions } from './attempts.ts';
import { areIntact } from './run-files.ts';
import type { OutboundSpec } from './run-host.ts';

export function outboundAttempts(options: AttemptsOptions<OutboundSpec>): Attempts {
  const resumed = resumable(options.spec);
  return {
    resumed: resumed === null ? null : createOutboundAttempt({ ...options, resumed }),
    begin: () => createOutboundAttempt({ ...options, resumed: null }),
    // What is on its way to the CRM is better known than sent again: it says itself when it may be left.
    leaving: (task) => task,
  };
}

/** Where an earlier attempt got to, if this one may go on from there. */
function resumable({ run, checkpoint, dataDir }: OutboundSpec): OutboundPosition | null {
  const position = checkpoint === null ? null : readOutboundPosition(checkpoint.checkpoint);
  // A rehearsal is done again: it has written nothing.
  if (position === null || position.pass === 'rehearse') return null;
  if (!areIntact(dataDir, run, position)) return null;
  return hasPending({ dataDir, run }, position.pendingLength) ? position : null;
}
