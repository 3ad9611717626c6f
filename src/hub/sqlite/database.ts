import pLimit from 'p-limit';
import { QueryTypes } from 'sequelize';
import type { Sequelize } from 'sequelize';
import { openDatabase } from '../../database/open-database.ts';
import type { DatabaseAccess } from '../../database/open-database.ts';
import type { HubDatabase, Sql } from '../dialect.ts';
import { sqliteDialect } from './dialect.ts';
import { sqliteSelect } from './select.ts';

/** Pages that a log may hold before a commit carries them over: a batch writes some hundred. */
const checkpointPages = 8_000;

/**
 * A connection that stays open writes, another one reads: Sequelize opens a connection for every transaction of its
 * own, and each would begin with an empty cache and its temporary tables still to be made. One transaction at a time.
 */
export async function openSqliteHub(
  url: string,
  reading: Sequelize,
  access: DatabaseAccess,
): Promise<HubDatabase> {
  const writing = await openDatabase(url, { setting: 'HUB_DATABASE_URL', access });
  const oneAtATime = pLimit(1);
  const run = async (sql: string, bind?: readonly unknown[]): Promise<void> => {
    await writing.query(sql, bind === undefined ? {} : { bind: [...bind] });
  };
  const sql: Sql = {
    run,
    rows: (text, bind) => select(writing, text, bind),
    async change(text, bind) {
      await run(text, bind);
      const [changed] = await select<{ number: number }>(writing, 'SELECT changes() AS number');
      return changed?.number ?? 0;
    },
  };

  const transact = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    oneAtATime(async () => {
      await run('BEGIN IMMEDIATE');
      try {
        const result = await work(sql);
        await run('COMMIT');
        return result;
      } catch (error) {
        await rollBack(run, error);
        throw error;
      }
    });

  await run(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
  return {
    dialect: sqliteDialect,
    select: sqliteSelect,
    transact: (_object, work) => transact(work),
    read: (text, bind) => select(reading, text, bind),
    async close() {
      await oneAtATime(() => writing.close());
      await reading.close();
    },
  };
}

/** A full disk ends the transaction by itself; then there is nothing to roll back. The first error is the one told. */
async function rollBack(run: (sql: string) => Promise<void>, reason: unknown): Promise<void> {
  try {
    await run('ROLLBACK');
  } catch (error) {
    if (error instanceof Error && /no transaction is active/.test(error.message)) return;
    throw new AggregateError([reason, error], 'A transaction on the hub could not be rolled back.', {
      cause: error,
    });
  }
}

function select<Row extends object>(
  database: Sequelize,
  sql: string,
  bind?: readonly unknown[],
): Promise<Row[]> {
  return database.query<Row>(sql, {
    type: QueryTypes.SELECT,
    ...(bind === undefined ? {} : { bind: [...bind] }),
  });
}
