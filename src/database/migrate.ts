import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { UmzugStorage } from 'umzug';
import type { DatabaseState } from '../domain/database-state.ts';
import { UserError } from '../domain/errors.ts';
import { inTransaction } from './in-transaction.ts';
import { dialectOf, noDatabase, type Dialect } from './open-database.ts';

/** How long a start waits for another process that is migrating the same database. */
const lockTimeoutMs = 60_000;

export interface MigrationStep {
  readonly database: Sequelize;
  /** To be given to every query of the step. */
  readonly transaction: Transaction;
  readonly dialect: Dialect;
  /** Runs one statement in the transaction. */
  readonly run: (sql: string) => Promise<void>;
}

export interface Migration {
  /** Sorts after its predecessors and never changes: `0001-jobs`. */
  readonly name: string;
  up(step: MigrationStep): Promise<void>;
}

/**
 * Brings a database up to date. All steps happen in one transaction that holds a lock, so a second process that
 * starts at the same time waits and then finds nothing left to do, and a step that fails leaves nothing behind.
 *
 * @param name what the migrations belong to (`hub`, `store`): two sets may share a database.
 * @throws UserError where a newer version of Crosswalk has already changed the database.
 */
export async function migrate(
  database: Sequelize,
  migrations: readonly Migration[],
  name: string,
): Promise<void> {
  const dialect = dialectOf(database);
  await inTransaction(database, async (transaction) => {
    const run = async (sql: string): Promise<void> => {
      await database.query(sql, { transaction });
    };
    if (dialect === 'postgres') {
      await run(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
      await database.query(`SELECT pg_advisory_xact_lock(hashtext('crosswalk migrations'), hashtext($1))`, {
        bind: [name],
        transaction,
      });
    }
    await run(`CREATE TABLE IF NOT EXISTS crosswalk_migrations (
      part TEXT NOT NULL, name TEXT NOT NULL, executed_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
      PRIMARY KEY (part, name))`);
    const context: MigrationStep = { database, transaction, dialect, run };
    const storage = storageFor(name);
    const executed = await storage.executed({ context });
    refuseNewer(executed, migrations, name);
    if (migrations.every((each) => executed.includes(each.name))) return;
    // Loading the library takes longer than all that `crosswalk jobs` does otherwise.
    const { Umzug } = await import('umzug');
    const umzug = new Umzug<MigrationStep>({
      migrations: migrations.map((each) => ({ name: each.name, up: ({ context }) => each.up(context) })),
      context,
      storage,
      logger: undefined,
    });
    await umzug.up();
  });
}

/** How far a database is, without changing it. @throws UserError where a newer version has changed it. */
export async function stateOfMigrations(
  database: Sequelize,
  migrations: readonly Migration[],
  part: string,
): Promise<DatabaseState> {
  const executed = (await hasMigrations(database)) ? await executedOf(database, part, null) : [];
  refuseNewer(executed, migrations, part);
  if (executed.length === 0) return 'absent';
  return migrations.every(({ name }) => executed.includes(name)) ? 'ready' : 'outdated';
}

async function hasMigrations(database: Sequelize): Promise<boolean> {
  if (dialectOf(database) === 'sqlite') {
    return await database.getQueryInterface().tableExists('crosswalk_migrations');
  }
  // In the schema of the connection, which need not be the one that everybody has.
  const [found] = await database.query<{ oid: string | null }>(
    `SELECT to_regclass(quote_ident(current_schema()) || '.crosswalk_migrations') AS oid`,
    { type: QueryTypes.SELECT },
  );
  return found !== undefined && found.oid !== null;
}

/** For who only looks. @throws UserError where there is nothing to look at, or it is not up to date. */
export async function requireUpToDate(
  database: Sequelize,
  { setting, migrations, part }: { setting: string; migrations: readonly Migration[]; part: string },
): Promise<void> {
  const state = await stateOfMigrations(database, migrations, part);
  if (state === 'ready') return;
  if (state === 'absent') throw noDatabase(setting, 'that address');
  throw new UserError(
    `${setting}: the database was last used by an older version of Crosswalk. \`crosswalk apply FILE\` and ` +
      '`crosswalk start` bring it up to date.',
    { code: 'database_outdated' },
  );
}

async function executedOf(
  database: Sequelize,
  part: string,
  transaction: Transaction | null,
): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    'SELECT name FROM crosswalk_migrations WHERE part = $1 ORDER BY name',
    { bind: [part], transaction, type: QueryTypes.SELECT },
  );
  return rows.map((row) => row.name);
}

function storageFor(part: string): UmzugStorage<MigrationStep> {
  return {
    executed: ({ context: { database, transaction } }) => executedOf(database, part, transaction),
    async logMigration({ name, context: { database, transaction } }) {
      await database.query('INSERT INTO crosswalk_migrations (part, name) VALUES ($1, $2)', {
        bind: [part, name],
        transaction,
      });
    },
    async unlogMigration() {
      // Migrations are never taken back.
    },
  };
}

function refuseNewer(executed: readonly string[], migrations: readonly Migration[], part: string): void {
  const known = new Set(migrations.map((each) => each.name));
  const unknown = executed.find((each) => !known.has(each));
  if (unknown === undefined) return;
  throw new UserError(
    `The ${part} database was last used by a newer version of Crosswalk (it has "${unknown}"). ` +
      'Start that version, or name another database.',
    { code: 'database_too_new' },
  );
}
