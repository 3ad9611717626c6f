import { statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { QueryTypes, Sequelize, Transaction } from 'sequelize';
import { UserError } from '../domain/errors.ts';
import { codeOf } from '../files/code-of.ts';
import { makePrivateFile, makePrivateFolder } from '../files/private-files.ts';
import { configuredSqlite3, openModes } from './configured-sqlite.ts';
import { tellTrouble } from './told-trouble.ts';

/** Connections to PostgreSQL at a time, and how long one waits for a free one or for the server. */
const maxConnections = 8;
const acquireTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;

/**
 * `use`: made where it is not there yet, and brought up to date. `look`: as it is, and nothing about it is changed.
 */
export type DatabaseAccess = 'use' | 'look';

export interface OpenDatabaseOptions {
  /** The setting the URL came from, named in errors. */
  readonly setting?: string;
  /** `use` where none is given. */
  readonly access?: DatabaseAccess;
  /**
   * Of PostgreSQL: the schema in which everything is, and nothing outside of it is seen. For `use` it is made where it
   * is missing; the user's own where none is named.
   */
  readonly schema?: string;
  /** Told where there was no database: somebody may have mistyped where it is. */
  readonly onMade?: (words: string) => void;
}

export type Dialect = 'sqlite' | 'postgres';

export const isSqlite = (url: string): boolean => /^sqlite:/i.test(url);

export function dialectOf(database: Sequelize): Dialect {
  return database.getDialect() === 'sqlite' ? 'sqlite' : 'postgres';
}

/**
 * Opens the database of a URL and makes sure that it answers: `sqlite:./data/hub.db` (from the working
 * directory; file and folder are made where missing, for `use`) or `postgres://user:password@host:5432/name`.
 * Transactions on SQLite take the write lock at once. Use `inTransaction` for them.
 *
 * @throws UserError where the URL is wrong, the file cannot be used or the server cannot be reached; `no_database`
 * where a look finds none.
 */
export async function openDatabase(url: string, options: OpenDatabaseOptions = {}): Promise<Sequelize> {
  const { setting = 'The database URL', access = 'use', schema = null, onMade } = options;
  if (isSqlite(url)) return openSqlite(url, setting, access, onMade);
  if (/^postgres(ql)?:\/\//i.test(url)) return openPostgres(url, setting, { access, schema });
  throw new UserError(
    `${setting} begins with neither "sqlite:" nor "postgres://". Examples: sqlite:./data/hub.db, ` +
      'postgres://user:password@localhost:5432/crosswalk.',
    { code: 'invalid_database_url' },
  );
}

/** The file that a `sqlite:` URL names, as an absolute path. */
export function sqlitePath(url: string, setting = 'The database URL'): string {
  const path = url.replace(/^sqlite:(\/\/)?/i, '');
  if (path === '' || path.includes(':memory:')) {
    throw new UserError(`${setting} has to name a file after "sqlite:". Example: sqlite:./data/hub.db.`, {
      code: 'invalid_database_url',
    });
  }
  return resolve(path);
}

async function openSqlite(
  url: string,
  setting: string,
  access: DatabaseAccess,
  onMade?: (words: string) => void,
): Promise<Sequelize> {
  const storage = sqlitePath(url, setting);
  const refuse = (why: string, cause?: unknown): never => {
    throw unusableFile(setting, storage, why, cause);
  };
  const found = lookAt(storage, refuse);
  if (found?.isDirectory() === true) refuse('it is a folder');
  if (found === undefined && access === 'look') throw noDatabase(setting, storage);
  if (found === undefined) {
    makeFile(storage, refuse);
    onMade?.(`${setting}: there was no database at ${storage}, and a new one has been made there.`);
  }

  const database = new Sequelize({
    dialect: 'sqlite',
    dialectModule: configuredSqlite3,
    dialectOptions: { mode: openModes[access] },
    storage,
    logging: false,
    transactionType: Transaction.TYPES.IMMEDIATE,
  });
  try {
    await database.query('PRAGMA user_version');
    // Says now, and not in the middle of a run, that the file is read-only.
    if (access === 'use') await proveWritable(database);
  } catch (error) {
    // Not awaited: where the file could not be opened, it never settles, and a process that waits for it ends in
    // silence. That it could not be closed either is no news: why it could not be used is.
    database.close().catch(() => undefined);
    refuse(messageOf(error), error);
  }
  return tellTrouble(database, setting);
}

/**
 * Changes a SQLite file and takes the change back. To begin a transaction is not enough: SQLite begins one on a file
 * that it may only read, too, and refuses the first change.
 *
 * @throws the driver's error where the file cannot be changed.
 */
export async function proveWritable(database: Sequelize): Promise<void> {
  await database.query('BEGIN IMMEDIATE');
  try {
    const [row] = await database.query<{ user_version: number }>('PRAGMA user_version', {
      type: QueryTypes.SELECT,
    });
    await database.query(`PRAGMA user_version = ${row?.user_version ?? 0}`);
  } finally {
    await database.query('ROLLBACK');
  }
}

/** For people: why a file is of no use, and what to do. */
export function unusableFile(setting: string, storage: string, why: string, cause?: unknown): UserError {
  return new UserError(
    `${setting}: the SQLite file ${storage} cannot be used: ${why}. ` +
      'Name a file in a folder that Crosswalk may write to.',
    { code: 'database_unusable', cause },
  );
}

export function noDatabase(setting: string, place: string): UserError {
  return new UserError(
    `${setting}: there is no database at ${place} yet. \`crosswalk apply FILE\` and \`crosswalk start\` make it; ` +
      `where there should be one, correct ${setting}.`,
    { code: 'no_database' },
  );
}

type Refuse = (why: string, cause: unknown) => never;

function lookAt(path: string, refuse: Refuse): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Something on the way to it is a file: told better where the folder is to be made.
    if (codeOf(error) === 'ENOTDIR') return undefined;
    return refuse(`it cannot be looked at (${codeOf(error)})`, error);
  }
}

function makeFile(path: string, refuse: Refuse): void {
  try {
    makePrivateFolder(dirname(path));
  } catch (error) {
    refuse(`its folder cannot be made (${codeOf(error)})`, error);
  }
  try {
    // Before SQLite does: the rights of the files that it keeps beside this one follow it.
    makePrivateFile(path);
  } catch (error) {
    refuse(`it cannot be made (${codeOf(error)})`, error);
  }
}

async function openPostgres(
  url: string,
  setting: string,
  { access, schema }: { readonly access: DatabaseAccess; readonly schema: string | null },
): Promise<Sequelize> {
  const { place, database } = await connectPostgres(url, setting, schema);
  try {
    await database.authenticate();
    if (schema !== null && access === 'use') await database.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    return tellTrouble(database, setting);
  } catch (error) {
    // That what was never connected could not be closed is no news: why it was not connected is.
    await database.close().catch(() => undefined);
    throw new UserError(
      `${setting}: PostgreSQL at ${place} cannot be used: ${messageOf(error)}. ` +
        'Check that the server runs, and the host, port, name, user and password in the URL.',
      { code: 'database_unusable', cause: error },
    );
  }
}

/** Names that stand in options of a connection and in SQL as they are. */
const plainSchema = /^[a-z][a-z0-9_]{0,62}$/;

async function connectPostgres(
  url: string,
  setting: string,
  schema: string | null,
): Promise<{ place: string; database: Sequelize }> {
  if (schema !== null && !plainSchema.test(schema)) throw new Error('This is no plain name of a schema.');
  try {
    const { host, pathname } = new URL(url);
    if (pathname.length < 2) throw new Error('no name');
    const database = new Sequelize(url.replace(/^postgresql:/i, 'postgres:'), {
      dialect: 'postgres',
      dialectModule: pg,
      logging: false,
      pool: { max: maxConnections, acquire: acquireTimeoutMs },
      dialectOptions: {
        application_name: 'crosswalk',
        connectionTimeoutMillis: connectTimeoutMs,
        ...(schema === null ? {} : { options: `-c search_path=${schema}` }),
      },
    });
    return { place: `${host}${pathname}`, database };
  } catch {
    // The URL may hold a password: nothing of it is repeated.
    throw new UserError(
      `${setting} is no valid PostgreSQL URL. Example: postgres://user:password@localhost:5432/crosswalk ` +
        '(characters such as @ and / in a password are written %40 and %2F).',
      { code: 'invalid_database_url' },
    );
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error && error.message) || codeOf(error) || 'unknown reason';
}
