/** What stands in a SQLite file, row for row: to see that nothing was changed, and to put back what was. */
import { rmSync } from 'node:fs';
import sqlite3 from 'sqlite3';

export interface DatabaseState {
  /** Table → its rows as text: all columns, as JSON. */
  read(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** Keeps what stands there now. */
  keep(): Promise<void>;
  /** Puts back what was kept. */
  putBack(): Promise<void>;
  close(): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * @param url `sqlite:PATH` of a database that others have open, too
 * @param except tables that do not count
 */
export async function openDatabaseState(url: string, except: readonly string[] = []): Promise<DatabaseState> {
  const file = url.slice('sqlite:'.length);
  const copy = `${file}.kept`;
  const database = new sqlite3.Database(file);
  const all = (sql: string): Promise<Row[]> =>
    new Promise((resolve, reject) =>
      database.all<Row>(sql, (error, rows) => (error === null ? resolve(rows) : reject(error))),
    );
  const run = (sql: string): Promise<void> =>
    new Promise((resolve, reject) =>
      database.exec(sql, (error) => (error === null ? resolve() : reject(error))),
    );
  await run('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = OFF');
  const tables = await all(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const names = tables.map(({ name }) => String(name)).filter((name) => !except.includes(name));
  const parts: string[] = [];
  for (const name of names) {
    const columns = (await all(`PRAGMA table_info("${name}")`)).map((each) => `"${String(each['name'])}"`);
    parts.push(`SELECT '${name}' AS name, json_array(${columns.join(', ')}) AS text FROM "${name}"`);
  }
  const everything = parts.join(' UNION ALL ');

  return {
    async read() {
      const rows: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
      for (const { name, text } of await all(everything)) rows[String(name)]?.push(String(text));
      return rows;
    },
    async keep() {
      rmSync(copy, { force: true });
      await run(`VACUUM INTO '${copy}'`);
    },
    async putBack() {
      const changes = names.map(
        (name) => `DELETE FROM main."${name}"; INSERT INTO main."${name}" SELECT * FROM kept."${name}";`,
      );
      await run(`ATTACH '${copy}' AS kept`);
      await run(`BEGIN IMMEDIATE; ${changes.join('\n')} COMMIT`);
      await run('DETACH kept');
    },
    close: () =>
      new Promise((resolve, reject) =>
        database.close((error) => (error === null ? resolve() : reject(error))),
      ),
  };
}
