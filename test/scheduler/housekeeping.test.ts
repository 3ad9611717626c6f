import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { createHousekeeping } from '../../src/scheduler/housekeeping.ts';
import type { Checkpoints, Housekeeping } from '../../src/scheduler/housekeeping.ts';
import { portionSize } from '../../src/scheduler/run-folder.ts';
import { openStore } from '../support/open-store.ts';
import type { Store } from '../support/open-store.ts';
import { caught } from '../support/caught.ts';
import { disturb } from '../support/disturb.ts';
import { fakeTime } from '../support/fake-time.ts';
import type { FakeTime } from '../support/fake-time.ts';
import { testSqliteUrl } from '../support/postgres.ts';
import { recordedLog } from '../support/recorded-log.ts';
import type { RecordedLog } from '../support/recorded-log.ts';
import { aDraft, aNewRun, after, anOutcome, noon, aToken, withJobs } from '../support/records.ts';
import { until } from '../support/until.ts';

const dayMs = 24 * 3_600_000;
const daysAgo = (days: number): Date => after(noon, -days * dayMs);

describe('housekeeping', () => {
  let dataDir: string;
  let store: Store;
  let time: FakeTime;
  let recorded: RecordedLog;
  let housekeeping: Housekeeping;
  let checkpoints: Map<string, Date>;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(realpathSync(tmpdir()), 'crosswalk-housekeeping-'));
    store = await openStore({ url: testSqliteUrl() });
    time = fakeTime();
    recorded = recordedLog();
    checkpoints = new Map();
    const hub: Checkpoints = {
      runsWithCheckpoint: () =>
        Promise.resolve(Array.from(checkpoints, ([runId, notedAt]) => ({ runId, notedAt }))),
      clearCheckpoint: (id) => Promise.resolve(void checkpoints.delete(id)),
    };
    housekeeping = createHousekeeping({
      teams: () => Promise.resolve([{ ...store, checkpoints: () => Promise.resolve(hub) }]),
      runs: store.runs,
      leftTeams: store.state.teams,
      leases: store.leases,
      owner: 'me',
      dataDir,
      log: recorded.log,
      now: time.now,
      timers: time,
    });
  });
  afterEach(async () => {
    await housekeeping.stop();
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  function write(path: string, changedAt: Date): void {
    mkdirSync(dirname(join(dataDir, path)), { recursive: true });
    writeFileSync(join(dataDir, path), 'rows');
    utimesSync(join(dataDir, path), changedAt, changedAt);
  }
  const isThere = (path: string): boolean => existsSync(join(dataDir, path));

  async function endedRun(id: string, finishedAt: Date, withFiles = true): Promise<void> {
    await store.runs.enqueue(aNewRun({ id, jobId: `job of ${id}`, queuedAt: finishedAt }));
    await store.runs.claim('me', finishedAt, id);
    const files = withFiles
      ? { rows: `runs/${id}/rows.csv.gz`, rejects: `runs/${id}/rejects.csv` }
      : { rows: null, rejects: null };
    await store.runs.finish(id, 'me', 1, anOutcome({ files, finishedAt }));
    for (const path of [files.rows, files.rejects]) if (path !== null) write(path, finishedAt);
  }

  it('forgets messages for Slack after a month', async () => {
    const content = { kind: 'run ended', runId: 'r', event: 'failed' } as const;
    await store.outbox.add({ to: 'C1', content }, daysAgo(31));
    expect(await housekeeping.tidy()).to.include({ deletedMessages: 1 });
  });

  it('forgets keys of the trigger API when their time is up', async () => {
    await withJobs(store, 1);
    const entry = {
      at: noon,
      actor: 'ada',
      door: 'slack',
      operation: 'o',
      subject: 's',
      before: 1,
      after: 2,
    };
    await store.tokens.add(aToken(), 'hash', entry);
    const key = { tokenId: 'token-1', key: 'k', fingerprint: 'f' };
    await store.runs.enqueueOnce(aNewRun(), { ...key, until: daysAgo(1) });
    expect(await housekeeping.tidy()).to.include({ forgottenKeys: 1 });
  });

  it('forgets who did what two years after, and links to fetch it by when their time is up', async () => {
    const entry = {
      actor: 'ada',
      door: 'slack',
      operation: 'save-job',
      subject: 'job-1',
      before: null,
      after: null,
    };
    await store.audit.add({ ...entry, at: daysAgo(730.1) });
    await store.audit.add({ ...entry, at: daysAgo(729.9) });
    const link = { id: 'link', person: 'ada', filter: {}, createdAt: daysAgo(1), expiresAt: daysAgo(0.9) };
    await store.downloadLinks.add(link, 'hash', { ...entry, at: daysAgo(1) });
    const { filter: _filter, ...asked } = link;
    const connect = { ...asked, connectionId: null };
    await store.connectLinks.add(connect, 'late', { ...entry, at: daysAgo(1) });
    await store.connectLinks.add({ ...connect, id: 'open', expiresAt: daysAgo(-0.1) }, 'good', {
      ...entry,
      at: daysAgo(1),
    });
    expect(await housekeeping.tidy()).to.include({ deletedAuditEntries: 1, forgottenLinks: 2 });
    expect(await store.connectLinks.personOf({ tokenHash: 'good' })).to.equal('ada');
    expect(await store.audit.list({ limit: 10, offset: 0 })).to.have.length(4);
  });

  it('forgets drafts two weeks after their last change', async () => {
    for (const [owner, days] of [
      ['ada', 14.1],
      ['bob', 13.9],
    ] as const) {
      const draft = aDraft({ id: `draft of ${owner}`, owner, updatedAt: daysAgo(days) });
      await store.drafts.begin(draft, { unlessBegunAfter: null });
    }
    expect(await housekeeping.tidy()).to.include({ deletedDrafts: 1 });
    expect(await store.drafts.byId('draft of ada')).to.equal(null);
    expect(await store.drafts.byId('draft of bob')).not.to.equal(null);
  });

  it('removes the files of a run after thirty days, and keeps the run', async () => {
    await endedRun('old', daysAgo(30.1));
    await endedRun('young', daysAgo(29.9));
    expect(await housekeeping.tidy()).to.deep.equal({
      runsWithoutFiles: 1,
      deletedRuns: 0,
      deletedMessages: 0,
      deletedDrafts: 0,
      forgottenKeys: 0,
      forgottenLinks: 0,
      deletedAuditEntries: 0,
      deletedDeliveries: 0,
      forgottenLeases: 0,
      forgottenCallers: 0,
      clearedCheckpoints: 0,
      forgottenTeams: 0,
      removedFiles: 2,
      problems: [],
    });
    expect(isThere('runs/old/rows.csv.gz')).to.equal(false);
    expect(isThere('runs/old/rejects.csv')).to.equal(false);
    expect(isThere('runs/young/rows.csv.gz')).to.equal(true);
    expect((await store.runs.byId('old'))?.files).to.deep.equal({ rows: null, rejects: null });
    expect((await store.runs.byId('young'))?.files.rows).to.equal('runs/young/rows.csv.gz');
  });

  it('forgets a run after a year', async () => {
    await endedRun('old', daysAgo(366));
    await endedRun('young', daysAgo(364), false);
    expect(await housekeeping.tidy()).to.include({ runsWithoutFiles: 1, deletedRuns: 1, removedFiles: 2 });
    expect(await store.runs.byId('old')).to.equal(null);
    expect(await store.runs.byId('young')).not.to.equal(null);
  });

  it('works in portions, until all is done', async () => {
    for (let i = 0; i < 201; i += 1) {
      await store.runs.enqueue(aNewRun({ id: `r${i}`, jobId: `job-${i}` }));
      await store.runs.cancelQueued(`r${i}`, daysAgo(400));
    }
    for (let i = 0; i < portionSize + 1; i += 1) write(`runs/${i % 7}/orphan-${i}`, daysAgo(2));
    expect(await housekeeping.tidy()).to.include({ deletedRuns: 201, removedFiles: portionSize + 1 });
  });

  it('removes what no run names, a day after it was last changed', async () => {
    await endedRun('kept', daysAgo(3));
    write('runs/gone/rows.csv.gz', daysAgo(1.1));
    write('runs/stray', daysAgo(1.1));
    write('runs/new/rows.csv.gz', daysAgo(0.9));
    write('elsewhere/rows.csv.gz', daysAgo(300));
    expect(await housekeeping.tidy()).to.include({ removedFiles: 2 });
    expect(isThere('runs/kept/rows.csv.gz')).to.equal(true);
    expect(isThere('runs/gone/rows.csv.gz')).to.equal(false);
    expect(isThere('runs/stray')).to.equal(false);
    expect(isThere('runs/new/rows.csv.gz')).to.equal(true);
    expect(isThere('elsewhere/rows.csv.gz')).to.equal(true);
  });

  it('keeps the files of a run that waits to be resumed, however old they are', async () => {
    await store.runs.enqueue(aNewRun({ id: 'interrupted' }));
    write('runs/interrupted/rows.csv.gz', daysAgo(5));
    expect(await housekeeping.tidy()).to.include({ removedFiles: 0 });
    expect(isThere('runs/interrupted/rows.csv.gz')).to.equal(true);
    await store.runs.cancelQueued('interrupted', noon);
    expect(await housekeeping.tidy()).to.include({ removedFiles: 1 });
  });

  it('removes folders that have long been empty', async () => {
    for (const [folder, changedAt] of [
      ['runs/a/b', daysAgo(2)],
      ['runs/new', noon],
    ] as const) {
      mkdirSync(join(dataDir, folder), { recursive: true });
      utimesSync(join(dataDir, folder), changedAt, changedAt);
    }
    await housekeeping.tidy();
    expect(isThere('runs/a/b')).to.equal(false);
    expect(isThere('runs/new')).to.equal(true);
    expect(isThere('runs')).to.equal(true);
  });

  it('follows no symbolic link, and removes none', async () => {
    write('elsewhere/rows.csv.gz', daysAgo(300));
    mkdirSync(join(dataDir, 'runs'));
    symlinkSync(join(dataDir, 'elsewhere'), join(dataDir, 'runs', 'folder'));
    symlinkSync(join(dataDir, 'elsewhere', 'rows.csv.gz'), join(dataDir, 'runs', 'file'));
    symlinkSync('..', join(dataDir, 'runs', 'up'));
    expect(await housekeeping.tidy()).to.include({ removedFiles: 0 });
    expect(isThere('elsewhere/rows.csv.gz')).to.equal(true);
    expect(isThere('runs/file')).to.equal(true);
  });

  it('works where the run folder is a link to a larger disk, and where there is none yet', async () => {
    expect(await housekeeping.tidy()).to.include({ removedFiles: 0 });
    await endedRun('kept', daysAgo(3));
    rmSync(join(dataDir, 'runs'), { recursive: true });
    write('large/kept/rows.csv.gz', daysAgo(3));
    write('large/orphan', daysAgo(3));
    symlinkSync(join(dataDir, 'large'), join(dataDir, 'runs'));
    expect(await housekeeping.tidy()).to.include({ removedFiles: 1 });
    expect(isThere('large/kept/rows.csv.gz')).to.equal(true);
    expect(isThere('large/orphan')).to.equal(false);
  });

  it('clears the checkpoints of runs that have ended or are forgotten', async () => {
    await store.runs.enqueue(aNewRun({ id: 'waits' }));
    await endedRun('ended', noon);
    checkpoints = new Map([
      ['waits', daysAgo(40)],
      ['ended', noon],
      ['forgotten', daysAgo(31)],
    ]);
    expect(await housekeeping.tidy()).to.include({ clearedCheckpoints: 2 });
    expect([...checkpoints.keys()]).to.deep.equal(['waits']);
  });

  it('leaves the checkpoints of another bot’s runs that fills the same hub', async () => {
    checkpoints = new Map([['of another one', daysAgo(29)]]);
    expect(await housekeeping.tidy()).to.include({ clearedCheckpoints: 0 });
  });

  it('removes nothing where it cannot be known what is named', async () => {
    write('runs/orphan', daysAgo(3));
    disturb(store.runs, 'namedFiles', () => true);
    expect((await caught(housekeeping.tidy())).message).to.equal('The database cannot be reached.');
    expect(isThere('runs/orphan')).to.equal(true);
  });

  it('keeps the files of a run that ends while it is asked who names them', async () => {
    await store.runs.enqueue(aNewRun({ id: 'ends' }));
    await store.runs.claim('me', noon, 'ends');
    const rows = 'runs/ends/rows.csv.gz';
    write(rows, daysAgo(3));
    for (const question of ['list', 'namedFiles'] as const) {
      const { [question]: ask } = store.runs;
      Object.assign(store.runs, {
        [question]: async (...about: Parameters<typeof ask>) => {
          const answer = await Reflect.apply(ask, store.runs, about);
          const files = { rows, rejects: null };
          await store.runs.finish('ends', 'me', 1, anOutcome({ files, finishedAt: noon }));
          return answer;
        },
      });
    }
    expect(await housekeeping.tidy()).to.include({ removedFiles: 0 });
    expect(isThere(rows)).to.equal(true);
  });

  it('is one instance’s business for an hour', async () => {
    const other = { holder: 'another instance', until: after(time.now(), 3_540_000) };
    expect(await store.leases.take('housekeeping', other, time.now())).to.equal(true);
    write('runs/first', daysAgo(3));
    housekeeping.start();
    await until(() => time.delays().length === 1);
    expect(isThere('runs/first')).to.equal(true);
    time.pass(3_600_000);
    await until(() => !isThere('runs/first'));
    await until(() => time.delays().length === 1);
    expect(await store.leases.take('housekeeping', other, time.now())).to.equal(false);
  });

  it('is done at the start and every hour, and goes on after a failure', async () => {
    let isDown = true;
    disturb(store.runs, 'forget', () => isDown);
    write('runs/first', daysAgo(3));
    housekeeping.start();
    await until(() => recorded.messages(50).length === 1 && time.delays().length === 1);
    isDown = false;
    time.pass(3_600_000);
    await until(() => recorded.messages(30).includes('housekeeping is done'));
    expect(isThere('runs/first')).to.equal(false);
    await until(() => time.delays().length === 1);
    expect(time.delays()).to.deep.equal([3_600_000]);
  });

  it('stops in the middle of a sweep', async () => {
    write('runs/orphan', daysAgo(3));
    let isAsked = false;
    store.runs.namedFiles = () => {
      isAsked = true;
      return new Promise(() => undefined);
    };
    housekeeping.start();
    await until(() => isAsked);
    await housekeeping.stop();
    expect(isThere('runs/orphan')).to.equal(true);
    expect(time.delays()).to.deep.equal([]);
    expect(recorded.messages(40)).to.deep.equal([]);
  });
});
