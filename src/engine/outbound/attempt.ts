import type { Write, WritePosition } from '../../connectors/writing.ts';
import { approvalOf, guardReason, isBeyond } from '../../domain/guard.ts';
import type { GuardLimit } from '../../domain/guard.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import { zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import type { RunCheckpoint } from '../../hub/hub.ts';
import type { SendTarget } from '../../hub/selection.ts';
import { outboundFingerprint } from '../fingerprint.ts';
import { onlyRejected, refuseNothingSent } from '../outcome.ts';
import { beginAgain } from '../attempts.ts';
import type { Attempt, AttemptEnd, AttemptsOptions } from '../attempts.ts';
import { reachableLimit } from '../guard-limit.ts';
import { openRunFiles } from '../run-files.ts';
import type { OpenRunFiles } from '../run-files.ts';
import type { OutboundSpec } from '../run-host.ts';
import { batchesOf } from './batch.ts';
import type { OutboundBatch } from './batch.ts';
import { countChanges } from './count-changes.ts';
import type { JudgeRules, ToSend, Verdict } from './judge.ts';
import { createNoting } from './noting.ts';
import type { Noting } from './noting.ts';
import { forgetPending, openPendingFile, pendingBatches } from './pending-file.ts';
import { outboundPosition } from './position.ts';
import type { OutboundPosition } from './position.ts';
import { prepareOutbound } from './prepare.ts';
import type { PreparedOutbound } from './prepare.ts';
import { rowHasher } from './row-hash.ts';
import { sendRows } from './send-rows.ts';
import type { Sending } from './send-rows.ts';
import { allAtOnce, selectVerdicts } from './verdicts.ts';

export interface OutboundAttemptOptions extends AttemptsOptions<OutboundSpec> {
  /** null = from the beginning. */
  readonly resumed: OutboundPosition | null;
  /** What earlier attempts have on its way in the CRM. */
  readonly earlier: readonly WritePosition[];
}

/** What is known of a run before it sends anything. */
interface Prepared {
  readonly prepared: PreparedOutbound;
  readonly rules: JudgeRules;
  readonly keyNames: readonly string[];
  readonly fingerprint: string;
  readonly expectedRows: number;
}

/** Where a pass over the rows begins. */
interface Start {
  readonly checkpoint: RunCheckpoint | null;
  /** Of all records, where they are known already. */
  readonly verdicts?: readonly Verdict[] | null;
}

interface LookedAhead {
  readonly limit: GuardLimit | null;
  readonly verdicts: readonly Verdict[] | null;
}

type Place = Omit<OutboundPosition, 'version' | 'writes'>;

export function createOutboundAttempt(options: OutboundAttemptOptions): Attempt {
  const { spec, host, client, stop, now, resumed, earlier } = options;
  const { run, job, dataDir } = spec;
  let isRehearsing = resumed?.pass === 'ask';
  let noting: Noting | null = null;
  let files: OpenRunFiles | null = null;

  async function execute(): Promise<AttemptEnd> {
    // First of all: whatever ends this attempt, the files are whole.
    if (resumed !== null) files = openRunFiles(dataDir, run, resumed);
    host.reportProgress({ phase: 'counting', expectedRows: resumed?.expectedRows ?? null });
    // The same moment for every attempt, so that filter and formulas which ask for the time give the same.
    const prepared = await stop.race(prepareOutbound(spec, client, host, run.startedAt ?? now()));
    const { compiled, selection, scope, object } = prepared;
    const fingerprint = outboundFingerprint(job, { orgId: scope.orgId, hubId: spec.hub.id });
    if (resumed !== null && resumed.fingerprint !== fingerprint)
      throw beginAgain('The job or its org changed.');
    const expectedRows = resumed?.expectedRows ?? (await stop.race(host.countSelected(selection)));
    const hashesOf = rowHasher(compiled.fields, job, { filled: spec.filled, object });
    const ready: Prepared = {
      prepared,
      rules: { compiled, hashesOf, sendsAll: run.mode === 'full' },
      keyNames: hubObjects[job.source.object].keys,
      fingerprint,
      expectedRows,
    };
    return resumed === null ? await begin(ready) : await goOn(ready, resumed, spec.checkpoint);
  }

  async function begin(ready: Prepared): Promise<AttemptEnd> {
    const { limit, verdicts } = await lookAhead(ready);
    if (limit !== null) return await rehearse(ready, limit);
    return await send(ready, await firstPlace(ready), { checkpoint: null, verdicts });
  }

  async function goOn(
    ready: Prepared,
    position: OutboundPosition,
    checkpoint: RunCheckpoint | null,
  ): Promise<AttemptEnd> {
    if (position.pass === 'send') return await send(ready, position, { checkpoint });
    if (position.pass === 'replay') return await replay(ready, position, checkpoint);
    const { approval } = run;
    const isAnswered = approval?.decision?.kind === 'approved';
    if (approval === undefined || !isAnswered || approval.askedAt.toISOString() !== position.askedAt) {
      throw beginAgain('What it was about to send was not approved.');
    }
    isRehearsing = false;
    files ??= openRunFiles(dataDir, run, position);
    const rowsLength = await addHeader(ready, files);
    const start: Place = { ...position, rowsLength, pass: 'replay', askedAt: null, after: null };
    const counts = notSent(checkpoint?.counts ?? zeroCounts);
    const begun = { counts, checkpoint: outboundPosition({ ...start, writes: [] }) };
    await host.restart(begun);
    return await replay(ready, start, { ...begun, sequence: 1, rejects: [] });
  }

  /**
   * The rule, where so many records differ from what was sent that it has to be looked what the CRM makes of them. Where
   * it does not apply, what was found on the way, if it could be kept.
   */
  async function lookAhead(ready: Prepared): Promise<LookedAhead> {
    const { prepared, rules, expectedRows } = ready;
    const limit = await reachableLimit(spec, host, { rows: expectedRows, isFull: false });
    if (limit === null) return { limit, verdicts: null };
    host.reportProgress({ phase: 'rehearsing', expectedRows });
    const byTheHub = selectVerdicts({ host, prepared, rules: { ...rules, sendsAll: false } }, null);
    const { count, verdicts } = await countChanges(byTheHub, stop, (soFar) => isBeyond(limit, soFar));
    if (isBeyond(limit, count)) return { limit, verdicts: null };
    return { limit: null, verdicts: rules.sendsAll ? null : verdicts };
  }

  /** Asks the CRM what would become of the rows, keeps those that would be written, and goes on or asks. */
  async function rehearse(ready: Prepared, limit: GuardLimit): Promise<AttemptEnd> {
    isRehearsing = true;
    const place: Place = { ...(await firstPlace(ready)), pass: 'rehearse' };
    const pending = openPendingFile({ dataDir, run });
    let changed = 0;
    let pendingLength = 0;
    const rehearsed = async (rows: readonly ToSend[]): Promise<void> => {
      changed += rows.filter(({ record, hashes }) => record.sent?.hash !== hashes.hash).length;
      await pending.add(rows);
    };
    try {
      await sendAll(ready, place, { checkpoint: null, dryRun: true, rehearsed });
    } finally {
      pendingLength = await pending.close();
    }
    const counts = noting?.counts ?? zeroCounts;
    const rows = { changed, rejected: counts.rejected };
    const reason = guardReason(limit, rows);
    if (reason === null) return await sendAfterAll(ready);
    const approval = approvalOf(limit, { ...rows, reason, counts }, now());
    const askedAt = approval.askedAt.toISOString();
    // The rows that were rehearsed make way for those that are sent; what was rejected stays.
    await noting?.turn({ pass: 'ask', askedAt, pendingLength, rowsLength: 0 });
    return { kind: 'held', counts, approval };
  }

  /** It is not that much after all: nobody was told of the rows, so they are sent as they are now. */
  async function sendAfterAll(ready: Prepared): Promise<AttemptEnd> {
    await host.restart();
    isRehearsing = false;
    forgetPending({ dataDir, run });
    await files?.close();
    files = null;
    return await send(ready, await firstPlace(ready), { checkpoint: null });
  }

  async function send(
    ready: Prepared,
    place: Place,
    { checkpoint, verdicts = null }: Start,
  ): Promise<AttemptEnd> {
    await sendAll(ready, place, { checkpoint, verdicts, dryRun: run.dryRun });
    return { kind: 'done', cursor: null };
  }

  async function sendAll(
    ready: Prepared,
    place: Place,
    { checkpoint, verdicts = null, ...how }: Pick<Sending, 'dryRun' | 'rehearsed'> & Start,
  ): Promise<void> {
    const phase = how.rehearsed === undefined ? 'sending' : 'rehearsing';
    const sending = await openSending(ready, place, { checkpoint, ...how, phase });
    const coming = verdicts === null ? selectVerdicts({ host, ...ready }, place.after) : allAtOnce(verdicts);
    await sendToEnd(ready, sending, batchesOf(coming, sending.write.batchRows, stop));
  }

  /** Sends what was approved, just as it was rehearsed. */
  async function replay(
    ready: Prepared,
    place: Place,
    checkpoint: RunCheckpoint | null,
  ): Promise<AttemptEnd> {
    const sending = await openSending(ready, place, { checkpoint, dryRun: false, phase: 'sending' });
    const { pendingLength: length, after } = place;
    const { batchRows } = sending.write;
    await sendToEnd(ready, sending, pendingBatches({ dataDir, run }, { length, after, batchRows }));
    return { kind: 'done', cursor: null };
  }

  async function openSending(
    { prepared, keyNames, expectedRows }: Prepared,
    place: Place,
    {
      checkpoint,
      dryRun,
      rehearsed,
      phase,
    }: Pick<Sending, 'dryRun' | 'rehearsed'> & {
      readonly checkpoint: RunCheckpoint | null;
      readonly phase: 'sending' | 'rehearsing';
    },
  ): Promise<Sending> {
    const target: SendTarget = { ...prepared.scope, runId: run.id, attempt: run.attempt, dryRun };
    noting = createNoting({ host, target, checkpoint, position: place, earlier });
    host.reportProgress({ phase, expectedRows });
    const write = await stop.race(openWrite(prepared, expectedRows));
    files ??= openRunFiles(dataDir, run, place);
    const rejectColumns = [...keyNames, ...prepared.attributes];
    return {
      write,
      files,
      rejectColumns,
      noting,
      dryRun,
      stop,
      ...(rehearsed === undefined ? {} : { rehearsed }),
    };
  }

  async function sendToEnd(
    { expectedRows }: Prepared,
    sending: Sending,
    batches: AsyncGenerator<OutboundBatch, void>,
  ): Promise<void> {
    const firstReason = await sendRows(sending, batches);
    const { noting: its, write } = sending;
    stop.check();
    host.reportProgress({ phase: 'finishing', expectedRows });
    await write.close();
    refuseNothingSent(its.counts, firstReason);
  }

  async function firstPlace(ready: Prepared): Promise<Place> {
    const { fingerprint, expectedRows } = ready;
    files ??= openRunFiles(dataDir, run, null);
    const rowsLength = await addHeader(ready, files);
    const rejectsLength = files.rejects.length;
    const place = { fingerprint, expectedRows, after: null, rowsLength, rejectsLength };
    return { ...place, pass: 'send', askedAt: null, pendingLength: 0 };
  }

  function openWrite({ object, compiled }: PreparedOutbound, expectedRows: number): Promise<Write> {
    const { allowCreate, updateExisting, emptyValues } = job.settings;
    return client.openWrite({
      object,
      fields: compiled.fields.map(({ name, refersTo }) => ({ name, refersTo })),
      matchOn: job.target.matchOn,
      allowCreate,
      updateExisting,
      emptyValues,
      expectedRows,
      resumeFrom: earlier,
      signal: stop.crm,
    });
  }

  return {
    execute,
    get counts() {
      const counts = noting?.counts ?? (resumed === null ? null : spec.checkpoint?.counts) ?? zeroCounts;
      return isRehearsing ? onlyRejected(counts) : counts;
    },
    get files() {
      return files?.paths ?? { rows: null, rejects: null };
    },
    async close() {
      await noting?.settle();
      await files?.close();
    },
    tidy() {
      if (spec.guard !== null) forgetPending({ dataDir, run });
    },
  };
}

/** What of a rehearsal is settled, whatever becomes of the rows that would be written. */
function notSent({ unchanged, ignored, rejected }: RunCounts): RunCounts {
  return { ...zeroCounts, read: unchanged + ignored + rejected, unchanged, ignored, rejected };
}

async function addHeader({ prepared, keyNames }: Prepared, { rows }: OpenRunFiles): Promise<number> {
  const fieldNames = prepared.compiled.fields.map(({ name }) => name);
  await rows.addHeader([...keyNames, 'crm_id', 'result', ...fieldNames]);
  return await rows.endPage();
}
