import { execFileSync } from 'node:child_process';
import { createSecretKey } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStore } from '../support/open-store.ts';
import type { TeamId } from '../../src/domain/team.ts';
import { crosswalk, emptyFolder, startCrosswalk, testKey } from '../support/crosswalk.ts';
import { aConfiguration, aJob, anInstallation } from '../support/records.ts';

/** A folder in which Crosswalk has been used, and holds nothing. */
async function withDatabase(): Promise<string> {
  const folder = emptyFolder();
  await (await openStore({ url: `sqlite:${join(folder, 'data', 'crosswalk.db')}` })).close();
  return folder;
}

describe('crosswalk', function () {
  // Some of the commands are processes that load their own libraries.
  this.timeout(60_000);

  const usage: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command', [], /Usage: crosswalk/],
    ['an unknown command', ['jbos'], /unknown command 'jbos'.*\n?.*jobs/],
    ['no job', ['run'], /missing required argument 'JOB'/],
    ['no file', ['apply'], /missing required argument 'FILE'/],
    ['an unknown option', ['jobs', '--bogus'], /unknown option '--bogus'/],
    ['too much', ['jobs', 'x'], /too many arguments/],
    [
      'a status that is none',
      ['history', 'x', '--status', 'done'],
      /It is one of queued, running, succeeded/,
    ],
    ['a page that is none', ['history', 'x', '--page', '0'], /Give a whole number from 1/],
  ];
  for (const [what, args, words] of usage) {
    it(`ends with 2 and prints nothing: ${what}`, async () => {
      const { status, stdout, stderr } = await crosswalk(args, { folder: emptyFolder() });
      expect({ status, stdout }).to.deep.equal({ status: 2, stdout: '' });
      expect(stderr).to.match(words);
    });
  }

  it('gives help on standard output', async () => {
    const { status, stdout, stderr } = await crosswalk(['--help'], { folder: emptyFolder() });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    for (const command of ['start', 'demo', 'apply', 'export', 'run', 'jobs', 'history', 'doctor']) {
      expect(stdout).to.match(new RegExp(`^ {2}${command}`, 'm'));
    }
  });

  it('prints its version', async () => {
    const { status, stdout } = await startCrosswalk(['--version'], { folder: emptyFolder() }).ended;
    expect(status).to.equal(0);
    expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });

  it('prints one JSON document for wrong usage too, in the words of standard error', async () => {
    const folder = emptyFolder();
    const { status, stdout } = await startCrosswalk(['jobs', '--bogus', '--json'], { folder }).ended;
    expect(status).to.equal(2);
    expect(JSON.parse(stdout)).to.deep.equal({
      error: { code: 'wrong_usage', message: "unknown option '--bogus'" },
    });
  });

  it('prints a run for `run --json` however it fails', async () => {
    const folder = emptyFolder();
    const keys = 'runId job mode status counts startedAt finishedAt seconds files error'.split(' ');
    const failures = [
      [['run', '--json'], {}, 2, null, 'wrong_usage'],
      [['run', 'x', '--json', '--bogus'], {}, 2, 'x', 'wrong_usage'],
      [['run', 'x', '--json'], { PORT: 'x' }, 1, 'x', 'invalid_config'],
      [['run', 'x', '--json'], {}, 1, 'x', 'unknown_job'],
    ] as const;
    for (const [args, env, status, job, code] of failures) {
      const ended = await crosswalk(args, { folder, env });
      const document = JSON.parse(ended.stdout) as object;
      expect(Object.keys(document)).to.deep.equal(keys);
      expect({ ...document, status: ended.status })
        .to.deep.include({ runId: null, job, status })
        .and.have.nested.property('error.code', code);
    }
  });

  it('tells every wrong setting in a line, and ends with 1', async () => {
    const env = { PORT: 'x', LOG_LEVEL: 'loud' };
    const plain = await crosswalk(['jobs'], { folder: emptyFolder(), env });
    expect(plain).to.include({ status: 1, stdout: '' });
    expect(
      plain.stderr
        .trim()
        .split('\n')
        .map((line) => line.split(':')[0]),
    ).to.deep.equal(['PORT', 'LOG_LEVEL']);
    const json = await crosswalk(['jobs', '--json'], { folder: emptyFolder(), env });
    expect(JSON.parse(json.stdout)).to.have.nested.property('error.code', 'invalid_config');
  });

  it('reads a file .env, which the environment overrides', async () => {
    const folder = emptyFolder({ '.env': 'LOG_LEVEL=loud\n' });
    expect((await crosswalk(['doctor'], { folder })).stdout).to.match(/^FAILED +Settings +LOG_LEVEL: /m);
    expect(await crosswalk(['doctor'], { folder, env: { LOG_LEVEL: 'info' } })).to.include({ status: 0 });
  });

  it('says so where there is nothing yet', async () => {
    const folder = await withDatabase();
    expect((await crosswalk(['jobs'], { folder })).stdout).to.match(/^There are no jobs yet/);
    expect(JSON.parse((await crosswalk(['jobs', '--json'], { folder })).stdout)).to.deep.equal({ jobs: [] });
  });

  it('makes nothing where it only looks, and says that there is no database and what to do', async () => {
    for (const args of [['jobs'], ['history', 'x'], ['export'], ['export', '--out', 'x.yml']]) {
      const folder = emptyFolder();
      const { status, stdout, stderr } = await crosswalk(args, { folder });
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' });
      expect(stderr)
        .to.match(/^DATABASE_URL: there is no database at .*crosswalk\.db yet\./)
        .and.include('crosswalk apply FILE');
      expect(readdirSync(folder)).to.deep.equal([]);
    }
    const folder = emptyFolder();
    const doctor = await crosswalk(['doctor'], { folder });
    expect(doctor.status).to.equal(0);
    expect(doctor.stdout).to.match(/^look +State database +DATABASE_URL: not there yet;/m);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('says where it makes a database: the address may be mistyped', async () => {
    const folder = emptyFolder();
    const { status, stderr } = await crosswalk(['run', 'x'], { folder });
    expect(status).to.equal(1);
    expect(stderr)
      .to.match(
        /^DATABASE_URL: there was no database at .*crosswalk\.db, and a new one has been made there\.$/m,
      )
      .and.include('There is no job "x".')
      // Nothing asked for it.
      .and.not.include('HUB_DATABASE_URL');
    expect((await crosswalk(['run', 'x'], { folder })).stderr).not.to.include('DATABASE_URL');
  });

  it('says which settings nothing makes use of yet', async () => {
    const env = { OPENAI_MODEL: 'any' };
    const { status, stdout } = await crosswalk(['doctor'], { folder: emptyFolder(), env });
    expect(status).to.equal(0);
    expect(stdout).to.match(
      /^look +Settings +OPENAI_API_KEY, OPENAI_MODEL: not used, for one alone names no model/m,
    );
  });

  it('refuses a queue that cannot be used, in one line without its password', async () => {
    const env = { QUEUE_URL: 'redis://:topsecret@127.0.0.1:1' };
    for (const args of [['start'], ['doctor']]) {
      const { status, stdout, stderr } = await crosswalk(args, { folder: emptyFolder(), env });
      expect(status).to.equal(1);
      expect(stdout + stderr)
        .to.include('QUEUE_URL: Redis at 127.0.0.1:1 cannot be used: nothing answers there.')
        .and.not.include('topsecret');
    }
  });

  const unknown = [
    ['run', 'x'],
    ['history', 'x'],
    ['run', 'x', '--json'],
    ['history', 'x', '--json'],
  ] as const;
  for (const args of unknown) {
    it(`ends with 1 for a job that nobody knows: ${args.join(' ')}`, async () => {
      const { status, stdout, stderr } = await crosswalk(args, { folder: await withDatabase() });
      expect(status).to.equal(1);
      expect(stderr).to.match(/^There is no job "x"\./m);
      if (args.length < 3) expect(stdout).to.equal('');
      else expect(JSON.parse(stdout)).to.have.nested.property('error.code', 'unknown_job');
    });
  }

  const files: readonly (readonly [string, string, RegExp])[] = [
    ['is not there', 'none.yml', /^none\.yml: there is no such file\.$/m],
    ['is a folder', '.', /^\.: this is a folder; name a file\.$/m],
  ];
  for (const [what, file, words] of files) {
    it(`ends with 1 where the file to apply ${what}`, async () => {
      const { status, stdout, stderr } = await crosswalk(['apply', file], { folder: emptyFolder() });
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' });
      expect(stderr).to.match(words);
    });
  }

  it('reads a jobs file from standard input', async () => {
    const { status, stderr } = await crosswalk(['apply', '-'], { folder: emptyFolder(), input: 'jobs: 1\n' });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^-:1:7: jobs is to be a list/m);
  });

  it('exports to a file, or says why not', async () => {
    const folder = await withDatabase();
    expect(await crosswalk(['export', '--out', 'out.yml'], { folder })).to.include({ status: 0, stdout: '' });
    expect(readFileSync(join(folder, 'out.yml'), 'utf8')).to.equal('{}\n');
    const { status, stderr } = await crosswalk(['export', '--out', 'none/out.yml'], { folder });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^none\/out\.yml cannot be written \(ENOENT\)/);
  });

  it('exports through a link and into a pipe, and leaves both what they are', async () => {
    const folder = await withDatabase();
    const [link, pipe] = [join(folder, 'link.yml'), join(folder, 'pipe')];
    writeFileSync(join(folder, 'target.yml'), 'old');
    symlinkSync('target.yml', link);
    execFileSync('mkfifo', [pipe]);
    expect(await crosswalk(['export', '--out', link], { folder })).to.include({ status: 0 });
    expect(lstatSync(link).isSymbolicLink()).to.equal(true);
    expect(readFileSync(join(folder, 'target.yml'), 'utf8')).to.equal('{}\n');
    const [text, said] = await Promise.all([
      readFile(pipe, 'utf8'),
      crosswalk(['export', '--out', pipe], { folder }),
    ]);
    expect(text).to.equal('{}\n');
    expect(said).to.include({ status: 0 });
    expect(lstatSync(pipe).isFIFO()).to.equal(true);
  });

  it('finds with doctor what is wrong, and ends with 1', async () => {
    const settings = await crosswalk(['doctor'], { folder: emptyFolder(), env: { PORT: 'x' } });
    expect(settings.status).to.equal(1);
    expect(settings.stdout)
      .to.match(/^FAILED\s+Settings\s+PORT: must be/m)
      .and.include('1 of 1 checks failed');
    const folder = emptyFolder({ data: 'a file where a folder should be' });
    const { status, stdout } = await crosswalk(['doctor'], { folder });
    expect(status).to.equal(1);
    expect(stdout)
      .to.match(/^FAILED\s+Data folder/m)
      .and.match(/^FAILED\s+State database/m);
  });

  describe('where many workspaces share a database', () => {
    let folder: string;
    before(async () => {
      folder = emptyFolder({ 'jobs.yml': 'version: 1\nconnections: []\njobs: []\n' });
      const key = createSecretKey(Buffer.from(testKey, 'base64'));
      const url = `sqlite:${join(folder, 'data', 'crosswalk.db')}`;
      const store = await openStore({ url, encryptionKey: key });
      const { teams } = store.state;
      await teams.install(anInstallation());
      await teams.install(anInstallation({ id: 'T2', name: 'Globex' }));
      await teams.install(anInstallation({ id: 'T3', name: 'Globex' }));
      const theirs = store.state.of('T2' as TeamId);
      const jobs = [{ job: aJob({ name: 'Lasers' }), nextRunAt: null }];
      await theirs.applyConfiguration(aConfiguration({ jobs }));
      await store.close();
    });

    it('is about the one that is named, by its id or its name, and about the first otherwise', async () => {
      const named = await crosswalk(['jobs', '--workspace', 'T2'], { folder });
      expect(named).to.include({ status: 0 });
      expect(named.stdout).to.include('Lasers');
      for (const args of [['--workspace', 'Acme', 'jobs'], ['jobs']]) {
        const { status, stdout } = await crosswalk(args, { folder });
        expect(status).to.equal(0);
        expect(stdout).to.include('no jobs').and.not.to.include('Lasers');
      }
    });

    it('says which there are where there is none of that name, or more than one', async () => {
      const none = await crosswalk(['jobs', '--workspace', 'Initech'], { folder });
      expect(none.status).to.equal(1);
      expect(none.stderr).to.include('no workspace "Initech"').and.to.include('Acme (T1), Globex (T2)');
      const two = await crosswalk(['jobs', '--workspace', 'Globex'], { folder });
      expect(two.stderr).to.include('several are called "Globex"').and.to.include('Globex (T2), Globex (T3)');
    });

    it('is of no use to commands that are about all of them', async () => {
      const { status, stderr } = await crosswalk(['reencrypt', '--workspace', 'T2'], { folder });
      expect(status).to.equal(2);
      expect(stderr).to.include('--workspace is of no use to reencrypt');
    });

    it('tells them in doctor', async () => {
      const { stdout } = await crosswalk(['doctor'], { folder });
      expect(stdout).to.match(/ok +Workspaces +Acme \(T1\), Globex \(T2\), Globex \(T3\)/);
    });
  });
});
