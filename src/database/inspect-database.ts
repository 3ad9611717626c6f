import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseState } from '../domain/database-state.ts';
import { assertCanBeMade } from '../files/can-be-made.ts';
import { codeOf } from '../files/code-of.ts';
import { stateOfMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { isSqlite, openDatabase, proveWritable, sqlitePath, unusableFile } from './open-database.ts';

export interface InspectOptions {
  readonly setting: string;
  readonly migrations: readonly Migration[];
  /** What the migrations belong to. */
  readonly part: string;
}

/**
 * Looks at a database as `use` would find it, and leaves it as it is.
 *
 * @throws UserError where it could not be used: out of reach, read-only, or changed by a newer version.
 */
export async function inspectDatabase(url: string, options: InspectOptions): Promise<DatabaseState> {
  const { setting, migrations, part } = options;
  if (isSqlite(url) && isAbsent(sqlitePath(url, setting), setting)) return 'absent';
  const database = await openDatabase(url, { setting, access: 'look' });
  try {
    if (isSqlite(url)) {
      await proveWritable(database).catch((error: unknown) => {
        throw unusableFile(
          setting,
          sqlitePath(url),
          error instanceof Error ? error.message : codeOf(error),
          error,
        );
      });
    }
    return await stateOfMigrations(database, migrations, part);
  } finally {
    await database.close();
  }
}

/** @throws UserError where it is not there and could not be made. */
function isAbsent(path: string, setting: string): boolean {
  try {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) return false;
    assertCanBeMade(dirname(path));
    return true;
  } catch (error) {
    throw unusableFile(setting, path, `it is not there and cannot be made (${codeOf(error)})`, error);
  }
}
