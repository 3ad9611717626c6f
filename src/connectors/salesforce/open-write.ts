/** Writes rows to Salesforce: in collections of 200 or, where there are many, by Bulk API 2.0. */
import { awaitedLater } from '../../domain/awaited-later.ts';
import { CsvSpaces } from '../csv-cells.ts';
import { childOf } from '../http/child-signal.ts';
import type { Write, WriteOptions, WritePosition, WriteRequest, WriteResult, WriteRow } from '../writing.ts';
import { beginBulk } from './bulk-write.ts';
import type { BulkLoads, BulkWrite } from './bulk-write.ts';
import { collectionRows, unlessAborted, writeCollections } from './collection-write.ts';
import type { Settle } from './collection-write.ts';
import { unsupportedByBulk } from './error-rules.ts';
import { FatalError } from '../../domain/errors.ts';
import { findRecords } from './find-records.ts';
import type { IngestJobs } from './ingest-jobs.ts';
import type { Sending } from './record-text.ts';
import { recoverWrite } from './recover-write.ts';
import type { RecoveredWrite } from './recover-write.ts';
import type { SalesforceHttp } from './request.ts';
import { sortRows } from './sort-rows.ts';
import type { FindIds, SortedRows } from './sort-rows.ts';
import { comparableKey, layWrite } from './write-layout.ts';
import type { WriteLayout } from './write-layout.ts';
import { readWritePosition, writeWritePosition } from './write-position.ts';

export interface WriteContext {
  readonly http: SalesforceHttp;
  readonly ingest: IngestJobs;
  /** Throws where the org's requests are running out. */
  readonly checkReserve: () => void;
  readonly bulkWriteThresholdRows: number;
}

/** A call that is made ready, as far as it can be without anything being written. */
interface ReadyCall {
  readonly rounds: readonly (readonly Sending[])[];
  /** Of the first round: what is sent of it, and its loads. */
  readonly sorted: SortedRows;
  readonly loads: BulkLoads;
  readonly onJob: (job: string) => Promise<void>;
}

/** Of the two last calls of an earlier attempt that wrote something the first may have made no bulk job. */
const fewestRecoveringCalls = 2;
/** Of a large set too: so few rows are in faster by collections than a job is begun. */
const smallBatchRows = 2_000;

export function openWrite(context: WriteContext, request: WriteRequest): Write {
  const { http, ingest, checkReserve, bulkWriteThresholdRows } = context;
  const { expectedRows } = request;
  const { signal, abort } = childOf(request.signal);
  const layout = layWrite(request);
  let isLarge = expectedRows > bulkWriteThresholdRows;
  const common = { http, layout, beforeRequest: checkReserve, signal };
  const bulk: BulkWrite = { ...common, ingest, spaces: new CsvSpaces(), csvs: [] };
  const search = { http, object: layout.object, beforeRequest: checkReserve, signal };
  const findIds: FindIds = (keys) =>
    findRecords({ ...search, field: layout.matchOn, type: layout.matchType }, keys);
  /** Of an earlier attempt; null once all its rows have come again. */
  let earlier = jobsOf(request.resumeFrom);
  let recovered: RecoveredWrite | null = null;
  let calls = 0;
  /** The call that comes next. */
  let ready: { readonly rows: readonly WriteRow[]; readonly call: Promise<ReadyCall | null> } | null = null;

  const goesInBulk = (sendings: readonly Sending[]): boolean =>
    isLarge && sendings.length > Math.min(smallBatchRows, bulkWriteThresholdRows);

  async function sendRound(
    sendings: readonly Sending[],
    loads: BulkLoads | null,
    settle: Settle,
  ): Promise<void> {
    let left = sendings;
    try {
      left = (await loads?.finish(settle)) ?? left;
    } catch (error) {
      if (!(error instanceof FatalError && error.code === unsupportedByBulk)) throw error;
      isLarge = false;
    }
    await writeCollections(common, left, settle);
  }

  function makeReady(rows: readonly WriteRow[], options: WriteOptions = {}): void {
    // What becomes of the rows may depend on what is being written.
    if (!isLarge || layout.needsLookup || earlier !== null) return;
    ready = { rows, call: awaitedLater(readyCall(rows, options)) };
  }

  async function readyCall(rows: readonly WriteRow[], { begun }: WriteOptions): Promise<ReadyCall | null> {
    const rounds = roundsOf(sendingsOf(rows, layout), layout);
    const sorted = await sortRows(rounds[0] ?? [], layout, request, { findIds });
    if (!goesInBulk(sorted.toSend)) return null;
    const onJob = tellingOf(begun);
    return { rounds, sorted, loads: beginBulk(bulk, sorted.toSend, onJob), onJob };
  }

  async function takeReady(rows: readonly WriteRow[]): Promise<ReadyCall | null> {
    const taken = ready?.rows === rows ? ready.call : null;
    ready = null;
    return await taken;
  }

  async function write(
    rows: readonly WriteRow[],
    { begun }: WriteOptions = {},
  ): Promise<readonly WriteResult[]> {
    const results: (WriteResult | undefined)[] = rows.map(() => undefined);
    const made = await takeReady(rows);
    ingest.nextCall();
    const onJob = made?.onJob ?? tellingOf(begun);
    const rounds = made?.rounds ?? roundsOf(await takeRecovered(sendingsOf(rows, layout), results), layout);
    /** What is first sent. */
    let ahead: Pick<ReadyCall, 'sorted' | 'loads'> | null = made;
    for (const round of rounds) {
      let sendings = round;
      // A second time for rows whose record was not where its id leads to.
      for (let pass = 1; pass <= 2 && sendings.length > 0 && !signal.aborted; pass += 1) {
        const gone: Sending[] = [];
        const sorted =
          ahead?.sorted ??
          (await unlessAborted(signal, () => sortRows(sendings, layout, request, { findIds })));
        if (sorted === null) break;
        for (const { sending, result } of sorted.settled) results[sending.index] = result;
        const settle: Settle = (sending, answer) => {
          const isElsewhere = answer.kind === 'gone' && layout.keyOf(sending.row) !== null && pass === 1;
          if (isElsewhere) gone.push({ ...sending, id: null });
          else results[sending.index] = answer.kind === 'gone' ? answer.refused : answer.result;
        };
        // Rows may turn out to lead to one record when their ids are looked up.
        const parts = layout.needsLookup ? roundsOf(sorted.toSend, layout) : [sorted.toSend];
        for (const part of parts) {
          const loads = ahead?.loads ?? (goesInBulk(part) ? beginBulk(bulk, part, onJob) : null);
          ahead = null;
          await sendRound(part, loads, settle);
        }
        sendings = gone;
      }
    }
    return results.map((result) => result ?? { kind: 'unsent' });
  }

  /** @returns those of which no job of an earlier attempt tells */
  async function takeRecovered(
    sendings: readonly Sending[],
    results: (WriteResult | undefined)[],
  ): Promise<readonly Sending[]> {
    if (earlier === null) return sendings;
    const found = recovered ?? (await recoverWrite(bulk, earlier));
    recovered = found;
    for (const job of found.jobs) ingest.setAside(job);
    const left = sendings.filter((sending) => {
      const result = found.take(sending);
      if (result !== null) results[sending.index] = result;
      return result === null;
    });
    calls += 1;
    if (calls >= fewestRecoveringCalls && left.length === sendings.length) {
      earlier = null;
      recovered = null;
    }
    return left;
  }

  async function rehearse(rows: readonly WriteRow[]): Promise<readonly WriteResult[]> {
    const results: (WriteResult | undefined)[] = rows.map(() => undefined);
    const all = sendingsOf(rows, layout);
    const ids = [...new Set(all.flatMap(({ id }) => id ?? []))];
    const there = await findRecords({ ...search, field: 'Id', type: 'id' }, ids);
    const isThere = (id: string): boolean => there.has(comparableKey(id, 'id'));
    const left = all.map((sending) => {
      if (sending.id === null || isThere(sending.id) || layout.matchesById) return sending;
      return { ...sending, id: null };
    });
    const made = new Set<string>();
    for (const round of roundsOf(left, layout)) {
      const sorted = await sortRows(round, layout, request, { findIds, isAlwaysAsked: true });
      for (const { sending, result } of sorted.settled) results[sending.index] = result;
      for (const { index, row, id } of sorted.toSend) {
        const key = comparableKey(layout.keyOf(row) ?? '', layout.matchType);
        if (id !== null && !isThere(id) && layout.matchesById) results[index] = notThere(id);
        else if (id === null && !made.has(key)) results[index] = { kind: 'created', crmId: null };
        else results[index] = { kind: request.updateExisting ? 'updated' : 'ignored', crmId: id };
        if (id === null) made.add(key);
      }
    }
    return results.map((result) => result ?? { kind: 'unsent' });
  }

  return {
    method: isLarge ? 'Bulk API 2.0' : 'REST',
    batchRows: isLarge ? http.tuning.bulkLoadRows : collectionRows,
    makeReady,
    write,
    rehearse,
    async close() {
      abort();
      await ingest.closeAll();
    },
  };
}

/** @returns null where there are none */
function jobsOf(positions: readonly WritePosition[]): readonly string[] | null {
  const jobs = positions.flatMap((position) => readWritePosition(position).jobs);
  return jobs.length === 0 ? null : jobs;
}

function sendingsOf(rows: readonly WriteRow[], layout: WriteLayout): readonly Sending[] {
  return rows.map((row, index) => ({ index, row, id: layout.idOf(row), isNew: false }));
}

/** Tells of all jobs of one call, as each is made. */
function tellingOf(begun: WriteOptions['begun']): (job: string) => Promise<void> {
  const jobs: string[] = [];
  return async (job) => {
    jobs.push(job);
    await begun?.(writeWritePosition({ jobs }));
  };
}

/** Rows that lead to one record are written one after the other; Salesforce refuses them in one call. */
function roundsOf(sendings: readonly Sending[], layout: WriteLayout): readonly (readonly Sending[])[] {
  const rounds: Sending[][] = [];
  const timesOfId = new Map<string, number>();
  const timesOfKey = new Map<string, number>();
  for (const sending of sendings) {
    const key = sending.id === null ? layout.keyOf(sending.row) : null;
    const record = sending.id ?? (key === null ? null : comparableKey(key, layout.matchType));
    const times = sending.id === null ? timesOfKey : timesOfId;
    // Rows that lead nowhere are never sent.
    const round = record === null ? 0 : (times.get(record) ?? 0);
    if (record !== null) times.set(record, round + 1);
    (rounds[round] ??= []).push(sending);
  }
  return rounds;
}

function notThere(id: string): WriteResult {
  return {
    kind: 'rejected',
    crmId: id,
    code: 'ENTITY_IS_DELETED',
    reason: 'Salesforce has no record with this id, or it has been deleted.',
  };
}
