/** What was typed into a form, as a whole: everything that is wrong with it is said at once. */
import type { Connector } from '../../connectors/connector.ts';
import { UserError } from '../../domain/errors.ts';
import type { Store } from '../../store/store.ts';
import { foreignAddresses, settingsOf } from './connect-settings.ts';
import type { Entered, OwnApp, ReadSettings, StoredConnection } from './connect-settings.ts';
import { readConnectionName } from './connection-name.ts';

type Settings = ReadSettings['settings'];

export interface ToRead extends Entered {
  /** As it was typed; of no account where a connection is made anew. */
  readonly name: string;
  readonly connector: Connector;
  readonly app: OwnApp | null;
  readonly stored: StoredConnection | null;
  /** Whether an address has to be the CRM's own. */
  readonly onlyOwnAddresses: boolean;
  /** Reads the settings for what comes next. @throws UserError where they are not right */
  readonly read: (settings: Settings) => void;
}

/** @throws UserError at the path of what is wrong first, with all else that is */
export async function readEntered(
  store: Pick<Store, 'connections'>,
  entered: ToRead,
): Promise<{ readonly name: string; readonly settings: Settings }> {
  const { connector, app, stored, onlyOwnAddresses, read } = entered;
  const { settings, problems } = settingsOf(entered, connector, app, stored);
  const foreign = onlyOwnAddresses ? foreignAddresses(entered, connector) : [];
  const typed = [...foreign, ...problems];
  const name = stored?.connection.name ?? entered.name.trim();
  const named = stored === null ? await problemsOf(() => requireFreeName(store, name)) : [];
  // Settings that lack something are not read: that would be said twice.
  const [first, ...others] = [
    ...named,
    ...(typed.length > 0 ? typed : await problemsOf(() => read(settings))),
  ];
  if (first === undefined) return { name, settings };
  const { message, code, path } = first;
  throw new UserError(message, { code, path: [...(path ?? [])], others, cause: first });
}

async function problemsOf(check: () => void | Promise<void>): Promise<readonly UserError[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error, ...error.others];
  }
}

async function requireFreeName({ connections }: Pick<Store, 'connections'>, name: string): Promise<void> {
  const found = await connections.byName(readConnectionName(name));
  if (found === null) return;
  throw new UserError(
    `There is a connection named "${found.name}". Choose another name, or press "Reconnect" of that one in Slack.`,
    { code: 'name_taken', path: ['name'] },
  );
}
