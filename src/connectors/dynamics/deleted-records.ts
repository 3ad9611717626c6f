/** What is gone: told by delta links since a mark, and of merged records by the record that lost. */
import { z } from 'zod';
import { RetryableError } from '../../domain/errors.ts';
import type { DeletedBatch, DeletedRecord, DeletionMark, ReadWindow } from '../connector.ts';
import { test } from '../filter/condition.ts';
import { changesExpired } from './error-rules.ts';
import { allOf } from './odata-condition.ts';
import { addressOf } from './odata.ts';
import { isMergeable, withinWindow } from './plan-read.ts';
import type { DynamicsHttp } from './request.ts';
import { fetchPage } from './rest-query.ts';
import type { Page } from './rest-query.ts';
import type { DynamicsTable } from './table.ts';

/** Delta links lead somewhere for thirty days. */
export const deletedRetentionDays = 30;

/** The contract's bound. */
const batchRecords = 2_000;

const deletedEntity = z.object({ id: z.string(), reason: z.literal('deleted') });

export interface DeletedRead {
  readonly http: DynamicsHttp;
  readonly table: DynamicsTable;
  readonly window: ReadWindow;
  readonly mark: DeletionMark | null;
  readonly signal: AbortSignal;
}

/** @throws RetryableError `changes_expired` where the mark leads nowhere any more. */
export async function* readDeleted(read: DeletedRead): AsyncGenerator<DeletedBatch, void, undefined> {
  if (isMergeable(read.table)) yield* readMerged(read);
  if (read.mark !== null) yield* readSince(read, read.mark);
}

/** Merged away records stay, inactive, and name the one that won. */
async function* readMerged({
  http,
  table,
  window,
  signal,
}: DeletedRead): AsyncGenerator<DeletedBatch, void, undefined> {
  const condition = allOf([test('merged eq true'), withinWindow(window)]);
  if (typeof condition === 'string') return;
  const path = addressOf(table.entitySetName, [
    ['$select', `${table.primaryId},_masterid_value`],
    ['$filter', condition.text],
    ['$orderby', `modifiedon,${table.primaryId}`],
  ]);
  for await (const { rows } of pagesOf(http, path, signal)) {
    const records = rows.flatMap((row): DeletedRecord[] => {
      const id = idOf(row[table.primaryId]);
      return id === null ? [] : [{ id, mergedInto: idOf(row['_masterid_value']) }];
    });
    yield* inBatches(records, null);
  }
}

/** A delta link tells of what came and changed too, which the read of changes brings by itself. */
async function* readSince(
  { http, table, signal }: DeletedRead,
  mark: DeletionMark,
): AsyncGenerator<DeletedBatch, void, undefined> {
  const path = `${idsPath(table)}&$deltatoken=${mark}`;
  for await (const { rows, deltaToken } of pagesOf(http, path, signal)) {
    const records = rows.flatMap((row): DeletedRecord[] => {
      const deleted = deletedEntity.safeParse(row);
      const id = deleted.success ? idOf(deleted.data.id) : null;
      return id === null ? [] : [{ id, mergedInto: null }];
    });
    yield* inBatches(records, deltaToken);
  }
}

/**
 * The first link is given behind the last page of a reading of the whole table, so its ids are read. The link tells
 * of what happens from the first of those pages on.
 */
export async function markDeletions(
  http: DynamicsHttp,
  table: DynamicsTable,
  signal: AbortSignal,
): Promise<DeletionMark | null> {
  if (!table.tracksChanges) return null;
  for await (const { deltaToken } of pagesOf(http, idsPath(table), signal, ['odata.track-changes'])) {
    if (deltaToken !== null) return deltaToken;
  }
  return null;
}

/** Of a table that tracks no changes only a full sync tells what is gone: there is nothing that could be forgotten. */
export async function knowsDeletions(
  http: DynamicsHttp,
  table: DynamicsTable,
  mark: DeletionMark | null,
  signal: AbortSignal,
): Promise<boolean> {
  if (!table.tracksChanges) return true;
  if (mark === null) return false;
  try {
    await fetchPage(http, { path: `${idsPath(table)}&$deltatoken=${mark}`, signal });
    return true;
  } catch (error) {
    if (error instanceof RetryableError && error.code === changesExpired) return false;
    throw error;
  }
}

function idsPath({ entitySetName, primaryId }: DynamicsTable): string {
  return addressOf(entitySetName, [['$select', primaryId]]);
}

async function* pagesOf(
  http: DynamicsHttp,
  path: string,
  signal: AbortSignal,
  prefer: readonly string[] = [],
): AsyncGenerator<Page, void, undefined> {
  for (let address = path; ;) {
    signal.throwIfAborted();
    const page = await fetchPage(http, { path: address, prefer, signal });
    yield page;
    if (page.skipToken === null) return;
    address = `${path}&$skiptoken=${page.skipToken}`;
  }
}

function* inBatches(
  records: readonly DeletedRecord[],
  nextMark: DeletionMark | null,
): Generator<DeletedBatch, void, undefined> {
  for (let first = 0; first < records.length; first += batchRecords) {
    yield { records: records.slice(first, first + batchRecords), nextMark: null };
  }
  if (nextMark !== null) yield { records: [], nextMark };
}

/** As the read gives it. An address may stand in place of the bare id. */
function idOf(value: unknown): string | null {
  return typeof value === 'string' ? (/[0-9a-f-]{36}/i.exec(value)?.[0].toLowerCase() ?? null) : null;
}
