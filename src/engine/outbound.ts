/** From the hub to the CRM. */
import { createOutboundAttempt } from './outbound/attempt.ts';
import { hasPending } from './outbound/pending-file.ts';
import { readOutboundPosition } from './outbound/position.ts';
import type { OutboundPosition } from './outbound/position.ts';
import type { Attempts, AttemptsOptions } from './attempts.ts';
import { areIntact } from './run-files.ts';
import type { OutboundSpec } from './run-host.ts';

export function outboundAttempts(options: AttemptsOptions<OutboundSpec>): Attempts {
  const { spec } = options;
  const position = spec.checkpoint === null ? null : readOutboundPosition(spec.checkpoint.checkpoint);
  const resumed = position !== null && isResumable(spec, position) ? position : null;
  // What is on its way in the CRM is waited for also where the run begins again: it would come after what is sent now.
  const earlier = position?.writes ?? [];
  return {
    resumed: resumed === null ? null : createOutboundAttempt({ ...options, resumed, earlier }),
    begin: () => createOutboundAttempt({ ...options, resumed: null, earlier }),
    // What is on its way to the CRM is better known than sent again: it says itself when it may be left.
    leaving: (task) => task,
  };
}

/** Whether this attempt may go on from where an earlier one got to. */
function isResumable({ run, dataDir }: OutboundSpec, position: OutboundPosition): boolean {
  // A rehearsal is done again: it has written nothing.
  if (position.pass === 'rehearse' || !areIntact(dataDir, run, position)) return false;
  return hasPending({ dataDir, run }, position.pendingLength);
}
