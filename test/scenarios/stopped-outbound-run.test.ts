/** A process that is told to stop in the midst of an export lets its call end; whoever starts next goes on behind it. */
import type { ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { openHouse, parseRun, saidBy } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { anAccount, namesInOrg, outboundJob, putAccounts } from '../support/outbound-house.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const accounts = 3_000;
/** Rows of a call. */
const batchRows = 200;

describe('an outbound run whose process is told to stop', function () {
  this.timeout(240_000);
  let house: House;
  beforeEach(async () => {
    const hubUrl = testSqliteUrl();
    house = await openHouse({ hubUrl });
    await putAccounts(
      hubUrl,
      Array.from({ length: accounts }, (_, number) => anAccount(number, `Account ${number}`)),
    );
    await house.apply(outboundJob);
    // So that it is in the midst of a call when it is told.
    house.sandbox.disturb({ kind: 'slow', times: 1_000, delayMs: 100, match: { path: /composite/ } });
  });
  afterEach(() => house.close());

  const written = (): number => house.sandbox.org.records('Account').length;

  /** Looks at the org only where something was asked of it. */
  async function untilWritten(atLeast: number): Promise<void> {
    let seen = -1;
    await untilSlowly(() => {
      const { requests } = house.sandbox.traffic;
      if (requests === seen) return false;
      seen = requests;
      return written() >= atLeast;
    });
  }

  async function stopsInTheMidst(child: ChildProcess): Promise<void> {
    await untilWritten(2 * batchRows);
    child.kill('SIGTERM');
  }

  it('is queued again with what it did, and the next one goes on: every record once, and counted once', async () => {
    const child = house.start('run', 'Accounts out', '--json');
    const ended = saidBy(child);
    await stopsInTheMidst(child);
    const said = await ended;
    expect(said.status).to.equal(1);
    const stopped = parseRun(said);
    expect(stopped).to.include({ status: 'queued' }).and.have.nested.property('error.code', 'stopped');
    const begun = written();
    expect(begun).to.be.within(2 * batchRows, accounts - 1);
    // It waited for the answer: what is written is what is noted.
    expect(begun % batchRows).to.equal(0);

    house.sandbox.calm();
    const seen = house.sandbox.traffic.requests;
    const again = await house.crosswalk('run', 'Accounts out', '--json');
    expect(again.stderr).to.include('was interrupted and goes on');
    const finished = parseRun(again);
    expect(finished).to.include({ runId: stopped.runId, status: 'succeeded' });
    expect(finished.counts).to.include({ read: accounts, created: accounts, updated: 0, rejected: 0 });
    expect(namesInOrg(house).size).to.equal(accounts);
    const calls = house.sandbox.traffic.recent.slice(seen - house.sandbox.traffic.requests);
    const writes = calls.filter(({ url }) => url.includes('composite'));
    expect(writes).to.have.lengthOf((accounts - begun) / batchRows);
    expect((await house.run('Accounts out')).counts).to.include({ unchanged: accounts });
  });

  it('is finished by the bot that is started next', async () => {
    const child = house.start('run', 'Accounts out');
    const ended = saidBy(child);
    await stopsInTheMidst(child);
    await ended;
    house.sandbox.calm();
    const bot = house.start('start');
    const botEnded = saidBy(bot);
    const statuses = async (): Promise<string[]> =>
      (await house.state<{ status: string }>('SELECT status FROM runs')).map(({ status }) => status);
    await untilSlowly(async () => (await statuses())[0] === 'succeeded');
    bot.kill('SIGTERM');
    expect((await botEnded).status).to.equal(0);
    expect(namesInOrg(house).size).to.equal(accounts);
    expect((await house.run('Accounts out')).counts).to.include({ unchanged: accounts });
  });
});
