import pLimit, { type LimitFunction } from 'p-limit';
import { QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import type { HubObjectName } from '../../domain/hub-object.ts';
import type { HubDatabase, Sql } from '../dialect.ts';
import { postgresDialect } from './dialect.ts';
import { postgresSelect } from './select.ts';

/**
 * Objects are written side by side, each by one transaction at a time: within this process in the order of the
 * calls, and over all processes by a lock that ends with the transaction.
 */
export function postgresHub(database: Sequelize): HubDatabase {
  const turns = {
    accounts: pLimit(1),
    users: pLimit(1),
    tasks: pLimit(1),
    touchpoints: pLimit(1),
    collections: pLimit(1),
    account_assignments: pLimit(1),
  } satisfies Record<HubObjectName, LimitFunction>;

  async function begin<T>(object: HubObjectName, work: (sql: Sql) => Promise<T>): Promise<T> {
    return await database.transaction(async (transaction) => {
      const sql = sqlOf(database, transaction);
      await sql.run(`SELECT pg_advisory_xact_lock(hashtext('crosswalk hub'), hashtext($1))`, [object]);
      return await work(sql);
    });
  }

  return {
    dialect: postgresDialect,
    select: postgresSelect,
    async transact(object, work) {
      if (object === null)
        return await database.transaction((transaction) => work(sqlOf(database, transaction)));
      const turn = turns[object];
      return await turn(() => begin(object, work));
    },
    read: (sql, bind) => select(database, null, sql, bind),
    close: () => database.close(),
  };
}

function sqlOf(database: Sequelize, transaction: Transaction): Sql {
  return {
    async run(sql, bind) {
      await database.query(sql, { transaction, ...(bind === undefined ? {} : { bind: [...bind] }) });
    },
    rows: (sql, bind) => select(database, transaction, sql, bind),
    async change(sql, bind) {
      const counting = `WITH changed AS (${sql} RETURNING 1) SELECT COUNT(*)::int AS number FROM changed`;
      const [changed] = await select<{ number: number }>(database, transaction, counting, bind);
      return changed?.number ?? 0;
    },
  };
}

function select<Row extends object>(
  database: Sequelize,
  transaction: Transaction | null,
  sql: string,
  bind?: readonly unknown[],
): Promise<Row[]> {
  return database.query<Row>(sql, {
    type: QueryTypes.SELECT,
    transaction,
    ...(bind === undefined ? {} : { bind: [...bind] }),
  });
}
