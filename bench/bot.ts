/** The bot as `crosswalk start` has it, with one job, until the run that somebody starts in Slack has ended, and people are done. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { firstTeam } from '../src/domain/team.ts';
import { parseConfig } from '../src/config.ts';
import { openDoors } from '../src/doors.ts';
import { isActive } from '../src/domain/run.ts';
import { createLog } from '../src/log.ts';
import { measured } from './child.ts';
import { customerJobFile } from './customer-job.ts';
import { benchJobName, secretVariable } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';

export interface BotInput {
  readonly org: OrgAddress;
  readonly object: string;
  /** An empty folder. */
  readonly dataDir: string;
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
}

export interface BotOutput {
  readonly status: string;
  readonly read: number;
  /** ISO 8601. */
  readonly finishedAt: string;
}

const lookEveryMs = 250;
const longestMs = 60 * 60_000;

measured(async ({ org, object, dataDir, slack }: BotInput): Promise<BotOutput> => {
  const config = parseConfig({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: `sqlite:${join(dataDir, 'state.db')}`,
    HUB_DATABASE_URL: `sqlite:${join(dataDir, 'hub.db')}`,
    DATA_DIR: dataDir,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'warn',
  });
  const log = createLog({ level: config.logLevel });
  const app = await compose(config, log, {
    environment: (name) => (name === secretVariable ? org.clientSecret : undefined),
  });
  const context = { actor: 'bench', role: 'admin', door: 'cli', now: new Date() } as const;
  const { text } = customerJobFile(org, object);
  await app.of(firstTeam).operations.applyConfiguration(context, { fileName: 'bench.yml', text });
  const doors = await openDoors(app, { ...config, port: 0 }, log);
  app.scheduler.start();
  const others = once(process, 'message');
  const deadline = performance.now() + longestMs;
  try {
    while (performance.now() < deadline) {
      const asked = { job: benchJobName, limit: 1, offset: 0 };
      const [run] = (await app.of(firstTeam).operations.jobHistory(context, asked)).runs;
      if (run !== undefined && !isActive(run.status)) {
        await others;
        return { status: run.status, read: run.counts.read, finishedAt: run.finishedAt?.toISOString() ?? '' };
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    throw new Error('Nobody started a run, or it did not end');
  } finally {
    await doors.stop();
    await app.close();
  }
});
