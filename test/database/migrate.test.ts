import { expect } from 'chai';
import { QueryTypes, type Sequelize } from 'sequelize';
import { migrate, type Migration } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { UserError } from '../../src/domain/errors.ts';
import { describeOnBothDatabases } from '../support/postgres.ts';
import { rejection } from '../support/rejection.ts';

const statement = (name: string, sql: string): Migration => ({ name, up: ({ run }) => run(sql) });
const first = statement('0001-first', 'CREATE TABLE things (n INTEGER NOT NULL)');
const second = statement('0002-second', 'INSERT INTO things VALUES (2)');

describeOnBothDatabases('migrate', (fresh) => {
  let url = '';
  let database: Sequelize;
  beforeEach(async () => {
    url = await fresh();
    database = await openDatabase(url);
  });
  afterEach(() => database.close());

  const things = (): Promise<{ n: number }[]> =>
    database.query<{ n: number }>('SELECT n FROM things', { type: QueryTypes.SELECT });

  it('runs each step once, in order', async () => {
    await migrate(database, [first], 'hub');
    await migrate(database, [first, second], 'hub');
    await migrate(database, [first, second], 'hub');
    expect(await things()).to.deep.equal([{ n: 2 }]);
  });

  it('keeps two sets in one database apart', async () => {
    await migrate(database, [first], 'hub');
    await migrate(database, [statement('0001-first', 'CREATE TABLE others (n INTEGER)')], 'store');
    expect(await database.query('SELECT n FROM others', { type: QueryTypes.SELECT })).to.deep.equal([]);
  });

  it('runs each step once when processes start at the same moment', async () => {
    const others = await Promise.all([openDatabase(url), openDatabase(url), openDatabase(url)]);
    await Promise.all([database, ...others].map((each) => migrate(each, [first, second], 'hub')));
    expect(await things()).to.deep.equal([{ n: 2 }]);
    await Promise.all(others.map((each) => each.close()));
  });

  it('leaves nothing behind when a step fails, and goes on from there the next time', async () => {
    const broken = statement('0002-second', 'INSERT INTO nowhere VALUES (1)');
    expect((await rejection(migrate(database, [first, broken], 'hub'))).message).to.contain('nowhere');
    await migrate(database, [first, second], 'hub');
    expect(await things()).to.deep.equal([{ n: 2 }]);
  });

  it('refuses a database that a newer version has changed', async () => {
    await migrate(database, [first, second], 'hub');
    const error = await rejection(migrate(database, [first], 'hub'));
    expect(error).to.be.instanceOf(UserError).and.to.include({ code: 'database_too_new' });
    expect(error.message).to.contain('0002-second');
  });
});
