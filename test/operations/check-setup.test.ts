import { createSecretKey } from 'node:crypto';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FatalError } from '../../src/domain/errors.ts';
import { inspectHub } from '../../src/hub/index.ts';
import { createOperations } from '../../src/operations/index.ts';
import type { OperationDeps } from '../../src/operations/operation.ts';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { itWhere, procNeeded } from '../support/it-where.ts';
import { openStore } from '../support/open-store.ts';
import { inspectStore } from '../../src/store/index.ts';
import { admin, aJobsFile, anOutboundFile, openOperations, operator } from '../support/operations.ts';
import type { OperationsBench } from '../support/operations.ts';
import { aConfiguration, aConnection, aNewRun, anOutcome, noon } from '../support/records.ts';
import { rejection } from '../support/rejection.ts';

const noDatabase = () => Promise.reject(new FatalError('DATABASE_URL: nobody answers.'));

describe('doctor', () => {
  let sandbox: SalesforceSandbox;
  let bench: OperationsBench;
  beforeEach(async () => {
    sandbox = await startSalesforceSandbox();
    bench = await openOperations(sandbox);
  });
  afterEach(async () => {
    await bench.close();
    await sandbox.close();
  });

  const look = (changes: Partial<OperationDeps> = {}) =>
    createOperations({ ...bench.deps, ...changes }).checkSetup(admin);
  const outcomes = async (changes?: Partial<OperationDeps>) =>
    Object.fromEntries((await look(changes)).map(({ name, outcome }) => [name, outcome]));
  const apply = (text = aJobsFile) =>
    bench.operations.applyConfiguration(admin, { fileName: 'jobs.yml', text });

  it('finds nothing wrong with a new installation', async () => {
    expect(await outcomes()).to.deep.equal({
      'Data folder': 'ok',
      'State database': 'ok',
      'Hub database': 'ok',
      Queue: 'ok',
      'Encryption key': 'ok',
    });
  });

  it('logs in to every connection and holds every job against it', async () => {
    await apply();
    const checks = await look();
    expect(checks.map(({ name, outcome }) => `${name}: ${outcome}`).slice(-2)).to.deep.equal([
      'Connection Acme Salesforce: ok',
      'Job Customer accounts: ok',
    ]);
    expect(checks.at(-2)?.detail).to.match(
      /^Logged in to Acme Sandbox as .*API version 62\.0.*of 100000 API requests/,
    );
  });

  it('says that the requests of the day run out', async () => {
    await apply();
    sandbox.apiLimit.used = 80_000;
    const found = (await look()).find(({ name }) => name.startsWith('Connection'));
    expect(found).to.include({ outcome: 'warning' });
    expect(found?.detail).to.include('(80 %)').and.include('Run jobs less often');
  });

  it('tells a connection that no longer logs in, and goes on', async () => {
    await apply();
    const connection = (await bench.store.connections.list())[0];
    if (connection === undefined) throw new Error('no connection');
    await bench.store.applyConfiguration({
      connections: [{ ...connection, secrets: { 'auth.clientSecret': 'old' } }],
      jobs: [],
      savedBy: { at: admin.now, actor: 'ada', door: 'cli' },
      audit: [],
    });
    const checks = await look();
    expect(checks.at(-1)).to.include({ name: 'Connection Acme Salesforce', outcome: 'failed' });
    expect(checks.at(-1)?.detail).not.to.include('old');
  });

  it('says of a job that fits that its last run failed, and of an export what another one writes too', async () => {
    await apply();
    const [job] = await bench.store.jobs.list();
    const { id } = await bench.store.runs.enqueue(aNewRun({ jobId: job?.id ?? '' }));
    const run = await bench.store.runs.claim('here', noon, id);
    const error = { code: 'x', message: 'The org was away.' };
    await bench.store.runs.finish(id, 'here', run?.attempt ?? 1, anOutcome({ status: 'failed', error }));
    const found = (await look()).at(-1);
    expect(found).to.include({ name: 'Job Customer accounts', outcome: 'warning' });
    expect(found?.detail).to.include(`Its last run (${id}) failed: The org was away.`);
    const [, second = ''] = anOutboundFile.split('jobs:\n');
    await apply(`${anOutboundFile}${second.replace('Health back to Salesforce', 'Second')}`);
    const exports = (await look()).filter(({ name }) => /Health back|Second/.test(name));
    expect(exports.map(({ outcome }) => outcome)).to.deep.equal(['warning', 'warning']);
    expect(exports[0]?.detail).to.include('"Second" writes Health__c of Account too');
  });

  it('tells a job that no longer fits', async () => {
    sandbox.org.define({
      name: 'Invoice__c',
      fields: [{ name: 'Amount__c', type: 'currency' }],
    });
    const jobs = aJobsFile
      .replace('object: Account\n', 'object: Invoice__c\n')
      .replace(/ {6}filter:.*\n/, '')
      .replace(
        / {6}- \{ from: Owner[^]* {6}- \{ formula.*\n/,
        '      - { from: Amount__c, to: amount, type: currency }\n',
      );
    await apply(jobs);
    sandbox.org.define({ name: 'Invoice__c', fields: [] });
    const found = (await look()).at(-1);
    expect(found).to.include({ name: 'Job Customer accounts', outcome: 'failed' });
    expect(found?.detail).to.include('Amount__c').and.include('Change the job');
  });

  it('says of databases that are not there yet who will make them, and makes nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosswalk-setup-'));
    const url = `sqlite:${join(folder, 'data', 'x.db')}`;
    const checks = await look({
      dataDir: join(folder, 'data'),
      inspect: { ...bench.deps.inspect, store: () => inspectStore(url), hub: () => inspectHub(url) },
    });
    expect(checks.map(({ name, outcome }) => `${name}: ${outcome}`)).to.deep.equal([
      'Data folder: ok',
      'State database: warning',
      'Hub database: warning',
      'Queue: ok',
    ]);
    for (const { detail } of checks.slice(1, 3))
      expect(detail).to.match(/not there yet; .*apply.*will make it/);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('tells one fault of the hub once, however many jobs there are', async () => {
    await apply();
    const why = 'HUB_DATABASE_URL: nobody answers.';
    const inspect = { ...bench.deps.inspect, hub: () => Promise.reject(new FatalError(why)) };
    const checks = await look({ inspect });
    expect(checks.filter(({ detail }) => detail.includes(why)).map(({ name }) => name)).to.deep.equal([
      'Hub database',
    ]);
    expect(checks.map(({ name }) => name))
      .to.include('Jobs')
      .and.not.include('Job Customer accounts');
  });

  it('tells every connection whose secrets the key does not open, and why once', async () => {
    await apply();
    const other = await openStore({ url: bench.url, encryptionKey: createSecretKey(Buffer.alloc(32, 1)) });
    const checks = await look({ store: () => Promise.resolve(other) });
    const found = checks.find(({ name }) => name === 'Encryption key');
    expect(found).to.include({ outcome: 'failed' });
    expect(found?.detail).to.match(
      /of the connection "Acme Salesforce" was encrypted with another key.*secrets\.$/,
    );
    const connections = [2, 3].map((number) =>
      aConnection({
        id: `connection-${number}`,
        name: `Org ${number}`,
        secrets: { 'auth.clientSecret': 'x', 'auth.refreshToken': 'y' },
      }),
    );
    await bench.store.applyConfiguration(aConfiguration({ connections }));
    const more = await look({ store: () => Promise.resolve(other) });
    await other.close();
    expect(more.find(({ name }) => name === 'Encryption key')?.detail).to.equal(
      `${found?.detail} It is the same with 2 other connections: "Org 2", "Org 3".`,
    );
  });

  it('tells that secrets cannot be kept', async () => {
    const checks = await look({ hasEncryptionKey: false });
    expect(checks.find(({ name }) => name === 'Encryption key')).to.include({ outcome: 'warning' });
  });

  it('tells a folder that cannot be written', async () => {
    const file = join(bench.deps.dataDir, 'file');
    writeFileSync(file, '');
    const [found] = await look({ dataDir: join(file, 'data') });
    expect(found).to.include({ name: 'Data folder', outcome: 'failed' });
    expect(found?.detail).to.include('set DATA_DIR to another folder');
  });

  itWhere(procNeeded, 'tells a folder that is not there and cannot be made, whoever asks', async () => {
    const [found] = await look({ dataDir: '/proc/nope' });
    expect(found).to.include({ name: 'Data folder', outcome: 'failed' });
    expect(found?.detail).to.match(/\(\/proc\/nope\) is not there and cannot be made \(ENOENT\)/);
  });

  it('tells a database that cannot be opened, and still looks at the others', async () => {
    expect(await outcomes({ store: noDatabase })).to.deep.equal({
      'Data folder': 'ok',
      'State database': 'failed',
      'Hub database': 'ok',
      Queue: 'ok',
    });
  });

  it('tells what should be otherwise with the queue', async () => {
    const advice = 'Redis at queue.internal:6379 throws entries away.';
    const queue = () => Promise.resolve({ where: 'Redis at queue.internal:6379', advice });
    const checks = await look({ inspect: { ...bench.deps.inspect, queue } });
    const found = checks.find(({ name }) => name === 'Queue');
    expect(found).to.deep.equal({ name: 'Queue', outcome: 'warning', detail: advice });
  });

  it('needs an admin', async () => {
    expect(await rejection(bench.operations.checkSetup(operator))).to.include({ code: 'role_needed' });
  });
});
