import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import pg from 'pg';
import { Sequelize, Transaction } from 'sequelize';
import { UserError } from '../domain/errors.ts';
import { configuredSqlite3 } from './configured-sqlite.ts';

/** Connections to PostgreSQL at a time, and how long one waits for a free one or for the server. */
const maxConnections = 8;
const acquireTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;

export interface OpenDatabaseOptions {
  /** The setting the URL came from, named in errors. */
  readonly setting?: string;
}

export type Dialect = 'sqlite' | 'postgres';

export function dialectOf(database: Sequelize): Dialect {
  return database.getDialect() === 'sqlite' ? 'sqlite' : 'postgres';
}

/**
 * Opens the database of a URL and makes sure that it answers: `sqlite:./data/hub.db` (from the working
 * directory; file and folder are made where missing) or `postgres://user:password@host:5432/name`.
 * Transactions on SQLite take the write lock at once. Use `inTransaction` for them.
 *
 * @throws UserError where the URL is wrong, the file cannot be used or the server cannot be reached.
 */
export async function openDatabase(url: string, options: OpenDatabaseOptions = {}): Promise<Sequelize> {
  const setting = options.setting ?? 'The database URL';
  if (/^sqlite:/i.test(url)) return openSqlite(url, setting);
  if (/^postgres(ql)?:\/\//i.test(url)) return openPostgres(url, setting);
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

async function openSqlite(url: string, setting: string): Promise<Sequelize> {
  const storage = sqlitePath(url, setting);
  const refuse = (why: string, cause?: unknown): never => {
    throw new UserError(
      `${setting}: the SQLite file ${storage} cannot be used: ${why}. ` +
        'Name a file in a folder that Crosswalk may write to.',
      { code: 'database_unusable', cause },
    );
  };
  try {
    mkdirSync(dirname(storage), { recursive: true });
  } catch (error) {
    refuse(`its folder cannot be made (${codeOf(error)})`, error);
  }
  if (isFolder(storage, refuse)) refuse('it is a folder');

  const database = new Sequelize({
    dialect: 'sqlite',
    dialectModule: configuredSqlite3,
    storage,
    logging: false,
    transactionType: Transaction.TYPES.IMMEDIATE,
  });
  try {
    await database.query('PRAGMA user_version');
    // Says now, and not in the middle of a run, that the file is read-only.
    await database.query('BEGIN IMMEDIATE');
    await database.query('ROLLBACK');
  } catch (error) {
    // Not awaited: where the file could not be opened, it never settles, and a process that waits for it ends in
    // silence.
    database.close().catch(() => undefined);
    refuse(messageOf(error), error);
  }
  return database;
}

function isFolder(path: string, refuse: (why: string, cause: unknown) => never): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    return refuse(`it cannot be looked at (${codeOf(error)})`, error);
  }
}

async function openPostgres(url: string, setting: string): Promise<Sequelize> {
  const { place, database } = await connectPostgres(url, setting);
  try {
    await database.authenticate();
    return database;
  } catch (error) {
    await database.close().catch(() => undefined);
    throw new UserError(
      `${setting}: PostgreSQL at ${place} cannot be used: ${messageOf(error)}. ` +
        'Check that the server runs, and the host, port, name, user and password in the URL.',
      { code: 'database_unusable', cause: error },
    );
  }
}

async function connectPostgres(
  url: string,
  setting: string,
): Promise<{ place: string; database: Sequelize }> {
  try {
    const { host, pathname } = new URL(url);
    if (pathname.length < 2) throw new Error('no name');
    const database = new Sequelize(url.replace(/^postgresql:/i, 'postgres:'), {
      dialect: 'postgres',
      dialectModule: pg,
      logging: false,
      pool: { max: maxConnections, acquire: acquireTimeoutMs },
      dialectOptions: { application_name: 'crosswalk', connectionTimeoutMillis: connectTimeoutMs },
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : codeOf(error);
}
