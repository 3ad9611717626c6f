/** Applies jobs files as the command does: in a process of its own, before the bot begins. */
import { compose } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import { firstTeam } from '../src/domain/team.ts';
import { createLog } from '../src/log.ts';
import { measured } from './child.ts';
import { secretVariable } from './job-file.ts';

export interface ApplyFilesInput {
  readonly environment: NodeJS.ProcessEnv;
  /** Of the org that they name. */
  readonly secret: string;
  readonly files: readonly string[];
}

measured(async ({ environment, secret, files }: ApplyFilesInput): Promise<void> => {
  const config = parseConfig(environment);
  const app = await compose(config, createLog({ level: config.logLevel }), {
    environment: (name) => (name === secretVariable ? secret : undefined),
  });
  const context = { actor: 'bench', role: 'admin', door: 'cli', now: new Date() } as const;
  for (const text of files) {
    await app.of(firstTeam).operations.applyConfiguration(context, { fileName: 'bench.yml', text });
  }
  await app.close();
});
