import { QueryTypes } from 'sequelize';
import type { Sequelize, Transaction } from 'sequelize';
import type { HubDatabase, Sql } from '../dialect.ts';
import { postgresDialect } from './dialect.ts';

export function postgresHub(database: Sequelize): HubDatabase {
  return {
    dialect: postgresDialect,
    transact: (work) => database.transaction((transaction) => work(sqlOf(database, transaction))),
    async tryOut(work) {
      const transaction = await database.transaction();
      try {
        return await work(sqlOf(database, transaction));
      } finally {
        await transaction.rollback();
      }
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
