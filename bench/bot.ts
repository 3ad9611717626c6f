/** The bot as `crosswalk start` has it, with one job, until the run that somebody starts in Slack has ended, and people are done. */
import { once } from 'node:events';
import { compose } from '../src/compose.ts';
import { firstTeam } from '../src/domain/team.ts';
import { openDoors } from '../src/doors.ts';
import { isActive } from '../src/domain/run.ts';
import { createLog } from '../src/log.ts';
import { botConfig } from './bot-config.ts';
import type { BotPlace } from './bot-config.ts';
import { measured } from './child.ts';
import { customerJobFile } from './customer-job.ts';
import { benchJobName, secretVariable } from './job-file.ts';
import type { OrgAddress } from './org-pages.ts';

export interface BotInput extends BotPlace {
  readonly org: OrgAddress;
  readonly object: string;
}

export interface BotOutput {
  readonly status: string;
  readonly read: number;
  /** ISO 8601. */
  readonly finishedAt: string;
}

const lookEveryMs = 250;
const longestMs = 60 * 60_000;

measured(async ({ org, object, ...place }: BotInput): Promise<BotOutput> => {
  const config = botConfig(place);
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
