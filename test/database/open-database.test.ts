import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { busyTimeoutMs } from '../../src/database/configured-sqlite.ts';
import { inTransaction } from '../../src/database/in-transaction.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { UserError } from '../../src/domain/errors.ts';
import { describeOnBothDatabases, testDatabaseUrl, testSqliteUrl } from '../support/postgres.ts';
import { asNobody } from '../support/as-nobody.ts';
import { rejection } from '../support/rejection.ts';

const setting = 'HUB_DATABASE_URL';

const refusal = async (url: string): Promise<UserError> => {
  const error = await rejection(openDatabase(url, { setting }));
  expect(error).to.be.instanceOf(UserError);
  expect(error.message).to.contain(setting);
  return error as UserError;
};
const write = (database: Sequelize, sql: string): Promise<unknown> =>
  inTransaction(database, (transaction) => database.query(sql, { transaction }));

describe('openDatabase', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-test-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the folder of a SQLite file, and lets nobody else read what it makes', async () => {
    const database = await openDatabase(`sqlite:${folder}/a/b/hub.db`);
    await database.query('CREATE TABLE t (x)');
    const rights = ['a', 'a/b', 'a/b/hub.db', 'a/b/hub.db-wal', 'a/b/hub.db-shm'].map((name) =>
      (statSync(join(folder, name)).mode & 0o777).toString(8),
    );
    expect(rights).to.deep.equal(['700', '700', '600', '600', '600']);
    await database.close();
  });

  it('leaves the rights of a SQLite file that is there', async () => {
    writeFileSync(join(folder, 'hub.db'), '', { mode: 0o640 });
    await (await openDatabase(`sqlite:${folder}/hub.db`)).close();
    expect((statSync(join(folder, 'hub.db')).mode & 0o777).toString(8)).to.equal('640');
  });

  it('says that a SQLite file is read-only, which SQLite itself says at the first change', async () => {
    const url = `sqlite:${folder}/hub.db`;
    const database = await openDatabase(url);
    await database.query('CREATE TABLE t (x)');
    await database.close();
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'hub.db'), 0o444);
    const error = await asNobody(() => refusal(url));
    expect(error.message).to.contain('SQLITE_READONLY').and.contain('may write to');
  });

  it('makes nothing for who only looks, and says that there is nothing', async () => {
    const error = await rejection(openDatabase(`sqlite:${folder}/a/hub.db`, { setting, access: 'look' }));
    expect(error).to.be.instanceOf(UserError).and.include({ code: 'no_database' });
    expect(error.message).to.contain(`no database at ${folder}/a/hub.db yet`).and.contain('crosswalk apply');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('sets up every SQLite connection, those of transactions too', async () => {
    const database = await openDatabase(`sqlite:${folder}/hub.db`);
    const settingsOf = async (transaction: Transaction | null): Promise<unknown[]> => {
      const values: unknown[] = [];
      for (const pragma of ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'temp_store']) {
        const rows = await database.query<object>(`PRAGMA ${pragma}`, {
          type: QueryTypes.SELECT,
          transaction,
        });
        values.push(Object.values(rows[0] ?? {})[0]);
      }
      return values;
    };
    const expected = ['wal', 1, 1, busyTimeoutMs, 2];
    expect(await settingsOf(null)).to.deep.equal(expected);
    expect(await inTransaction(database, settingsOf)).to.deep.equal(expected);
    await database.close();
  });

  it('refuses a URL of another kind, with examples', async () => {
    const error = await refusal('mysql://localhost/x');
    expect(error.code).to.equal('invalid_database_url');
    expect(error.message).to.contain('sqlite:./data/hub.db').and.to.contain('postgres://');
  });

  for (const url of ['sqlite:', 'sqlite::memory:', 'postgres://localhost', 'postgres://a:b@c:99999999/x']) {
    it(`refuses ${url}`, async () => {
      expect((await refusal(url)).code).to.equal('invalid_database_url');
    });
  }

  it('says when the folder of a SQLite file cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const error = await refusal(`sqlite:${folder}/file/hub.db`);
    expect(error.code).to.equal('database_unusable');
    expect(error.message).to.contain('folder cannot be made');
  });

  it('says when the file cannot be opened, instead of waiting for ever', async () => {
    // Links that lead to nothing, and to themselves: nobody may open them, not even root.
    symlinkSync(join(folder, 'missing', 'x.db'), join(folder, 'nowhere.db'));
    expect((await refusal(`sqlite:${join(folder, 'nowhere.db')}`)).message).to.contain('ENOENT');
    symlinkSync('loop.db', join(folder, 'loop.db'));
    expect((await refusal(`sqlite:${join(folder, 'loop.db')}`)).message).to.contain('ELOOP');
  });

  it('says when the path is a folder', async () => {
    mkdirSync(join(folder, 'hub.db'));
    expect((await refusal(`sqlite:${folder}/hub.db`)).message).to.contain('it is a folder');
  });

  it('says when the file is no database', async () => {
    writeFileSync(join(folder, 'hub.db'), 'name,city\n'.repeat(1000));
    expect((await refusal(`sqlite:${folder}/hub.db`)).message).to.contain('not a database');
  });

  it('says when PostgreSQL cannot be reached, without the password', async () => {
    const error = await refusal('postgres://me:sEcret@127.0.0.1:1/crosswalk');
    expect(error.code).to.equal('database_unusable');
    expect(error.message).to.contain('127.0.0.1:1/crosswalk').and.not.to.contain('sEcret');
  });

  it('says when the PostgreSQL database does not exist', async () => {
    const url = new URL(await testDatabaseUrl());
    url.pathname = '/no_such_database';
    expect((await refusal(url.href)).message).to.contain('"no_such_database" does not exist');
  });
});

describeOnBothDatabases('inTransaction', (fresh) => {
  let database: Sequelize;
  beforeEach(async () => {
    database = await openDatabase(await fresh());
    await database.query('CREATE TABLE counter (n INTEGER NOT NULL)');
    await database.query('INSERT INTO counter VALUES (0)');
  });
  afterEach(() => database.close());

  const count = async (): Promise<number> => {
    const [row] = await database.query<{ n: number }>('SELECT n FROM counter', { type: QueryTypes.SELECT });
    return row?.n ?? -1;
  };

  it('lets more transactions begin at once than there are threads', async () => {
    await Promise.all(Array.from({ length: 20 }, () => write(database, 'UPDATE counter SET n = n + 1')));
    expect(await count()).to.equal(20);
  });

  it('takes everything back when the work fails', async () => {
    const error = await rejection(
      inTransaction(database, async (transaction) => {
        await database.query('UPDATE counter SET n = 5', { transaction });
        throw new Error('stop');
      }),
    );
    expect(error.message).to.equal('stop');
    expect(await count()).to.equal(0);
  });

  it('refuses a transaction within another one, which would wait for itself', async () => {
    const inner = inTransaction(database, () => inTransaction(database, () => Promise.resolve()));
    expect(await rejection(inner)).to.include({ code: 'nested_transaction' });
  });
});

describe('two processes on one SQLite file', () => {
  it('wait for each other to write', async () => {
    const url = testSqliteUrl();
    const first = await openDatabase(url);
    const second = await openDatabase(url);
    await first.query('CREATE TABLE t (x)');
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => write(n % 2 === 0 ? first : second, 'INSERT INTO t VALUES (1)')),
    );
    const [row] = await first.query<{ n: number }>('SELECT count(*) AS n FROM t', {
      type: QueryTypes.SELECT,
    });
    expect(row?.n).to.equal(10);
    await first.close();
    await second.close();
  });
});
