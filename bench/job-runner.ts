/** Store, hub, engine and worker thread as `crosswalk run` has them, with one job that runs as often as it is asked to. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { firstTeam } from '../src/domain/team.ts';
import { parseConfig } from '../src/config.ts';
import type { Run, RunMode } from '../src/domain/run.ts';
import { createLog } from '../src/log.ts';
import { benchJobName, secretVariable } from './job-file.ts';
import type { JobFile } from './job-file.ts';

export interface JobRunnerInput {
  readonly job: JobFile;
  /** An empty folder. */
  readonly dataDir: string;
  readonly hubDatabaseUrl: string;
}

export interface JobRunner {
  /** @throws where the run does not succeed. */
  run(mode: RunMode): Promise<Run>;
  close(): Promise<void>;
}

export async function openJobRunner({ job, dataDir, hubDatabaseUrl }: JobRunnerInput): Promise<JobRunner> {
  const config = parseConfig({
    DATABASE_URL: `sqlite:${join(dataDir, 'state.db')}`,
    HUB_DATABASE_URL: hubDatabaseUrl,
    DATA_DIR: dataDir,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'warn',
  });
  const app = await compose(config, createLog({ level: config.logLevel }), {
    environment: (name) => (name === secretVariable ? job.secret : undefined),
  });
  const context = { actor: 'bench', role: 'admin', door: 'cli', now: new Date() } as const;
  await app.of(firstTeam).operations.applyConfiguration(context, { fileName: 'bench.yml', text: job.text });
  return {
    async run(mode) {
      const asked = { job: benchJobName, mode, dryRun: false };
      const started = await app.of(firstTeam).operations.startRun(context, asked);
      const run = await app.scheduler.execute(started.run.id);
      if (run.status !== 'succeeded')
        throw new Error(`The run is ${run.status}: ${run.error?.message ?? ''}`);
      return run;
    },
    close: () => app.close(),
  };
}
