import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseConfig } from '../src/config.ts';
import type { Config } from '../src/config.ts';

export interface BotPlace {
  /** An empty folder: databases and files of the bot. */
  readonly dataDir: string;
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
}

/** A bot as `crosswalk start` has it where nobody changes anything. */
export const botConfig = ({ dataDir, slack }: BotPlace): Config =>
  parseConfig({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: `sqlite:${join(dataDir, 'state.db')}`,
    HUB_DATABASE_URL: `sqlite:${join(dataDir, 'hub.db')}`,
    DATA_DIR: dataDir,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'warn',
  });
