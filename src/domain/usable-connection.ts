/** A login that a person has to renew: what is asked for by hand is refused, what a schedule started waits. */
import { UserError } from './errors.ts';
import type { Job } from './job.ts';
import type { Run, RunTrigger } from './run.ts';

/**
 * Code of the UserError with which a login is refused because what a person once consented to is good no longer: it
 * was taken back, or has run out. Nothing but their consent mends it.
 */
export const loginExpired = 'login_expired';

/** Code of the UserError with which a run is refused because its connection is known to be such a one. */
export const connectionExpired = 'connection_expired';

interface NamedConnection {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

/**
 * Before a run is started by hand: it would fail a moment later.
 *
 * @param connection null where it is gone
 * @throws UserError `connection_expired` about the connection, `unknown_connection`
 */
export function requireUsable({ name }: Pick<Job, 'name'>, connection: NamedConnection | null): void {
  if (connection === null) {
    throw new UserError(
      `"${name}" cannot run: its connection was removed. Edit the job, and choose another one.`,
      { code: 'unknown_connection' },
    );
  }
  if (connection.state !== 'expired') return;
  throw new UserError(
    `"${name}" cannot run: the login of its connection "${connection.name}" has expired. ` +
      'An admin connects it again by "Reconnect" in Slack. What its schedule starts waits until then, and goes on by itself.',
    { code: connectionExpired, about: connection.id },
  );
}

/** Those that nobody waits for who could be told that it did not work. */
export const waitingTriggers = ['schedule', 'catch-up'] as const satisfies readonly RunTrigger[];

/** Whether the run waits for its connection, where another one fails. What was approved is not to be asked again. */
export function waitsForConnection({ trigger, approval }: Pick<Run, 'trigger' | 'approval'>): boolean {
  return approval !== undefined || (waitingTriggers as readonly RunTrigger[]).includes(trigger);
}
