import { userInfo } from 'node:os';
import { composeLazily } from '../compose.ts';
import type { ComposeOptions, LazyApp } from '../compose.ts';
import type { TeamParts } from '../compose/team.ts';
import { loadEnvFile, parseConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { UserError } from '../domain/errors.ts';
import { someNamed } from '../domain/some-named.ts';
import { firstTeam } from '../domain/team.ts';
import type { TeamId } from '../domain/team.ts';
import { createLog } from '../log.ts';
import type { Log } from '../log.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { ExitStatus } from './exit-status.ts';
import { say } from './output.ts';
import { titleOfTeam } from './title-of-team.ts';

/** Teams that are looked through, and of those the ones that a message names. */
const maxTeams = 10_000;
const maxNamed = 10;

/** What a command works with. */
export interface CommandTools {
  readonly app: CommandApp;
  readonly config: Config;
  readonly log: Log;
  /** Whoever may run the command may also read the database: an admin. */
  readonly context: () => OperationContext;
}

/** With what the team that the command is about may ask for. */
export type CommandApp = LazyApp & Pick<TeamParts, 'operations' | 'hub'>;

/** Which team commands are about; null: the first. Set once, by whoever reads the command line. */
let chosenWorkspace: string | null = null;

export function chooseWorkspace(nameOrId: string | null): void {
  chosenWorkspace = nameOrId;
}

export type Scheduler = Awaited<ReturnType<LazyApp['scheduler']>>;

/**
 * Runs a command on what it needs, and closes that whatever comes of it.
 *
 * @param access `look` for a command that changes nothing: it makes no database, and leaves those there are alone
 */
export async function withApp(
  command: (tools: CommandTools) => Promise<ExitStatus>,
  access: ComposeOptions['access'] = 'use',
  options: Pick<ComposeOptions, 'reseals'> = {},
): Promise<ExitStatus> {
  const config = readConfig();
  const log = commandLog(config);
  const app = composeLazily(config, log, { ...options, access, onNewDatabase: say });
  const actor = userInfo().username;
  const context = (): OperationContext => ({ actor, role: 'admin', door: 'cli', now: new Date() });
  try {
    const { operations, hub } = app.of(await chosenTeam(app));
    return await command({ app: { ...app, operations, hub }, config, log, context });
  } finally {
    await app.close();
  }
}

/** @throws UserError where there is no such workspace */
async function chosenTeam({ state }: LazyApp): Promise<TeamId> {
  if (chosenWorkspace === null) return firstTeam;
  const wanted = chosenWorkspace;
  const teams = await (await state()).teams.list(maxTeams);
  // A name is chosen by the workspace itself: it must not stand in the way of an id.
  const byId = teams.filter(({ id, workspace }) => [id, workspace].includes(wanted));
  const found = byId.length > 0 ? byId : teams.filter(({ name }) => name === wanted);
  const [team] = found;
  if (team !== undefined && found.length === 1) return team.id;
  const names = someNamed((found.length === 0 ? teams : found).map(titleOfTeam), maxNamed);
  throw new UserError(
    found.length === 0
      ? `--workspace: there is no workspace "${wanted}" here. There is: ${names}`
      : `--workspace: several are called "${wanted}". Name one by its id: ${names}`,
    { code: 'unknown_workspace' },
  );
}

export function readConfig(): Config {
  loadEnvFile();
  return parseConfig();
}

/** A person watches: what goes as it should is not worth a line of log beside what the command prints. */
function commandLog({ logLevel }: Config): Log {
  return createLog({ level: logLevel === 'info' ? 'warn' : logLevel });
}
