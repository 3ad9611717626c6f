import { execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import type { SalesforceSandbox } from '../../src/sandbox/salesforce/index.ts';
import { itWhere, procNeeded } from '../support/it-where.ts';
import { crosswalk, emptyFolder, startCrosswalk } from '../support/crosswalk.ts';
import type { StartedCommand } from '../support/crosswalk.ts';
import type { CommandResult } from '../support/warm-command.ts';
import { openStore } from '../support/open-store.ts';
import { aJobsFile } from '../support/operations.ts';
import { untilSlowly } from '../support/until-slowly.ts';

const account = { AccountType__c: 'customer', Industry: 'Banking', CloseDate__c: '01/02/2026' };

describe('crosswalk run', function () {
  // Some of the commands are processes that load their own libraries.
  this.timeout(90_000);

  let sandbox: SalesforceSandbox;
  let env: Record<string, string>;
  /** A folder in which the jobs were applied; each test has a copy of its own. */
  let template: string;
  let folder: string;
  const running: ChildProcess[] = [];
  const startedWith = (more: Readonly<Record<string, string>>, ...args: string[]): StartedCommand => {
    const command = startCrosswalk(args, { folder, env: { ...env, ...more } });
    running.push(command.child);
    return command;
  };
  const started = (...args: string[]): StartedCommand => startedWith({}, ...args);
  const command = (...args: string[]): Promise<CommandResult> => crosswalk(args, { folder, env });

  before(async () => {
    sandbox = await startSalesforceSandbox();
    sandbox.org.insert('Account', [
      { ...account, Name: 'Aachen Bank' },
      { ...account, Name: 'Bonn Bank' },
    ]);
    const { clientId, clientSecret } = sandbox.credentials;
    env = { SF_URL: sandbox.url, SF_CLIENT_ID: clientId, SF_CLIENT_SECRET: clientSecret };
    template = emptyFolder({ 'jobs.yml': aJobsFile });
    const applied = await crosswalk(['apply', 'jobs.yml'], { folder: template, env });
    expect(applied.status).to.equal(0);
    expect(applied.stderr).to.match(
      /^DATABASE_URL: there was no database at \S+, and a new one has been made there\.\n/,
    );
  });
  after(() => sandbox.close());
  beforeEach(() => {
    folder = emptyFolder();
    cpSync(template, folder, { recursive: true });
  });
  afterEach(() => {
    sandbox.calm();
    sandbox.apiLimit.used = 0;
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it('prints what came of it, and ends with 0', async () => {
    const { status, stdout, stderr } = await started('run', 'CUSTOMER accounts').ended;
    expect(status).to.equal(0);
    expect(stdout).to.match(/^Customer accounts: succeeded \(a full sync, /);
    expect(stdout).to.include(
      'read 2 = created 2 + updated 0 + unchanged 0 + ignored 0 + rejected 0; deleted 0',
    );
    expect(stderr).to.match(/^Run [-0-9a-f]{36} of "Customer accounts" begins\.$/m);
  });

  it('prints exactly one JSON document with --json', async () => {
    const { status, stdout } = await command('run', 'Customer accounts', '--json');
    expect(status).to.equal(0);
    const document = JSON.parse(stdout) as Record<string, unknown> & { files: { rows: string } };
    expect(Object.keys(document)).to.deep.equal(
      'runId job mode status counts startedAt finishedAt seconds files error'.split(' '),
    );
    expect(document).to.deep.include({
      job: 'Customer accounts',
      mode: 'full',
      status: 'succeeded',
      counts: { read: 2, created: 2, updated: 0, unchanged: 0, ignored: 0, rejected: 0, deleted: 0 },
      error: null,
    });
    expect(document['seconds']).to.be.a('number');
    expect(existsSync(document.files.rows)).to.equal(true);
  });

  it('ends with 3 where rows were rejected, and names their file', async () => {
    const ids = sandbox.org.insert('Account', [{ ...account, Name: 'Celle Bank', CloseDate__c: 'soon' }]);
    const { status, stdout } = await command('run', 'Customer accounts');
    sandbox.org.purge('Account', ids);
    expect(status).to.equal(3);
    expect(stdout)
      .to.match(/partly succeeded/)
      .and.match(/rejected {2}\/.*\.rejects\.csv/);
  });

  it('ends with 4 before unusually many changes, and goes on with them once they are approved', async () => {
    expect((await command('run', 'Customer accounts')).status).to.equal(0);
    const changed = aJobsFile
      .replace('resolveConflicts: true }', 'resolveConflicts: true, guard: { share: 50, atLeast: 2 } }')
      .replace('constant: salesforce', 'constant: another');
    writeFileSync(join(folder, 'jobs.yml'), changed);
    expect((await command('apply', 'jobs.yml')).status).to.equal(0);
    const held = await command('run', 'Customer accounts');
    expect(held.status, held.stderr).to.equal(4);
    expect(held.stdout).to.include('Customer accounts: waiting for approval');
    expect(held.stdout).to.include('would be updated 2').and.include('Nothing is written yet.');
    const [, runId = ''] = /crosswalk approve (\S+), crosswalk reject/.exec(held.stdout) ?? [];
    const listed = JSON.parse((await command('history', 'Customer accounts', '--json')).stdout) as {
      readonly runs: readonly (Record<string, unknown> & { readonly approval?: object })[];
    };
    const [waiting, first] = listed.runs;
    expect(first).to.not.have.property('approval');
    expect(waiting).to.include({ runId, status: 'waiting for approval' });
    expect(waiting?.approval).to.deep.include({
      counts: waiting?.['counts'],
      knownRecords: 2,
      decision: null,
    });
    const refused = await command('run', 'Customer accounts');
    expect(refused.status).to.equal(1);
    expect(refused.stderr).to.include('An admin has to approve or reject it first');
    expect((await command('approve', runId)).stdout).to.include(`Run ${runId} is approved.`);
    const done = await command('run', 'Customer accounts', '--json');
    expect(done.status, done.stderr).to.equal(0);
    const document = JSON.parse(done.stdout) as Record<string, unknown>;
    expect(document).to.deep.include({ runId, status: 'succeeded', counts: waiting?.['counts'] });
    expect(document['approval']).to.deep.equal({ ...waiting?.approval, decision: 'approved' });
    expect((await command('reject', runId)).status).to.equal(1);
  });

  it('ends with 1 where the run fails, with the reason in JSON and on standard error', async () => {
    sandbox.apiLimit.used = sandbox.apiLimit.limit;
    const { status, stdout, stderr } = await started('run', 'Customer accounts', '--json').ended;
    expect(status).to.equal(1);
    const document = JSON.parse(stdout) as { status: string; error: { code: string; message: string } };
    expect(document.status).to.equal('failed');
    expect(stderr).to.include(document.error.message);
  });

  it('prints the reason with the result where the run fails, and no sum of nothing', async () => {
    sandbox.apiLimit.used = sandbox.apiLimit.limit;
    const { status, stdout, stderr } = await command('run', 'Customer accounts');
    expect(status).to.equal(1);
    expect(stdout).to.match(/^Customer accounts: failed \(an incremental sync, .*\n {2}.*24 hours.*\n$/);
    expect(stderr).to.match(/^Run .* begins\.\n$/);
  });

  itWhere(
    procNeeded,
    'fails where the system makes no folder for its files, and lets the process end',
    async () => {
      const { status, stdout } = await startedWith({ DATA_DIR: '/proc/nope' }, 'run', 'Customer accounts')
        .ended;
      expect(status).to.equal(1);
      expect(stdout).to.match(
        /The file \/proc\/nope\/runs.* cannot be written: .* set DATA_DIR to another folder/,
      );
    },
  );

  it('tells on standard error why it waits for the CRM, and goes on', async () => {
    sandbox.disturb({ kind: 'unavailable', times: 1, retryAfter: 2 });
    const { status, stderr } = await command('run', 'Customer accounts');
    expect(status).to.equal(0);
    expect(stderr).to.match(
      /^counting {2}try 1 of 6 failed, the next one (in \d+ m?s|now): .*not available at the moment/m,
    );
  });

  it('does not begin where the hub cannot be used', async () => {
    const hub = { ...env, HUB_DATABASE_URL: `sqlite:${folder}` };
    const { status, stdout } = await crosswalk(['run', 'Customer accounts', '--json'], { folder, env: hub });
    expect(status).to.equal(1);
    expect(JSON.parse(stdout))
      .to.include({ runId: null, job: 'Customer accounts', status: 'failed' })
      .and.have.nested.property('error.code', 'database_unusable');
    expect((await command('history', 'Customer accounts')).stdout).to.include('There are no such runs');
  });

  it('writes nothing in a dry run, which is no last run either', async () => {
    const { stdout } = await command('run', 'Customer accounts', '--dry-run');
    expect(stdout)
      .to.match(/as a dry run/)
      .and.include('read 2 = would be created 2 + would be updated 0 + unchanged 0')
      .and.include('; would be deleted 0');
    const jobs = JSON.parse((await command('jobs', '--json')).stdout) as { jobs: object[] };
    expect(jobs.jobs[0]).to.include({ lastRun: null, state: 'ok' });
    expect((await command('run', 'Customer accounts')).stdout).to.include('created 2');
  });

  it('is not even begun by a bot whose key opens none of the stored secrets, which is told in one line', async () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const { status, stderr } = await crosswalk(['start'], { folder, env: { ...env, ENCRYPTION_KEY: key } });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^None of the stored secrets can be opened\. .*Set ENCRYPTION_KEY.*\n$/);
  });

  it('runs in full when asked', async () => {
    await command('run', 'Customer accounts');
    const mode = async (...args: string[]) =>
      (JSON.parse((await command('run', 'Customer accounts', '--json', ...args)).stdout) as { mode: string })
        .mode;
    expect(await mode()).to.equal('incremental');
    expect(await mode('--full')).to.equal('full');
  });

  it('shows jobs and their history, as wide as it may, and as JSON', async () => {
    await command('run', 'Customer accounts');
    for (const args of [['jobs'], ['history', 'Customer accounts'], ['doctor']]) {
      const narrow = await crosswalk(args, { folder, env: { ...env, COLUMNS: '80' } });
      expect(narrow).to.include({ status: 0, stderr: '' });
      expect(Math.max(...narrow.stdout.split('\n').map((line) => line.length))).to.be.at.most(80);
    }
    expect((await command('jobs')).stdout.trimEnd().split('\n')).to.have.length(2);
    const jobs = JSON.parse((await command('jobs', '--json')).stdout) as { jobs: unknown[] };
    expect(jobs.jobs[0]).to.deep.include({
      name: 'Customer accounts',
      state: 'ok',
      enabled: true,
      source: 'Account',
    });
    const history = JSON.parse((await command('history', 'Customer accounts', '--json')).stdout) as {
      total: number;
      runs: unknown[];
    };
    expect(history.total).to.equal(1);
    expect(history.runs[0]).to.include({ status: 'succeeded', trigger: 'cli', mode: 'full' });
    const failed = JSON.parse(
      (await command('history', 'Customer accounts', '--json', '--status', 'failed')).stdout,
    ) as { total: number };
    expect(failed.total).to.equal(0);
  });

  it('gives back with export what was applied', async () => {
    expect(await command('export')).to.deep.equal({ status: 0, stdout: aJobsFile, stderr: '' });
    const { stdout } = await command('apply', 'jobs.yml');
    expect(
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(' ')[0]),
    ).to.deep.equal(['left', 'left']);
  });

  describe('that takes its time', () => {
    let asked = 0;
    /** Until a request was sent to which no answer comes. */
    const untilAsked = async (): Promise<void> => {
      await untilSlowly(() => sandbox.traffic.requests > asked);
      asked = sandbox.traffic.requests;
    };
    beforeEach(() => {
      sandbox.disturb({ kind: 'silent', times: 100 });
      asked = sandbox.traffic.requests;
    });

    it('is cancelled by Ctrl-C', async () => {
      const { child, ended, said } = started('run', 'Customer accounts', '--json');
      await said(/begins/);
      await untilAsked();
      child.kill('SIGINT');
      const { status, stdout, stderr } = await ended;
      expect(stderr).to.match(/asked to stop/);
      expect(JSON.parse(stdout)).to.include({ status: 'cancelled' });
      expect(status).to.equal(1);
    });

    it('goes back into the queue on SIGTERM, and is taken from there', async () => {
      const { child, ended } = started('run', 'Customer accounts', '--json');
      await untilAsked();
      child.kill('SIGTERM');
      const stopped = await ended;
      expect(stopped.status).to.equal(1);
      expect(JSON.parse(stopped.stdout))
        .to.include({ status: 'queued' })
        .and.have.nested.property('error.code', 'stopped');
      sandbox.calm();
      const { status, stdout, stderr } = await command('run', 'Customer accounts');
      expect(stderr).to.match(/was interrupted and goes on/);
      expect({ status, isDone: stdout.includes('created 2') }).to.deep.equal({ status: 0, isDone: true });
    });

    it('is resumed after its process was killed', async () => {
      const { child, ended, said } = started('run', 'Customer accounts');
      await said(/begins/);
      await untilAsked();
      child.kill('SIGKILL');
      const [runId] = /[-0-9a-f]{36}/.exec((await ended).stderr) ?? [];
      sandbox.calm();
      const { status, stdout, stderr } = await command('run', 'Customer accounts', '--json');
      expect(stderr).to.include('was interrupted and goes on from where it stood');
      expect(JSON.parse(stdout)).to.include({ runId, status: 'succeeded' });
      expect(status).to.equal(0);
    });

    it('is refused a second time while its process lives, which is told with its id', async () => {
      const first = started('run', 'Customer accounts');
      await first.said(/begins/);
      await untilAsked();
      const { status, stdout } = await command('run', 'Customer accounts', '--json');
      first.child.kill('SIGKILL');
      const [runId = 'none'] = /[-0-9a-f]{36}/.exec((await first.ended).stderr) ?? [];
      expect(status).to.equal(1);
      const document = JSON.parse(stdout) as {
        runId: string | null;
        error: { code: string; message: string };
      };
      expect(document).to.have.nested.property('error.code', 'run_active');
      expect(document.error.message).to.include(runId);
    });

    describe('in a thread that no longer listens', () => {
      let runId = '';
      /** Its files are pipes of which nobody reads: opening one lasts for ever. */
      beforeEach(async () => {
        const first = started('run', 'Customer accounts');
        await untilAsked();
        first.child.kill('SIGKILL');
        runId = /[-0-9a-f]{36}/.exec((await first.ended).stderr)?.[0] ?? '';
        const { jobs } = JSON.parse((await command('jobs', '--json')).stdout) as { jobs: { id: string }[] };
        const files = join(folder, 'data', 'runs', jobs[0]?.id ?? '');
        mkdirSync(files, { recursive: true });
        execFileSync('mkfifo', [join(files, `${runId}.csv.gz`), join(files, `${runId}.2.csv.gz`)]);
        sandbox.calm();
      });

      async function untilItHangs(): Promise<void> {
        const store = await openStore({
          url: `sqlite:${join(folder, 'data', 'crosswalk.db')}`,
          access: 'look',
        });
        await untilSlowly(async () => (await store.runs.byId(runId))?.phase === 'loading');
        await store.close();
      }

      it('does not keep its process at the second Ctrl-C', async () => {
        const { child, ended, said } = started('run', 'Customer accounts');
        await untilItHangs();
        child.kill('SIGINT');
        await said(/asked to stop/);
        child.kill('SIGINT');
        await ended;
        expect(child.signalCode).to.equal('SIGINT');
      });

      it('is cancelled all the same by one Ctrl-C, and does not keep its process', async () => {
        const { child, ended, said } = started('run', 'Customer accounts', '--json');
        await untilItHangs();
        child.kill('SIGINT');
        await said(/asked to stop/);
        const { stdout } = await ended;
        expect(JSON.parse(stdout)).to.include({ status: 'cancelled' });
        expect(child.signalCode).to.equal('SIGKILL');
      });

      it('does not keep the bot at the second signal', async () => {
        const { child, ended, said } = started('start');
        await untilItHangs();
        child.kill('SIGTERM');
        await said(/Crosswalk stops/);
        child.kill('SIGTERM');
        await ended;
        expect(child.signalCode).to.equal('SIGTERM');
      });
    });

    it('is put back when the bot is stopped, which ends with 0', async () => {
      const first = started('run', 'Customer accounts');
      await untilAsked();
      first.child.kill('SIGKILL');
      await first.ended;
      // The bot finds the interrupted run by itself, and is stopped while it executes it.
      const bot = started('start');
      await untilAsked();
      bot.child.kill('SIGTERM');
      const { status, stdout, stderr } = await bot.ended;
      expect({ status, stdout }).to.deep.equal({ status: 0, stdout: '' });
      expect(stderr).to.include('Crosswalk has stopped');
      sandbox.calm();
      expect(await command('run', 'Customer accounts')).to.include({ status: 0 });
    });
  });
});
