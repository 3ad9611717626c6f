import { expect } from 'chai';
import type { Sequelize } from 'sequelize';
import { openDatabaseClock } from '../../src/database/database-clock.ts';
import type { DatabaseClock } from '../../src/database/database-clock.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { openCutWay } from '../support/cut-way.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { testDatabaseUrl, testSqliteUrl } from '../support/postgres.ts';
import { after, noon } from '../support/records.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const dayMs = 24 * 3_600_000;

const secondsApart = (clock: DatabaseClock): number => Math.abs(clock.now().getTime() - Date.now()) / 1_000;
const minutesApart = (one: Date, other: Date): number =>
  Math.round((one.getTime() - other.getTime()) / 60_000);

describe('the clock of PostgreSQL', () => {
  let database: Sequelize;
  let time: FakeTime;
  let told: string[];
  beforeEach(async function () {
    this.timeout(120_000);
    database = await openDatabase(await testDatabaseUrl());
    time = fakeTime(new Date());
    told = [];
  });
  afterEach(() => database.close());

  const open = (by: Sequelize = database): Promise<DatabaseClock> =>
    openDatabaseClock(by, {
      elapsedMs: () => time.elapsedMs(),
      ownClock: time.now,
      onApart: (words) => told.push(words),
    });

  it('is what all instances go by, however far their own are ahead or behind', async () => {
    for (const apartMs of [dayMs, -2 * dayMs]) {
      time.jump(apartMs);
      const clock = await open();
      expect(minutesApart(clock.now(), new Date())).to.equal(0);
    }
    expect(told[0]).to.match(/is 864\d\d seconds ahead of the clock of DATABASE_URL/);
    expect(told[1]).to.match(/is 8\d{4} seconds behind the clock of DATABASE_URL/);
  });

  it('counts on evenly while this machine is set to another time', async () => {
    const clock = await open();
    const before = clock.now();
    time.jump(dayMs);
    expect(clock.now()).to.deep.equal(before);
    time.pass(5_000);
    expect(clock.now()).to.deep.equal(after(before, 5_000));
    expect(told).to.deep.equal([]);
  });

  it('is read again after a minute, which tells once that this machine was set to another time', async () => {
    const clock = await open();
    time.jump(dayMs);
    time.pass(10 * 60_000);
    expect(minutesApart(clock.now(), new Date()), 'counted on').to.equal(10);
    await untilSlowly(() => minutesApart(clock.now(), new Date()) === 0);
    time.pass(60_000);
    clock.now();
    await untilSlowly(() => minutesApart(clock.now(), new Date()) === 0);
    expect(told).to.have.length(1);
  });

  it('is read again at once after this machine was suspended', async () => {
    const clock = await open();
    time.pass(30_000);
    expect(secondsApart(clock), 'counted on').to.be.greaterThan(20);
    // The machine's own clock goes on meanwhile, and what counts evenly does not.
    time.jump(3_600_000);
    await untilSlowly(() => secondsApart(clock) < 10);
  });

  it('is soon asked again where its answer took so long that it says too little', async () => {
    const clock = await open();
    time.pass(60_000);
    clock.now();
    time.pass(30_000);
    const seen: number[] = [];
    await untilSlowly(() => {
      const apart = secondsApart(clock);
      time.pass(200);
      seen.push(apart);
      return apart < 10;
    });
    expect(
      seen.slice(0, -1).every((apart) => apart > 80),
      seen.join(' '),
    ).to.equal(true);
  });

  it('is soon asked again where it could not be asked', async () => {
    const way = await openCutWay(await testDatabaseUrl());
    const distant = await openDatabase(way.url);
    const clock = await open(distant);
    await way.cut();
    time.pass(60_000);
    expect(secondsApart(clock)).to.be.greaterThan(50);
    await way.mend();
    const since = time.elapsedMs();
    await untilSlowly(() => {
      time.pass(200);
      return secondsApart(clock) < 10;
    });
    expect(time.elapsedMs() - since).to.be.lessThan(60_000);
    await distant.close();
    await way.close();
  });

  it('counts on while the database is away', async () => {
    const clock = await open();
    const before = clock.now();
    await database.close();
    time.pass(60_000);
    for (let i = 0; i < 3; i += 1) {
      expect(clock.now()).to.deep.equal(after(before, 60_000));
      await new Promise(setImmediate);
    }
  });
});

describe('the clock of a SQLite file', () => {
  it('is this machine’s', async () => {
    const database = await openDatabase(testSqliteUrl());
    const clock = await openDatabaseClock(database, { ownClock: () => noon });
    expect(clock.now()).to.equal(noon);
    await database.close();
  });
});
