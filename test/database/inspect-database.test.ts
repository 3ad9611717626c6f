import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { inspectDatabase } from '../../src/database/inspect-database.ts';
import { migrate } from '../../src/database/migrate.ts';
import type { Migration } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { UserError } from '../../src/domain/errors.ts';
import { asNobody } from '../support/as-nobody.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { rejection } from '../support/rejection.ts';
import { until } from '../support/until.ts';

const first: Migration = { name: '0001-first', up: ({ run }) => run('CREATE TABLE first (x INTEGER)') };
const second: Migration = { name: '0002-second', up: ({ run }) => run('CREATE TABLE second (x INTEGER)') };
const inspect = (url: string, migrations: readonly Migration[] = [first, second]) =>
  inspectDatabase(url, { setting: 'HUB_DATABASE_URL', migrations, part: 'hub' });

async function migrated(url: string, migrations: readonly Migration[]): Promise<void> {
  const database = await openDatabase(url);
  await migrate(database, migrations, 'hub');
  await database.close();
}

describeOnBothDatabases('a database that is looked at', (fresh) => {
  let url = '';
  beforeEach(async () => {
    url = await fresh();
  });

  it('is absent, outdated or ready, and stays so', async () => {
    for (let time = 0; time < 2; time += 1) expect(await inspect(url)).to.equal('absent');
    await migrated(url, [first]);
    for (let time = 0; time < 2; time += 1) expect(await inspect(url)).to.equal('outdated');
    await migrated(url, [first, second]);
    expect(await inspect(url)).to.equal('ready');
  });

  it('is absent where it holds something else', async () => {
    const database = await openDatabase(url);
    await database.query('CREATE TABLE theirs (x INTEGER)');
    await database.close();
    expect(await inspect(url)).to.equal('absent');
  });

  it('is refused where a newer version has changed it', async () => {
    await migrated(url, [first, second]);
    expect(await rejection(inspect(url, [first]))).to.include({ code: 'database_too_new' });
  });
});

async function refusal(path: string): Promise<string> {
  const error = await rejection(asNobody(() => inspect(`sqlite:${path}`)));
  expect(error).to.be.instanceOf(UserError).and.include({ code: 'database_unusable' });
  return error.message;
}

describe('a SQLite file that is looked at', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosswalk-test-'));
    file = join(folder, 'hub.db');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is not made', async () => {
    expect(await inspect(`sqlite:${folder}/a/hub.db`)).to.equal('absent');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('keeps every byte', async () => {
    await migrated(`sqlite:${file}`, [first]);
    // Sequelize does not wait until the connection of a transaction is closed, which writes the log into the file.
    await until(() => !existsSync(`${file}-wal`));
    const before = readFileSync(file);
    await inspect(`sqlite:${file}`);
    expect(readFileSync(file).equals(before)).to.equal(true);
  });

  it('is told where it could not be used', async () => {
    await migrated(`sqlite:${file}`, [first]);
    chmodSync(file, 0o444);
    chmodSync(folder, 0o777);
    expect(await refusal(file)).to.include('SQLITE_READONLY');
    expect(await refusal(join(file, 'hub.db'))).to.include('cannot be made (ENOTDIR)');
    writeFileSync(join(folder, 'other.db'), 'name,city\n'.repeat(1_000));
    expect(await refusal(join(folder, 'other.db'))).to.include('not a database');
  });
});
