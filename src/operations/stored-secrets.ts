import { FatalError } from '../domain/errors.ts';
import type { Connection } from '../store/connection-store.ts';
import type { Store } from '../store/store.ts';

/** A connection whose secrets the key does not open. */
export interface ClosedSecrets {
  readonly connection: Connection;
  readonly why: FatalError;
}

/** The secrets that are kept. */
interface StoredSecrets {
  readonly closed: readonly ClosedSecrets[];
  /** How many of them the key opens. */
  readonly open: number;
}

export async function lookAtSecrets({ connections }: Store): Promise<StoredSecrets> {
  let open = 0;
  const closed: ClosedSecrets[] = [];
  for (const connection of await connections.list()) {
    const { length } = await connections.secretNames(connection.id);
    if (length === 0) continue;
    try {
      await connections.secretSettings(connection.id);
      open += length;
    } catch (why) {
      if (!(why instanceof FatalError)) throw why;
      closed.push({ connection, why });
    }
  }
  return { closed, open };
}

/**
 * Before anything runs by it, of all teams: a key that opens nothing is a mistake, and every run would fail by it.
 *
 * @returns of each connection whose secrets it does not open, that the runs of its jobs fail, and why
 * @throws FatalError `encryption_key_useless` in one line
 */
export async function refuseUselessKey(stores: readonly Store[]): Promise<readonly string[]> {
  const looked: StoredSecrets[] = [];
  for (const store of stores) looked.push(await lookAtSecrets(store));
  const open = looked.reduce((sum, each) => sum + each.open, 0);
  const closed = looked.flatMap((each) => each.closed);
  const [first] = closed;
  if (first === undefined || open > 0) {
    return closed.map(
      ({ connection, why }) => `Runs of the connection "${connection.name}" fail. ${why.message}`,
    );
  }
  throw new FatalError(`None of the stored secrets can be opened. ${first.why.message}`, {
    code: 'encryption_key_useless',
    cause: first.why,
  });
}
