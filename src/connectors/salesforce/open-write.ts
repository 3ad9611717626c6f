/** Writes rows to Salesforce: in collections of 200 or, where there are many, by Bulk API 2.0. */
import { CsvBytes } from '../../domain/csv-bytes.ts';
import { CsvSpaces } from '../csv-cells.ts';
import type { Write, WriteOptions, WriteRequest, WriteResult, WriteRow } from '../writing.ts';
import { writeBulk } from './bulk-write.ts';
import type { BulkWrite } from './bulk-write.ts';
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
import type { FindIds } from './sort-rows.ts';
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

/** Of the two last calls of an earlier attempt the first may have made no bulk job. */
const fewestRecoveringCalls = 2;
/** Of a large set too: so few rows are in faster by collections than a job is begun. */
const smallBatchRows = 2_000;

export function openWrite(context: WriteContext, request: WriteRequest): Write {
  const { http, ingest, checkReserve, bulkWriteThresholdRows } = context;
  const { signal, expectedRows } = request;
  const layout = layWrite(request);
  let isLarge = expectedRows > bulkWriteThresholdRows;
  const common = { http, layout, beforeRequest: checkReserve, signal };
  const bulk: BulkWrite = { ...common, ingest, spaces: new CsvSpaces(), csv: new CsvBytes() };
  const search = { http, object: layout.object, beforeRequest: checkReserve, signal };
  const findIds: FindIds = (keys) =>
    findRecords({ ...search, field: layout.matchOn, type: layout.matchType }, keys);
  /** Of an earlier attempt; null once all its rows have come again. */
  let earlier: readonly string[] | null = request.resumeFrom.flatMap(
    (position) => readWritePosition(position).jobs,
  );
  let recovered: RecoveredWrite | null = null;
  let calls = 0;

  async function sendRound(
    sendings: readonly Sending[],
    settle: Settle,
    onJob: (job: string) => Promise<void>,
  ): Promise<void> {
    let left = sendings;
    if (isLarge && sendings.length > Math.min(smallBatchRows, bulkWriteThresholdRows)) {
      try {
        left = await writeBulk(bulk, sendings, settle, onJob);
      } catch (error) {
        if (!(error instanceof FatalError && error.code === unsupportedByBulk)) throw error;
        isLarge = false;
      }
    }
    await writeCollections(common, left, settle);
  }

  async function write(
    rows: readonly WriteRow[],
    { begun }: WriteOptions = {},
  ): Promise<readonly WriteResult[]> {
    const results: (WriteResult | undefined)[] = rows.map(() => undefined);
    const all = rows.map((row, index) => ({ index, row, id: layout.idOf(row), isNew: false }));
    ingest.nextCall();
    const jobs: string[] = [];
    const onJob = async (job: string): Promise<void> => {
      jobs.push(job);
      await begun?.(writeWritePosition({ jobs }));
    };
    const left = await takeRecovered(all, results);
    for (const round of roundsOf(left, layout)) {
      let sendings: readonly Sending[] = round;
      // A second time for rows whose record was not where its id leads to.
      for (let pass = 1; pass <= 2 && sendings.length > 0 && !signal.aborted; pass += 1) {
        const gone: Sending[] = [];
        const sorted = await unlessAborted(signal, () => sortRows(sendings, layout, request, { findIds }));
        if (sorted === null) break;
        for (const { sending, result } of sorted.settled) results[sending.index] = result;
        const settle: Settle = (sending, answer) => {
          const isElsewhere = answer.kind === 'gone' && layout.keyOf(sending.row) !== null && pass === 1;
          if (isElsewhere) gone.push({ ...sending, id: null });
          else results[sending.index] = answer.kind === 'gone' ? answer.refused : answer.result;
        };
        // Rows may turn out to lead to one record when their ids are looked up.
        const parts = layout.needsLookup ? roundsOf(sorted.toSend, layout) : [sorted.toSend];
        for (const part of parts) await sendRound(part, settle, onJob);
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
    if (earlier === null || earlier.length === 0) return sendings;
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
    const all = rows.map((row, index) => ({ index, row, id: layout.idOf(row), isNew: false }));
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
    write,
    rehearse,
    close: () => ingest.closeAll(),
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
