import type { TeamId } from '../../domain/team.ts';
import type { Log } from '../../log.ts';
import { startLoop } from '../../timing/loop.ts';
import type { Loop } from '../../timing/loop.ts';
import type { Timers } from '../../timing/timers.ts';

/** The longest that what another process wrote waits for being noticed. */
const lookEveryMs = 1_000;

export interface OutboxWatchOptions {
  /** Teams in whose outbox something is due. */
  readonly due: (now: Date) => Promise<readonly TeamId[]>;
  /** Has what is due there sent. */
  readonly wake: (team: TeamId) => Promise<void>;
  readonly now: () => Date;
  readonly timers: Timers;
  readonly log: Log;
}

/** One look for all teams: however many there are, those that have nothing to send cost nothing. */
export function startOutboxWatch({ due, wake, now, timers, log }: OutboxWatchOptions): Loop {
  const waking = new Set<TeamId>();

  async function look(): Promise<number> {
    for (const team of await due(now())) {
      if (waking.has(team)) continue;
      waking.add(team);
      // One that cannot be sent to keeps no other waiting.
      wake(team)
        .catch((error: unknown) => {
          log.error({ err: error, team }, 'what a team has in its outbox could not be sent');
        })
        .finally(() => waking.delete(team));
    }
    return lookEveryMs;
  }
  return startLoop('watching the outbox', look, { timers, log });
}
