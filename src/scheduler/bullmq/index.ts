/** The door of the queue that QUEUE_URL names. */
import { UserError } from '../../domain/errors.ts';
import type { Log } from '../../log.ts';
import type { QueuedRuns } from '../../store/team-store.ts';
import type { RunQueue } from '../run-queue.ts';
import type { Timers } from '../../timing/timers.ts';
import { createBullQueue } from './bull-queue.ts';
import { openEntries } from './open-entries.ts';
import { probeQueue } from './probe-queue.ts';
import { describeQueue, queueNameOf } from './queue-address.ts';

/** @throws UserError `queue_unusable`; nothing is left open then. */
export async function openBullQueue(options: {
  readonly url: string;
  /** Of the state database, whose runs they are. */
  readonly databaseUrl: string;
  readonly runs: QueuedRuns;
  readonly owner: string;
  readonly log: Log;
  readonly timers?: Pick<Timers, 'elapsedMs'>;
}): Promise<RunQueue> {
  const { url, databaseUrl, ...rest } = options;
  const { owner, log } = rest;
  const advice = await probeQueue(url);
  if (advice !== null) log.warn(advice);
  const entries = openEntries({ url, name: queueNameOf(databaseUrl), owner, log });
  try {
    await entries.opened();
  } catch (error) {
    await entries.close();
    throw new UserError(
      `QUEUE_URL: ${describeQueue(url)} answers, and the queue cannot be opened there. See that the user may ` +
        'create and use what BullMQ needs: a schema in PostgreSQL, scripts in Redis.',
      { code: 'queue_unusable', cause: error },
    );
  }
  return createBullQueue({ ...rest, entries });
}

/** @throws UserError `queue_unusable` */
export async function inspectQueue(
  url: string,
): Promise<{ readonly where: string; readonly advice: string | null }> {
  return { where: describeQueue(url), advice: await probeQueue(url) };
}
