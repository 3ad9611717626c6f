import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Write, WriteResult, WriteRow } from '../../../src/connectors/writing.ts';
import { RetryableError } from '../../../src/domain/errors.ts';
import { addCounts, zeroCounts } from '../../../src/domain/run.ts';
import { batchesOf } from '../../../src/engine/outbound/batch.ts';
import type { OutboundBatch } from '../../../src/engine/outbound/batch.ts';
import type { Verdict } from '../../../src/engine/outbound/judge.ts';
import { createNoting } from '../../../src/engine/outbound/noting.ts';
import { sendRows } from '../../../src/engine/outbound/send-rows.ts';
import type { Sending } from '../../../src/engine/outbound/send-rows.ts';
import type { OutboundPosition } from '../../../src/engine/outbound/position.ts';
import { allAtOnce } from '../../../src/engine/outbound/verdicts.ts';
import type { RunFile } from '../../../src/engine/run-file.ts';
import { openRunFiles } from '../../../src/engine/run-files.ts';
import type { OpenRunFiles } from '../../../src/engine/run-files.ts';
import { stopOf } from '../../../src/engine/stop.ts';
import { aRun } from '../../support/a-run.ts';
import { idsOfSent } from '../../support/selection.ts';

const target = {
  jobId: 'job',
  connectionId: 'connection',
  orgId: 'org',
  crmObject: 'Account',
  hubObject: 'accounts',
  runId: 'run',
  attempt: 1,
  dryRun: false,
} as const;

const place = {
  fingerprint: '',
  expectedRows: 2,
  after: null,
  rowsLength: 0,
  rejectsLength: 0,
  pass: 'send',
  askedAt: null,
  pendingLength: 0,
} as const;

function verdictOf(recordId: number): Verdict {
  const keys = [`A-${recordId}`];
  const record = {
    recordId,
    keys,
    cells: keys,
    crmId: null,
    parentCrmId: null,
    parentKey: null,
    version: '1',
    sent: null,
    isEcho: false,
  };
  const row = { crmId: null, newId: null, cells: keys };
  return { kind: 'send', toSend: { record, row, hashes: { hash: 'h', ownHash: 'h' } } };
}

const created: WriteResult = { kind: 'created', crmId: null };
const rehearse = (): Promise<never> => Promise.reject(new Error('Nothing is rehearsed.'));
const close = (): Promise<void> => Promise.resolve();

const onlyTheFirst: Write['write'] = (rows) =>
  rows[0]?.cells[0] === 'A-1'
    ? Promise.resolve([created])
    : Promise.reject(new RetryableError('The CRM is away.', { code: 'away' }));

const stop = stopOf(new AbortController().signal);
const twoBatches = (): AsyncGenerator<OutboundBatch, void> =>
  batchesOf(allAtOnce([verdictOf(1), verdictOf(2)]), 1, stop);

describe('sending batch by batch', () => {
  let dataDir: string;
  let files: OpenRunFiles;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'crosswalk-'));
    files = openRunFiles(dataDir, aRun(), null);
  });
  afterEach(async () => {
    await files.close();
    rmSync(dataDir, { recursive: true });
  });

  function withRows(sending: Sending, addRows: RunFile['addRows']): Sending {
    const rows: RunFile = {
      path: files.rows.path,
      pageStart: files.rows.pageStart,
      addHeader: (columns) => files.rows.addHeader(columns),
      addCsv: (csv) => files.rows.addCsv(csv),
      addRows,
      endPage: () => files.rows.endPage(),
      close: () => files.rows.close(),
    };
    const { rejects, paths } = files;
    return { ...sending, files: { rows, rejects, paths, close: () => files.close() } };
  }

  function sendingOf(
    write: Write['write'],
    tell: (what: string) => void,
    makeReady: Write['makeReady'] = () => undefined,
  ): Sending {
    let counts = zeroCounts;
    const noting = createNoting({
      host: {
        async noteSent(_, batch) {
          await Promise.resolve();
          const { writes } = batch.checkpoint as OutboundPosition;
          const jobs = writes.map(({ job }) => ` ${String(job)}`).join('');
          const ids = idsOfSent(batch.records);
          tell(`${ids.length === 0 ? 'begun' : `noted ${ids.join(' ')}`}${jobs}`);
          counts = addCounts(counts, batch.counts);
          return counts;
        },
      },
      target,
      checkpoint: null,
      position: place,
      earlier: [],
    });
    return {
      write: { method: 'REST', batchRows: 1, makeReady, write, rehearse, close },
      files,
      rejectColumns: [],
      noting,
      dryRun: false,
      stop,
    };
  }

  it('sends the next one before what became of the one before is written down', async () => {
    const told: string[] = [];
    const calls = new EventEmitter();
    const second = once(calls, 'A-2').then(() => undefined);
    const write: Write['write'] = (rows) => {
      const key = `${rows[0]?.cells[0]}`;
      told.push(`sent ${key}`);
      calls.emit(key);
      return Promise.resolve([created]);
    };
    const addRows: RunFile['addRows'] = async (rows) => {
      await second;
      await files.rows.addRows(rows);
    };
    const sending = withRows(
      sendingOf(write, (what) => told.push(what)),
      addRows,
    );
    await sendRows(sending, twoBatches());
    expect(told).to.deep.equal(['sent A-1', 'sent A-2', 'noted 1', 'noted 2']);
  });

  it('fills a bulk job that is noted, while what became of the batch before is written down', async () => {
    const told: string[] = [];
    const calls = new EventEmitter();
    const second = once(calls, 'A-2').then(() => undefined);
    const write: Write['write'] = async (rows, { begun } = {}) => {
      const key = `${rows[0]?.cells[0]}`;
      await begun?.({ job: key });
      told.push(`filled ${key}`);
      calls.emit(key);
      return [created];
    };
    const sending = withRows(
      sendingOf(write, (what) => told.push(what)),
      async (rows) => {
        await second;
        await files.rows.addRows(rows);
      },
    );
    await sendRows(sending, twoBatches());
    expect(told).to.deep.equal([
      'begun A-1',
      'filled A-1',
      // Another attempt finds what became of the first in its job.
      'begun A-1 A-2',
      'filled A-2',
      'noted 1 A-2',
      'noted 2',
    ]);
  });

  it('has the next one made ready in the CRM while one is on its way, and noted where that is', async () => {
    const told: string[] = [];
    /** By key: jobs that are made and noted. */
    const jobs = new Map<string, { readonly rows: readonly WriteRow[]; readonly noted: Promise<void> }>();
    const calls = new EventEmitter();
    const second = once(calls, 'A-2').then(() => undefined);
    const makeReady: Write['makeReady'] = (rows, { begun } = {}) => {
      const key = `${rows[0]?.cells[0]}`;
      const noted = begun?.({ job: key }) ?? Promise.resolve();
      jobs.set(key, { rows, noted: noted.then(() => void calls.emit(key)) });
    };
    const write: Write['write'] = async (rows) => {
      const key = `${rows[0]?.cells[0]}`;
      expect(jobs.get(key)?.rows).to.equal(rows);
      await jobs.get(key)?.noted;
      if (key === 'A-1') await second;
      told.push(`written ${key}`);
      return [created];
    };
    const sending = sendingOf(write, (what) => told.push(what), makeReady);
    await sendRows(sending, twoBatches());
    expect(told).to.deep.equal([
      'begun A-1',
      // Another attempt finds the second one, too, and that nothing of it is written.
      'begun A-1 A-2',
      'written A-1',
      'written A-2',
      'noted 1 A-2',
      'noted 2',
    ]);
  });

  it('makes nothing ready of what is only rehearsed', async () => {
    const ready: (readonly WriteRow[])[] = [];
    const sending = sendingOf(
      onlyTheFirst,
      () => undefined,
      (rows) => void ready.push(rows),
    );
    const rehearsing: Sending = {
      ...sending,
      dryRun: true,
      write: { ...sending.write, rehearse: (rows) => Promise.resolve(rows.map(() => created)) },
    };
    await sendRows(rehearsing, twoBatches());
    expect(ready).to.deep.equal([]);
    expect(sending.noting.counts.created).to.equal(2);
  });

  it('has noted what the CRM took where the batch after it fails', async () => {
    const told: string[] = [];
    const sending = sendingOf(onlyTheFirst, (what) => told.push(what));
    const error = await sendRows(sending, twoBatches()).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(RetryableError);
    await sending.noting.settle();
    expect(told).to.deep.equal(['noted 1']);
  });

  it('tells why what the CRM took could not be written down, also where the batch after it fails', async () => {
    const full = new Error('The disk is full.');
    const sending = withRows(
      sendingOf(onlyTheFirst, () => undefined),
      () => Promise.reject(full),
    );
    expect(await sendRows(sending, twoBatches()).catch((reason: unknown) => reason)).to.equal(full);
  });
});
