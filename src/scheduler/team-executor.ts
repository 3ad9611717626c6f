import { FatalError } from '../domain/errors.ts';
import type { TeamId } from '../domain/team.ts';
import type { RunExecutor } from './run-executor.ts';

/** Has each run executed with what its team has: its store, its hub, its logins. */
export function createTeamExecutor(options: {
  readonly teamOf: (runId: string) => Promise<TeamId | null>;
  readonly executorOf: (team: TeamId) => Promise<RunExecutor>;
}): RunExecutor {
  return {
    async execute(run, signal) {
      const team = await options.teamOf(run.id);
      if (team === null) {
        throw new FatalError(`There is no run ${run.id} any more.`, { code: 'unknown_run' });
      }
      await (await options.executorOf(team)).execute(run, signal);
    },
  };
}
