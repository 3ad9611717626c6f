import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { parseConfig } from '../src/config.ts';
import { endedText } from '../src/cli/demo/go-on.ts';
import { tellDemo } from '../src/cli/demo/tell-demo.ts';
import { howToCall, whatToTry } from '../src/cli/demo/what-there-is.ts';
import { openDatabase } from '../src/database/open-database.ts';
import { openDemoFolder } from '../src/demo/demo-folder.ts';
import { UserError } from '../src/domain/errors.ts';
import { zeroCounts } from '../src/domain/run.ts';
import { openHub } from '../src/hub/index.ts';
import { createLog } from '../src/log.ts';
import { openStore } from './support/open-store.ts';
import { aRun } from './support/a-run.ts';
import { projectRoot } from './support/project-root.ts';
import { rejection } from './support/rejection.ts';

const log = createLog({ level: 'silent' });
const ignore = (): void => undefined;

/** Of each query that is suggested for trying. */
async function expectRows(url: string, text: string): Promise<void> {
  const queries = [...text.matchAll(/sqlite3 \S+ "(.+)"/g)].map(([, sql = '']) => sql);
  expect(queries).to.have.length(2);
  const database = await openDatabase(url);
  for (const sql of queries)
    expect(await database.query(sql, { type: QueryTypes.SELECT }), sql).to.have.length.above(10);
  await database.close();
}

describe('the demo', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'crosswalk-demo-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs it until it has told of this, then has it stopped. @returns what it told. */
  async function toldUntil(last: string): Promise<string> {
    const stop = new AbortController();
    const texts: string[] = [];
    const out = (text: string): void => {
      texts.push(text);
      if (text.includes(last)) stop.abort();
    };
    await tellDemo({ port: 0, log, out, signal: stop.signal, dataDir: folder });
    return texts.join('\n');
  }

  it('runs every job in full and then incrementally, shows the hub, and stops when it is told to', async () => {
    const text = await toldUntil('Press Ctrl-C');
    expect(text).to.match(/Customer accounts: full sync partly succeeded .* created \d+ \+ rejected 2/);
    for (const job of ['People', 'Tasks', 'Account teams', 'Dynamics accounts']) {
      expect(text).to.match(new RegExp(`${job}: full sync succeeded .*: read [\\d,]+ = created [\\d,]+\n`));
      // What was written back to Dynamics 365 was modified there, and is read again.
      const read = job === 'Dynamics accounts' ? '\\d+' : '\\d';
      expect(text).to.match(new RegExp(`${job}: incremental sync succeeded .*: read ${read} = `));
    }
    for (const job of ['Ratings to Salesforce', 'Ratings to Dynamics']) {
      expect(text).to.match(new RegExp(`${job}: full sync succeeded .*: read [\\d,]+ = updated [\\d,]+\n`));
      expect(text).to.match(new RegExp(`${job}: incremental sync succeeded .*unchanged [\\d,]+`));
    }
    expect(text).to.include('two accounts with one number were merged');
    for (const part of ['青山陶器株式会社', join(folder, 'hub.db'), join(folder, 'demo.env')])
      expect(text).to.include(part);
    expect(text).to.match(/has stopped\. Its data stays/);
  });

  it('leaves rows in the hub, ended runs, and a key that only its owner reads', async () => {
    const opened = openDemoFolder(folder);
    opened.close();
    const { environment } = opened;
    const config = parseConfig({ ...environment });
    const hub = await openHub({ url: config.hubDatabaseUrl });
    expect(await hub.count('accounts')).to.be.within(250, 700);
    expect(await hub.count('account_assignments')).to.be.at.least(400);
    await hub.close();
    await expectRows(config.hubDatabaseUrl, whatToTry(opened));
    const { databaseUrl, encryptionKey, previousEncryptionKey } = config;
    const store = await openStore({ url: databaseUrl, encryptionKey, previousEncryptionKey });
    const { runs } = await store.runs.list({}, { limit: 100, offset: 0 });
    const own = runs.filter(({ startedBy }) => startedBy === 'demo');
    expect(own.filter(({ finishedAt }) => finishedAt === null)).to.deep.equal([]);
    expect(own.map(({ mode }) => mode)).to.deep.equal([
      ...Array.from({ length: 7 }, () => 'incremental'),
      ...Array.from({ length: 7 }, () => 'full'),
    ]);
    await store.close();
    for (const file of ['encryption.key', 'demo.env'])
      expect(statSync(join(folder, file)).mode & 0o777, file).to.equal(0o600);
  });

  it('works again on the same data, and stops in the middle of its runs, too', async () => {
    const text = await toldUntil('People: full');
    expect(text).to.match(/People: full sync succeeded .* unchanged 1,9\d\d/);
    expect(text).to.not.include('Tasks: full');
    expect(text).to.match(/has stopped\. Its data stays/);
  });

  it('says in one line that its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { signal } = new AbortController();
    const error = await rejection(tellDemo({ port, log, out: ignore, signal, dataDir: folder }));
    other.close();
    expect(error).to.be.instanceOf(UserError);
    expect(error.message).to.equal(
      `Port ${port} is in use. Stop what listens there, or set PORT to another one: PORT=${port + 1} npm run demo`,
    );
  });

  it('refuses a second demo in its folder, naming the process that has it, and takes over from one that is gone', async () => {
    const { signal } = new AbortController();
    const first = openDemoFolder(folder);
    const error = await rejection(tellDemo({ port: 0, log, out: ignore, signal, dataDir: folder }));
    first.close();
    expect(error).to.be.instanceOf(UserError).and.include({ code: 'demo_running' });
    expect(error.message).to.include(`process ${process.pid} on `);
    const lock = join(folder, 'demo.lock');
    writeFileSync(lock, 'elsewhere/abcd/4242/1/x');
    utimesSync(lock, new Date(0), new Date(0));
    openDemoFolder(folder).close();
    expect(existsSync(lock)).to.equal(false);
  });

  it('says in one line that its folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { signal } = new AbortController();
    const dataDir = join(file, 'demo');
    const error = await rejection(tellDemo({ port: 0, log, out: ignore, signal, dataDir }));
    expect(error).to.be.instanceOf(UserError).and.include({ code: 'demo_folder_unwritable' });
    expect(error.message).to.include(`${dataDir}, which cannot be written (ENOTDIR)`);
  });

  it('names the command as it can be called from where it was started', () => {
    expect(howToCall(projectRoot)).to.equal('npx crosswalk');
    expect(howToCall(tmpdir())).to.equal(`node ${join(projectRoot, 'dist', 'src', 'cli.js')}`);
  });
});

describe('a run that the demo tells of', () => {
  const people = [{ id: 'U1', name: 'Ada Lovelace' }];
  it('says what started it, and that it was a dry run', () => {
    const bySchedule = aRun({ trigger: 'schedule', startedBy: 'schedule' });
    expect(endedText('People', bySchedule, people)).to.match(/^On schedule:\n {2}People: incremental sync /);
    const byAda = aRun({
      startedBy: 'U1',
      dryRun: true,
      mode: 'full',
      counts: { ...zeroCounts, read: 3, created: 3 },
    });
    expect(endedText('People', byAda, people)).to.match(
      /^Started by Ada Lovelace:\n {2}People: full dry run .* read 3 = would be created 3$/,
    );
    expect(endedText('People', aRun({ startedBy: 'ada' }), people)).to.match(/^Started by ada:\n/);
  });
});
