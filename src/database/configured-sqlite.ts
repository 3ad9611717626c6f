import sqlite3 from 'sqlite3';

/** How long a connection waits for another one's write before it gives up. */
export const busyTimeoutMs = 15_000;
/** Pages kept per connection, in KiB. */
const cacheKib = 32 * 1024;
/** A write-ahead log that grew beyond this is cut back at the next checkpoint. */
const journalLimitBytes = 64 * 1024 * 1024;

/** How a file is opened: one that is only looked at is not made, and what is kept in it stays as it is. */
export const openModes = {
  use: sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE,
  look: sqlite3.OPEN_READWRITE,
} as const;

/** Kept in the file. */
const journalMode = 'PRAGMA journal_mode = WAL; ';
/**
 * These belong to the connection. NORMAL may lose the last commits when the machine loses power, never the database: a
 * run then goes on from an earlier checkpoint.
 */
const settings = [
  'PRAGMA synchronous = NORMAL',
  'PRAGMA foreign_keys = ON',
  `PRAGMA cache_size = -${cacheKib}`,
  'PRAGMA temp_store = MEMORY',
  `PRAGMA journal_size_limit = ${journalLimitBytes}`,
].join('; ');

/**
 * A SQLite connection that is set up before anyone can use it. Sequelize opens a connection for every
 * transaction, so settings given once at start would be lost.
 */
export class ConfiguredSqlite extends sqlite3.Database {
  constructor(filename: string, mode: number, callback: (error: Error | null) => void) {
    super(filename, mode, (error) => {
      if (error !== null) {
        callback(error);
        return;
      }
      this.configure('busyTimeout', busyTimeoutMs);
      this.exec(mode === openModes.look ? settings : journalMode + settings, callback);
    });
  }
}

/** What Sequelize takes as its `dialectModule`. */
export const configuredSqlite3 = { ...sqlite3, Database: ConfiguredSqlite };
