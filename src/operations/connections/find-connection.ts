import { UserError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/filter/filter-error.ts';
import { nearestNames } from '../../domain/nearest.ts';
import type { Connection } from '../../store/connection-store.ts';
import type { Store } from '../../store/store.ts';

/** @throws UserError `unknown_connection` with the nearest names. */
export async function findConnection({ connections }: Store, nameOrId: string): Promise<Connection> {
  const found = (await connections.byId(nameOrId)) ?? (await connections.byName(nameOrId));
  if (found !== null) return found;
  const names = (await connections.list()).map(({ name }) => name);
  const near = nearestNames(nameOrId, names).map((name) => `"${name}"`);
  throw new UserError(`There is no connection "${nameOrId}".${didYouMean(near)}`, {
    code: 'unknown_connection',
  });
}
