/** SQLite files that cannot grow: SQLite answers as on a full disk once a file has as many pages as it may. */
import { ConfiguredSqlite, configuredSqlite3 } from '../../src/database/configured-sqlite.ts';

export interface SmallDisk {
  /** From now on no file that was opened since grows by more than this. */
  fillUp(sparePages: number): Promise<void>;
  makeRoom(): Promise<void>;
  /** Files that are opened from now on are none of its business. */
  close(): void;
}

const room = 1_000_000_000;

/** Of files that are opened from now on. */
export function startSmallDisk(): SmallDisk {
  const opened = new Set<ConfiguredSqlite>();
  const usual = configuredSqlite3.Database;
  configuredSqlite3.Database = class extends ConfiguredSqlite {
    constructor(filename: string, mode: number, callback: (error: Error | null) => void) {
      super(filename, mode, callback);
      opened.add(this);
      this.once('close', () => opened.delete(this));
    }
  };

  const limitTo = async (pagesOf: (now: number) => number): Promise<void> => {
    for (const connection of opened) {
      const pages = pagesOf(await pageCountOf(connection));
      await new Promise<void>((resolve, reject) => {
        connection.exec(`PRAGMA max_page_count = ${pages}`, (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      });
    }
  };
  return {
    fillUp: (spare) => limitTo((now) => now + spare),
    makeRoom: () => limitTo(() => room),
    close() {
      configuredSqlite3.Database = usual;
    },
  };
}

function pageCountOf(connection: ConfiguredSqlite): Promise<number> {
  return new Promise((resolve, reject) => {
    connection.get<{ page_count: number }>('PRAGMA page_count', (error, row) => {
      if (error === null) resolve(row.page_count);
      else reject(error);
    });
  });
}
