import { createLog } from '../log.ts';
import { startBot } from '../main.ts';
import { readConfig } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';

/** `crosswalk start`: runs jobs on their schedules until it is stopped. */
export async function start(): Promise<ExitStatus> {
  const config = readConfig();
  await startBot(config, createLog({ level: config.logLevel }));
  return exitStatus.done;
}
