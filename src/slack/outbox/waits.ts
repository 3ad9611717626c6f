import type { ClaimedOutgoing, Settlement } from '../../domain/outgoing.ts';
import type { Log } from '../../log.ts';
import type { Pacing } from './pacing.ts';

/** The wait after a failure doubles from one second up to this. */
const longestWaitMs = 5 * 60_000;
const lockedOutMs = 60_000;

export function waits({ failures }: ClaimedOutgoing, now: Date, triedAt: Date | null): Settlement {
  const waitMs = Math.min(1_000 * 2 ** failures, longestWaitMs);
  return { kind: 'waits', until: after(now, waitMs), triedAt, failures: failures + 1 };
}

export function lockOut(
  code: string,
  deps: {
    readonly pacing: Pacing;
    readonly howToLetIn: string;
    readonly now: () => Date;
    readonly log: Log;
  },
): void {
  deps.pacing.pauseAll(after(deps.now(), lockedOutMs));
  deps.log.error({ code }, `Slack does not let Crosswalk in, so nothing is sent: ${deps.howToLetIn}`);
}

export function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}
