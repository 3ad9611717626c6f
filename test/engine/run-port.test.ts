import { MessageChannel } from 'node:worker_threads';
import { expect } from 'chai';
import { FatalError, RecordError, RetryableError, UserError } from '../../src/domain/errors.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import { noneSent, packSent } from '../../src/domain/sent-records.ts';
import type { RunHost, RunSpec, RunStage } from '../../src/engine/run-host.ts';
import { servePort, startOverPort } from '../../src/engine/run-port.ts';
import type { PortRun, RunOverPort } from '../../src/engine/run-port.ts';
import { RunStopped } from '../../src/engine/run-stopped.ts';
import type { LoadBatch, LoadTarget } from '../../src/hub/hub.ts';
import { aSendTarget } from '../support/selection.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { rejection } from '../support/rejection.ts';
import { aJob, noon } from '../support/records.ts';

const target: LoadTarget = {
  connectionId: 'connection-1',
  sourceObject: 'Account',
  hubObject: 'accounts',
  runId: 'run-1',
  attempt: 1,
  jobId: 'job-1',
  allowCreate: true,
  resolveConflicts: false,
  dryRun: false,
  isFull: false,
  attributes: [],
};
const aBatch = (text: string, sequence = 1): LoadBatch => ({
  sequence,
  rows: new TextEncoder().encode(text),
  rowCount: 1,
  seenIds: [],
  hasRepeats: false,
  countsBefore: zeroCounts,
  checkpoint: { page: 'a' },
});
const spec: RunSpec = {
  direction: 'inbound',
  run: {
    id: 'run-1',
    jobId: 'job-1',
    jobVersion: 1,
    mode: 'full',
    modeReason: null,
    trigger: 'cli',
    startedBy: 'ada',
    dryRun: false,
    status: 'running',
    phase: 'waiting',
    attempt: 1,
    owner: 'me',
    heartbeatAt: noon,
    retry: null,
    expectedRows: null,
    counts: zeroCounts,
    queuedAt: noon,
    startedAt: noon,
    finishedAt: null,
    error: null,
    files: { rows: null, rejects: null },
  },
  job: aJob(),
  connector: 'salesforce',
  allowsPrivate: false,
  attributes: [],
  cursor: null,
  only: null,
  hub: { id: 'hub-1', syncedUntil: null },
  checkpoint: null,
  dataDir: '/data',
  guard: null,
};

/** Answers loads with the number of their bytes, and remembers what it was told. */
function aHost(given: Partial<RunHost> = {}) {
  const told: unknown[] = [];
  const host: RunHost = {
    session: (stale) =>
      Promise.resolve({ accessToken: stale?.accessToken ?? 'first', instanceUrl: '', expiresAtMs: null }),
    load: (_, { rows, sequence }) => {
      told.push([sequence, new TextDecoder().decode(rows)]);
      return Promise.resolve({
        result: { counts: { ...zeroCounts, read: rows.byteLength }, rejects: [] },
        rows,
      });
    },
    applyDeletes: () => Promise.resolve({ counts: zeroCounts, rejects: [] }),
    reconcile: () => Promise.resolve({ counts: zeroCounts, rejects: [] }),
    countSelected: () => Promise.resolve(0),
    selectOutbound: () => Promise.resolve({ records: [], next: null }),
    noteSent(_, { records, counts }) {
      told.push([records.count, new TextDecoder().decode(records.rows)]);
      return Promise.resolve(counts);
    },
    restart: () => Promise.resolve(),
    countKnown: () => Promise.resolve(0),
    awaitApproval: (held) => Promise.resolve(void told.push(held)),
    dropMatches: () => Promise.resolve(),
    changeMode: (...args) => Promise.resolve(void told.push(args)),
    addAttributes: () => Promise.resolve(),
    reportProgress: (stage: RunStage) => void told.push(stage),
    reportRetry: (retry) => void told.push(retry),
    reportUsage: (usage) => void told.push(usage),
    finish: (outcome) => Promise.resolve(told.push(outcome) > 0),
    ...given,
  };
  return { host, told };
}

describe('a run over a message port', () => {
  const channels: MessageChannel[] = [];
  afterEach(() => {
    for (const { port1, port2 } of channels.splice(0)) {
      port1.close();
      port2.close();
    }
  });

  type Work = (...given: Parameters<PortRun>) => Promise<void>;
  function start(host: RunHost, work: Work): RunOverPort {
    const channel = new MessageChannel();
    channels.push(channel);
    void servePort(channel.port2, async (...given) => {
      await work(...given);
      return 'over';
    });
    return startOverPort(channel.port1, { spec, host, log: recordedLog().log });
  }

  it('gets what it is to do, and the main thread what it asks', async () => {
    const { host, told } = aHost();
    const seen: unknown[] = [];
    const retry = { attempt: 1, attempts: 6, reason: 'Nobody answers.', nextAt: new Date(9) };
    await start(host, async (given, over) => {
      seen.push(given);
      seen.push(await over.session(null));
      over.reportProgress({ phase: 'reading', expectedRows: 7 });
      over.reportRetry(retry);
      await over.changeMode('full', 'first run');
      seen.push((await over.load(target, aBatch('[1]'))).result);
    }).ended;
    expect(seen).to.deep.equal([
      spec,
      { accessToken: 'first', instanceUrl: '', expiresAtMs: null },
      { counts: { ...zeroCounts, read: 3 }, rejects: [] },
    ]);
    expect(told).to.deep.equal([
      { phase: 'reading', expectedRows: 7 },
      retry,
      ['full', 'first run'],
      [1, '[1]'],
    ]);
  });

  it('hands over what was sent as often as there is something, or nothing', async () => {
    const { host, told } = aHost();
    const sent = packSent([{ recordId: 7, crmId: '001', hash: 'h', ownHash: 'o', version: 'v' }]);
    await start(host, async (_, over) => {
      for (const [index, records] of [noneSent, sent, noneSent].entries()) {
        await over.noteSent(aSendTarget(), {
          sequence: index,
          records,
          counts: zeroCounts,
          checkpoint: null,
        });
      }
    }).ended;
    expect(told).to.deep.equal([
      [0, ''],
      [1, '[[7,"001","h","o","v"]]'],
      [0, ''],
    ]);
    // Memory that went over cannot be looked at any more.
    expect(new Uint8Array(noneSent.rows.buffer)).to.have.lengthOf(0);
    expect(() => new Uint8Array(sent.rows.buffer)).to.throw(TypeError);
  });

  it('keeps its thread until the main thread has heard how it ended', async () => {
    const channel = new MessageChannel();
    channels.push(channel);
    let isOver = false;
    const served = servePort(channel.port2, () => Promise.resolve('left')).then(() => (isOver = true));
    const { ended } = startOverPort(channel.port1, { spec, host: aHost().host, log: recordedLog().log });
    expect(await ended).to.equal('left');
    expect(isOver).to.equal(false);
    channel.port1.close();
    await served;
  });

  it('hands a batch over without copying it, and gives its memory back', async () => {
    const { host, told } = aHost();
    const own = aBatch('[333]');
    const part = { ...aBatch('', 2), rows: new Uint8Array(new TextEncoder().encode('[1][22]').buffer, 0, 3) };
    const back: string[] = [];
    await start(host, async (_, over) => {
      for (const batch of [own, part]) {
        const { rows } = await over.load(target, batch);
        back.push(`${new TextDecoder().decode(rows)} of ${rows.buffer.byteLength}`);
      }
    }).ended;
    expect(told).to.deep.equal([
      [1, '[333]'],
      [2, '[1]'],
    ]);
    expect(back).to.deep.equal(['[333] of 5', '[1] of 7']);
    expect([own.rows.byteLength, part.rows.byteLength]).to.deep.equal([0, 0]);
  });

  const errors: readonly Error[] = [
    new UserError('Mend this.', { code: 'a', position: 3, path: ['auth', 0] }),
    new RetryableError('Later.', { code: 'b', retryAfterMs: 1_500 }),
    new RecordError('One row.', { code: 'c' }),
    new FatalError('No more.', { code: 'd' }),
    new RunStopped('lost'),
    new TypeError('a bug'),
  ];
  for (const error of errors) {
    it(`carries a ${error.name} to the worker and back, with all that it says`, async () => {
      const { host } = aHost({ restart: () => Promise.reject(error) });
      const ended = start(host, (_, over) => over.restart()).ended;
      const back = await rejection(ended);
      expect(back.message).to.equal(error.message);
      if (!(error instanceof TypeError)) {
        expect(back).to.be.instanceOf(error.constructor);
        for (const [key, value] of Object.entries(error)) expect(back).to.have.deep.property(key, value);
      }
      expect(back.stack).to.equal(error.stack);
    });
  }

  it('tells the worker to stop, and why', async () => {
    const { host } = aHost();
    const run = start(host, async (_, __, signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new FatalError(String(signal.reason));
    });
    run.stop('shutdown');
    expect((await rejection(run.ended)).message).to.equal('shutdown');
  });

  it('refuses a run that asks for more at one time than it may', async () => {
    const { host } = aHost({ restart: () => new Promise(() => undefined) });
    const ended = start(host, async (_, over) => {
      for (let each = 0; each < 1_000; each += 1) over.restart().catch(() => undefined);
      await Promise.resolve();
    }).ended;
    expect(await rejection(ended)).to.have.property('code', 'too_many_calls');
  });
});
