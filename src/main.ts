/** The bot: runs jobs on their schedules and listens in Slack until it is asked to stop. */
import { compose } from './compose.ts';
import type { App } from './compose.ts';
import type { Config } from './config.ts';
import { openDoors } from './doors.ts';
import { endBySignal } from './end-by-signal.ts';
import { takeConsole } from './console.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics/index.ts';
import { refuseUselessKey } from './operations/stored-secrets.ts';
import type { Store } from './store/store.ts';

/** A key that opens nothing of so many opens nothing. */
const maxTeamsLookedAt = 1_000;

/**
 * Resolves when SIGTERM or SIGINT has stopped everything: runs in progress go back into the queue, where they go on
 * from their checkpoints. A second signal ends the process at once; what that interrupts is resumed the next time.
 */
export async function startBot(config: Config, log: Log): Promise<void> {
  const stop = signalled();
  takeConsole(log);
  const metrics = createMetrics(config.model?.prices);
  const app = await compose(config, log, { onRunEnded: metrics.runEnded, onAsked: metrics.asked });
  try {
    for (const line of await refuseUselessKey(await storesOf(app))) log.warn(line);
    const doors = await openDoors(app, config, log, metrics);
    try {
      app.scheduler.start();
      app.housekeeping.start();
      app.notices.start();
      app.schemaWatch.start();
      const { maxConcurrentRuns, publicUrl } = config;
      log.info({ maxConcurrentRuns, listening: doors.url, publicUrl }, 'Crosswalk runs');
      log.info(`${await stop}: Crosswalk stops`);
    } finally {
      await doors.stop();
    }
  } finally {
    await app.close();
  }
  log.info('Crosswalk has stopped');
}

async function storesOf({ state }: App): Promise<readonly Store[]> {
  const teams = await state.teams.list(maxTeamsLookedAt);
  return teams.map(({ id }) => state.of(id));
}

/** The first signal's name. */
function signalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isAsked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (isAsked) endBySignal(signal);
      isAsked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
