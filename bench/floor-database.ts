import { Client } from 'pg';
import { ConfiguredSqlite } from '../src/database/configured-sqlite.ts';
import { sqlitePath } from '../src/database/open-database.ts';

/** One table, and one statement that puts a batch into it. */
export interface FloorDatabase {
  /** @param rows JSON text of an array of arrays of cells, id first. */
  upsert(rows: string): Promise<void>;
  count(): Promise<number>;
  close(): Promise<void>;
}

const table = 'CREATE TABLE floor (id TEXT PRIMARY KEY, cells';
/**
 * The fastest of those tried: a column a cell takes twice as long, an object a row half as long again, and
 * `json_each`, which writes each row as text to parse it again, a fifth longer.
 */
const sqliteUpsert = `INSERT INTO floor
  SELECT value ->> 0, json(value) FROM (SELECT value FROM jsonb_each(?) LIMIT -1 OFFSET 0) WHERE true
  ON CONFLICT (id) DO UPDATE SET cells = excluded.cells`;
const postgresUpsert = `INSERT INTO floor SELECT value ->> 0, value FROM jsonb_array_elements($1::jsonb)
  ON CONFLICT (id) DO UPDATE SET cells = excluded.cells`;

export async function openFloorDatabase(url: string): Promise<FloorDatabase> {
  return url.startsWith('sqlite:') ? await openSqlite(url) : await openPostgres(url);
}

/** With the very settings that Crosswalk's own connections have. */
async function openSqlite(url: string): Promise<FloorDatabase> {
  const readWriteCreate = 6;
  const database = await new Promise<ConfiguredSqlite>((resolve, reject) => {
    const opened = new ConfiguredSqlite(sqlitePath(url), readWriteCreate, (error) => {
      if (error === null) resolve(opened);
      else reject(error);
    });
  });
  const run = (sql: string, values: readonly string[] = []): Promise<void> =>
    new Promise((resolve, reject) => {
      database.run(sql, values, (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  await run(`${table} TEXT NOT NULL)`);
  return {
    upsert: (rows) => run(sqliteUpsert, [rows]),
    count: () =>
      new Promise((resolve, reject) => {
        database.get<{ rows: number }>('SELECT count(*) AS rows FROM floor', (error, row) => {
          if (error === null) resolve(row.rows);
          else reject(error);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        database.close((error) => {
          if (error === null) resolve();
          else reject(error);
        });
      }),
  };
}

async function openPostgres(url: string): Promise<FloorDatabase> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`${table} JSONB NOT NULL)`);
  return {
    async upsert(rows) {
      await client.query(postgresUpsert, [rows]);
    },
    async count() {
      const { rows } = await client.query<{ rows: string }>('SELECT count(*) AS rows FROM floor');
      return Number(rows[0]?.rows);
    },
    close: () => client.end(),
  };
}
