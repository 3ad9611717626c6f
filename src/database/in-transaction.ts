import { AsyncLocalStorage } from 'node:async_hooks';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Sequelize, Transaction } from 'sequelize';
import { FatalError } from '../domain/errors.ts';
import { dialectOf } from './open-database.ts';

const writers = new WeakMap<Sequelize, LimitFunction>();
const open = new AsyncLocalStorage<Sequelize>();

/**
 * Runs `work` in a transaction that is committed when it is done and rolled back when it throws. On SQLite one
 * at a time: each waiting transaction would hold one of the few threads that the one in progress needs to go on.
 */
export function inTransaction<T>(
  database: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  if (open.getStore() === database) {
    throw new FatalError('A transaction was begun within another one.', { code: 'nested_transaction' });
  }
  const transact = (): Promise<T> => open.run(database, () => database.transaction(work));
  if (dialectOf(database) === 'postgres') return transact();
  const writer = writers.get(database) ?? pLimit(1);
  writers.set(database, writer);
  return writer(transact);
}
