import { createLog } from '../log.ts';
import { startBot } from '../main.ts';
import { readConfig } from './command.ts';
import { exitStatus } from './exit-status.ts';
import type { ExitStatus } from './exit-status.ts';
import { unusedSettingsSet } from './unused-settings.ts';

/** `crosswalk start`: runs jobs on their schedules until it is stopped. */
export async function start(): Promise<ExitStatus> {
  const config = readConfig();
  const log = createLog({ level: config.logLevel });
  for (const line of unusedSettingsSet(config)) log.warn(line);
  await startBot(config, log);
  return exitStatus.done;
}
