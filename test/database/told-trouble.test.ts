import { expect } from 'chai';
import type { Sequelize } from 'sequelize';
import { FatalError } from '../../src/domain/errors.ts';
import { databaseAway } from '../../src/domain/storage-trouble.ts';
import { inTransaction } from '../../src/database/in-transaction.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { openCutWay } from '../support/cut-way.ts';
import type { CutWay } from '../support/cut-way.ts';
import { testDatabaseUrl, testSqliteUrl } from '../support/postgres.ts';
import { rejection } from '../support/rejection.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const setting = 'HUB_DATABASE_URL';

describe('a PostgreSQL database that is away', function () {
  this.timeout(120_000);
  let way: CutWay;
  let database: Sequelize;
  beforeEach(async () => {
    way = await openCutWay(await testDatabaseUrl());
    database = await openDatabase(way.url, { setting });
    await database.query('CREATE TABLE given (id INTEGER PRIMARY KEY)');
  });
  afterEach(async () => {
    await way.mend();
    await database.close();
    await way.close();
  });

  const write = (): Promise<unknown> =>
    inTransaction(database, (transaction) =>
      database.query('INSERT INTO given VALUES (1) ON CONFLICT DO NOTHING', { transaction }),
    );
  /** Connections that were cut are found out one by one. */
  const isWritable = (): Promise<boolean> =>
    write().then(
      () => true,
      () => false,
    );

  it('says so, with its setting and without its password, and is used again when it is back', async () => {
    await way.cut();
    for (const ask of [() => database.query('SELECT 1'), write]) {
      const error = await rejection(ask());
      expect(error).to.include({ name: 'RetryableError', code: databaseAway });
      expect(error.message).to.match(
        /^HUB_DATABASE_URL: the database cannot be reached at the moment: (?:the connection was cut|nothing answers there)\.$/,
      );
    }
    await way.mend();
    await untilSlowly(isWritable);
  });

  it('says so of what was under way, and takes it back', async () => {
    const asked = inTransaction(database, async (transaction) => {
      await database.query('INSERT INTO given VALUES (2)', { transaction });
      await way.cut();
      await database.query('INSERT INTO given VALUES (3)', { transaction });
    });
    const error = await rejection(asked);
    expect(error).to.include({ code: databaseAway });
    expect(error.message).to.include('the connection was cut');
    await way.mend();
    await untilSlowly(isWritable);
    const [rows] = await database.query('SELECT * FROM given');
    expect(rows).to.deep.equal([{ id: 1 }]);
  });

  it('says so where the server ends its connections', async () => {
    const other = await openDatabase(way.url, { setting });
    try {
      const sleeping = database.query('SELECT pg_sleep(60)');
      const ended = rejection(sleeping);
      let count = 0;
      while (count === 0) {
        const [rows] = await other.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE query LIKE 'SELECT pg_sleep%' AND datname = current_database()`,
        );
        count = rows.length;
      }
      const error = await ended;
      expect(error).to.include({ code: databaseAway });
      expect(error.message).to.match(/was shut down|was cut/);
      await untilSlowly(isWritable);
    } finally {
      await other.close();
    }
  });

  it('is not what a wrong statement is told as', async () => {
    const error = await rejection(database.query('SELECT * FROM nowhere'));
    expect(error).to.include({ name: 'SequelizeDatabaseError' });
  });
});

describe('a SQLite file whose disk is full', () => {
  it('says so, keeps what was in it, and is used again when there is room', async () => {
    const database = await openDatabase(testSqliteUrl(), { setting });
    try {
      await database.query('CREATE TABLE given (value TEXT)');
      await database.query("INSERT INTO given VALUES ('there')");
      // SQLite answers as where the disk is full once a file has as many pages as it may.
      await database.query('PRAGMA max_page_count = 4');
      const much = 'INSERT INTO given SELECT hex(zeroblob(100000)) FROM (VALUES (1), (2))';
      const error = await rejection(database.query(much));
      expect(error).to.be.instanceOf(FatalError).and.to.include({ code: 'disk_full' });
      expect(error.message).to.equal(
        'HUB_DATABASE_URL: the database cannot be written: its disk is full. Make room there, and do this again.',
      );
      await database.query('PRAGMA max_page_count = 1000000');
      await database.query(much);
      const [rows] = await database.query('SELECT length(value) AS length FROM given ORDER BY 1');
      expect(rows).to.deep.equal([{ length: 5 }, { length: 200_000 }, { length: 200_000 }]);
    } finally {
      await database.close();
    }
  });
});
