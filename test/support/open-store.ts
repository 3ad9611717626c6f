/** What one team keeps, on a database that is opened for it alone. */
import { firstTeam } from '../../src/domain/team.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { openState } from '../../src/store/index.ts';
import type { StateOptions } from '../../src/store/index.ts';
import type { SecretStore, Store as StoreOfTeam } from '../../src/store/store.ts';
import type { State } from '../../src/store/team-store.ts';
import { migrateByCopy } from './migrated-database.ts';

export interface StoreOptions extends StateOptions {
  /** The first one where none is given. */
  readonly team?: TeamId;
}

export interface Store extends StoreOfTeam {
  readonly secrets: SecretStore;
  /** With all teams. */
  readonly state: State;
  close(): Promise<void>;
}

export async function openStore({ team = firstTeam, ...options }: StoreOptions): Promise<Store> {
  if (options.access !== 'look' && options.onMade === undefined) await migrateByCopy(options.url);
  const state = await openState(options);
  const { secrets } = state.everywhere;
  return { ...state.of(team), secrets, state, close: () => state.close() };
}
