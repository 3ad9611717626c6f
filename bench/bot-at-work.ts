import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import { isActive } from '../src/domain/run.ts';
import type { Run } from '../src/domain/run.ts';
import { firstTeam } from '../src/domain/team.ts';
import { openDoors } from '../src/doors.ts';
import { createLog } from '../src/log.ts';
import type { Operations } from '../src/operations/index.ts';
import type { ApplyFilesInput } from './apply-files.ts';
import { measureInChild } from './child.ts';
import { benchJobName, secretVariable } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';

export interface BotPlace {
  readonly org: OrgAddress;
  /** An empty folder: databases and files of the bot. */
  readonly dataDir: string;
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
}

export interface BotWork<T> {
  /** That are applied before it starts; one of them has the bench's job. */
  readonly jobsFiles: readonly string[];
  readonly onRunEnded?: (run: Run) => void;
  /** What is measured, once the run of the bench's job has ended and people are done. */
  readonly outcome: (run: Run, bot: BotBegun) => T | Promise<T>;
}

export interface BotBegun {
  readonly begunAt: Date;
  readonly listJobs: () => ReturnType<Operations['listJobs']>;
}

const lookEveryMs = 250;
const longestMs = 2 * 60 * 60_000;

/**
 * The bot as `crosswalk start` has it, until the run that somebody starts in Slack has ended, and people are done: that
 * is what the process is told by its second message.
 */
export async function botAtWork<T>(
  { org, dataDir, slack }: BotPlace,
  { jobsFiles, onRunEnded, outcome }: BotWork<T>,
): Promise<T> {
  const environment: NodeJS.ProcessEnv = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    DATABASE_URL: `sqlite:${join(dataDir, 'state.db')}`,
    HUB_DATABASE_URL: `sqlite:${join(dataDir, 'hub.db')}`,
    DATA_DIR: dataDir,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'warn',
  };
  const applying: ApplyFilesInput = { environment, secret: org.clientSecret, files: jobsFiles };
  await measureInChild('apply-files.js', applying);
  const config = parseConfig(environment);
  const log = createLog({ level: config.logLevel });
  const app = await compose(config, log, {
    environment: (name) => (name === secretVariable ? org.clientSecret : undefined),
    ...(onRunEnded === undefined ? {} : { onRunEnded }),
  });
  const context = { actor: 'bench', role: 'admin', door: 'cli', now: new Date() } as const;
  const { operations } = app.of(firstTeam);
  const doors = await openDoors(app, { ...config, port: 0 }, log);
  app.scheduler.start();
  const begunAt = new Date();
  const others = once(process, 'message');
  const deadline = performance.now() + longestMs;
  try {
    while (performance.now() < deadline) {
      const asked = { job: benchJobName, limit: 1, offset: 0 };
      const [run] = (await operations.jobHistory(context, asked)).runs;
      if (run !== undefined && !isActive(run.status)) {
        await others;
        return await outcome(run, { begunAt, listJobs: () => operations.listJobs(context) });
      }
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    throw new Error('Nobody started a run, or it did not end');
  } finally {
    await doors.stop();
    await app.close();
  }
}
