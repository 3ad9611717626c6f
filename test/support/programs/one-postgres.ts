/**
 * For `mocha --require`: one PostgreSQL server for all processes that the files of the suite are spread over, instead of
 * one for each.
 */
import { startPostgres } from '../postgres.ts';
import type { PostgresServer } from '../postgres.ts';

let server: PostgresServer | null = null;

export async function mochaGlobalSetup(): Promise<void> {
  server = await startPostgres();
  // The processes are started after this, and find it there.
  process.env['TEST_DATABASE_URL'] = server.adminUrl;
}

export async function mochaGlobalTeardown(): Promise<void> {
  await server?.stop();
}
