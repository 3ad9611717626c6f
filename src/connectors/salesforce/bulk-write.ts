/** Rows written by Bulk API 2.0: one job for each kind of row, in pieces of a size that Salesforce takes. */
import { awaitedLater } from '../../domain/awaited-later.ts';
import { CsvBytes } from '../../domain/csv-bytes.ts';
import { unlessAborted } from './collection-write.ts';
import type { CollectionWrite, Settle } from './collection-write.ts';
import { errorOfLoad } from './errors.ts';
import { abortedInSalesforce } from './ingest-jobs.ts';
import type { IngestJobs } from './ingest-jobs.ts';
import { readIngestResults } from './ingest-results.ts';
import type { IngestReading } from './ingest-results.ts';
import { csvRecord, fitsCsv, isWritten } from './record-text.ts';
import type { Sending } from './record-text.ts';
import { recordKey, resultKey } from './record-key.ts';
import type { LaidField, WriteLayout } from './write-layout.ts';

export interface BulkWrite extends CollectionWrite, IngestReading {
  readonly ingest: IngestJobs;
  /** Memory for what is uploaded that no loads have at the moment. */
  readonly csvs: CsvBytes[];
}

/** Rows that are written in bulk; the first of them are on their way to the org, and not written yet. */
export interface BulkLoads {
  /** @returns rows that are to be sent in another way, because a job cannot say them, or did not get to them */
  finish(settle: Settle): Promise<readonly Sending[]>;
}

/** Salesforce takes 150 MB, counted after it made base64 of them. */
const maxUploadBytes = 100_000_000;
/** A job fails so where the trouble is Salesforce's own: what it left undone may well go through otherwise. */
const passingFailure = /InternalServerError|Retried more than|time limit exceeded|ExceededQuota/i;

/** @param onJob told of each job, and waited for before any of its rows is written */
export function beginBulk(
  bulk: BulkWrite,
  sendings: readonly Sending[],
  onJob: (job: string) => Promise<void>,
): BulkLoads {
  const { layout, signal, csvs } = bulk;
  const left = sendings.filter((sending) => !fitsCsv(sending, layout));
  const csv = csvs.pop() ?? new CsvBytes();
  const pieces = piecesOf(sendings, layout, csv);
  const openNext = (): OpenLoad | null => {
    const { value: piece } = pieces.next();
    return piece === undefined ? null : openLoad(bulk, piece, onJob);
  };
  let load = openNext();
  return {
    async finish(settle) {
      try {
        while (load !== null && !signal.aborted) {
          left.push(...(await finishLoad(bulk, load, settle)));
          load = signal.aborted ? null : openNext();
        }
        return left;
      } finally {
        csvs.push(csv);
      }
    },
  };
}

/** A piece whose job is made and filled. */
interface OpenLoad {
  readonly sendings: readonly Sending[];
  readonly isUpdate: boolean;
  /** null where it was given up before. */
  readonly job: Promise<string | null>;
  /** Its rows are in the org, and the job was told of. */
  readonly filled: Promise<void>;
}

function openLoad(
  { ingest, layout, beforeRequest, signal }: BulkWrite,
  { sendings, csv }: Piece,
  onJob: (job: string) => Promise<void>,
): OpenLoad {
  const isUpdate = (sendings[0]?.id ?? null) !== null;
  const externalId = isUpdate ? null : layout.matchOn;
  const make = async (): Promise<string | null> => {
    beforeRequest();
    return await unlessAborted(signal, () => ingest.create({ object: layout.object, externalId }, signal));
  };
  const fill = async (made: Promise<string | null>): Promise<void> => {
    const id = await made;
    if (id !== null) await Promise.all([onJob(id), ingest.upload(id, csv, signal)]);
  };
  const job = awaitedLater(make());
  return { sendings, isUpdate, job, filled: awaitedLater(fill(job)) };
}

async function finishLoad(
  bulk: BulkWrite,
  { sendings, isUpdate, job: made, filled }: OpenLoad,
  settle: Settle,
): Promise<readonly Sending[]> {
  const { ingest, layout, signal } = bulk;
  const job = await made;
  if (job === null) return [];
  const end = await unlessAborted(signal, async () => {
    await filled;
    await ingest.complete(job, signal);
    const closed = awaitedLater(ingest.closeKept());
    const ended = await ingest.ended(job, signal);
    await closed;
    return ended;
  });
  // Given up: what it got to is in, and is told.
  if (end === null) await ingest.abort(job);
  const waiting = new Map<string, Sending>();
  for (const sending of sendings) waiting.set(recordKey(sending, layout), sending);
  const again: Sending[] = [];
  for (const { key, answer } of await readIngestResults(bulk, job, resultKey(layout, isUpdate))) {
    const sending = waiting.get(key);
    if (sending === undefined) continue;
    waiting.delete(key);
    if (answer.kind === 'again') again.push(sending);
    else settle(sending, answer);
  }
  ingest.setAside(job);
  if (end === null) return [];
  if (end.state === 'Aborted') throw abortedInSalesforce();
  if (end.state === 'Failed' && !passingFailure.test(end.errorMessage)) throw errorOfLoad(end.errorMessage);
  return [...again, ...waiting.values()];
}

interface Piece {
  /** All updates, or all without an id, and with the same fields. */
  readonly sendings: readonly Sending[];
  /** Until the next piece is asked for. */
  readonly csv: Uint8Array;
}

function* piecesOf(
  sendings: readonly Sending[],
  layout: WriteLayout,
  csv: CsvBytes,
): Generator<Piece, undefined> {
  const kinds = [
    ({ id }: Sending) => id !== null,
    ({ id, isNew }: Sending) => id === null && isNew,
    ({ id, isNew }: Sending) => id === null && !isNew,
  ];
  for (const isOfKind of kinds) {
    const rows = sendings.filter((sending) => isOfKind(sending) && fitsCsv(sending, layout));
    const [first] = rows;
    if (first !== undefined) yield* piecesOfKind(rows, fieldsOf(first, layout), layout, csv);
  }
}

function* piecesOfKind(
  rows: readonly Sending[],
  fields: readonly LaidField[],
  { clears }: WriteLayout,
  csv: CsvBytes,
): Generator<Piece, undefined> {
  const names = fields.map(({ name }) => name);
  const header = rows[0]?.id === null ? names : ['Id', ...names];
  let taken: Sending[] = [];
  const begin = (): void => {
    csv.clear();
    csv.add(header);
    taken = [];
  };
  begin();
  for (const sending of rows) {
    const record = csvRecord(sending, fields, clears);
    const { length } = csv;
    csv.add(record);
    if (taken.length > 0 && csv.length > maxUploadBytes) {
      yield { sendings: taken, csv: csv.head(length) };
      begin();
      csv.add(record);
    }
    taken.push(sending);
  }
  yield { sendings: taken, csv: csv.head() };
}

function fieldsOf(sending: Sending, { fields }: WriteLayout): readonly LaidField[] {
  return fields.filter((field) => isWritten(field, sending));
}
