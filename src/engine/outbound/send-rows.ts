import { setImmediate } from 'node:timers/promises';
import type { Write, WriteOptions, WriteResult, WriteRow } from '../../connectors/writing.ts';
import { awaitedLater } from '../../domain/awaited-later.ts';
import { rejectCause } from '../../domain/reject-causes.ts';
import { addCounts, zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import { packSent } from '../../domain/sent-records.ts';
import type { SentRecord } from '../../domain/sent-records.ts';
import { settled } from '../../domain/settled.ts';
import type { Reject } from '../rejects-file.ts';
import type { OpenRunFiles } from '../run-files.ts';
import { RunStopped } from '../run-stopped.ts';
import type { Stop } from '../stop.ts';
import type { OutboundBatch } from './batch.ts';
import { rejectOf, sentRecord } from './judge.ts';
import type { ToSend } from './judge.ts';
import type { BatchNote, Noting } from './noting.ts';

export interface Sending {
  readonly write: Write;
  readonly files: OpenRunFiles;
  /** Names of what stands in a reject's row. */
  readonly rejectColumns: readonly string[];
  readonly noting: Noting;
  readonly dryRun: boolean;
  /** Told which of the rows would be written, where that is only rehearsed. */
  readonly rehearsed?: (rows: readonly ToSend[]) => Promise<void>;
  readonly stop: Stop;
}

/**
 * How long the process waits for rows that are on their way when it is told to end: their answers come within
 * seconds, and without them it would not be known which of the records are new.
 */
const graceMs = 8_000;

/** So many go into the run file at once: what the CRM answers meanwhile is heard after them. */
const fileRows = 500;

/**
 * Sends and notes, a batch at a time, to the last one. While one is on its way the next is made ready, in the CRM too, and
 * what became of the one before is written down: until it is, another attempt finds in the CRM what became of both.
 *
 * @returns the reason of the first rejected row, without a value of it
 */
export async function sendRows(
  sending: Sending,
  batches: AsyncGenerator<OutboundBatch, void>,
): Promise<string | null> {
  let firstReason: string | null = null;
  let isOver = false;
  const next = async (): Promise<Outgoing | null> => {
    const { value: batch } = await batches.next();
    if (batch === undefined || isOver) return null;
    // Nothing is begun any more that somebody would have to end.
    sending.stop.check();
    return outgoingOf(sending, batch);
  };
  let coming = next();
  /** What became of the batch before: resolves when it is in the files, and the hub has noted it. */
  let told: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const outgoing = await coming;
      if (outgoing === null) break;
      // Where the batch before fails, that is told.
      coming = awaitedLater(next());
      const { batch } = outgoing;
      const became = settle(batch.toSend, await send(sending, outgoing));
      await told;
      firstReason ??= batch.rejects[0]?.reason ?? refusalOf(became);
      told = awaitedLater(tell(sending, outgoing, became));
      sending.stop.check();
    }
    await told;
    return firstReason;
  } catch (error) {
    // What the CRM took of the batch before is written down, whatever ended this one. Where that fails, it did first, and
    // is what is told; what the CRM has taken of this one is then not noted, and the next run sends it again, as updates.
    await (error instanceof RunStopped ? settled(told) : told);
    throw error;
  } finally {
    isOver = true;
    await batches.return();
  }
}

interface Outgoing {
  readonly batch: OutboundBatch;
  readonly rows: readonly WriteRow[];
  readonly options: WriteOptions;
  readonly note: BatchNote['note'];
}

function outgoingOf({ write, noting, dryRun }: Sending, batch: OutboundBatch): Outgoing {
  const rows = batch.toSend.map(({ row }) => row);
  const { bookmark, note } = noting.begin();
  const options: WriteOptions = { begun: bookmark };
  if (!dryRun && rows.length > 0) write.makeReady(rows, options);
  return { batch, rows, options, note };
}

async function send(
  { write, dryRun, stop }: Sending,
  { rows, options }: Outgoing,
): Promise<readonly WriteResult[]> {
  if (rows.length === 0) return [];
  const answers = dryRun ? write.rehearse(rows) : write.write(rows, options);
  return await stop.raceToLeaveLater(answers, graceMs);
}

async function tell(
  { files, rejectColumns, rehearsed }: Sending,
  { batch: { adopted, counts, rejects, last }, note }: Outgoing,
  became: Became,
): Promise<void> {
  // The next batch is sent first: the CRM works on it meanwhile.
  await setImmediate();
  await rehearsed?.(became.written.map(({ toSend }) => toSend));
  for (let at = 0; at < became.written.length; at += fileRows) {
    await files.rows.addRows(became.written.slice(at, at + fileRows).map(rowOfFile));
  }
  files.rejects.add([...rejects, ...became.rejects], rejectColumns);
  await note({
    records: packSent([...adopted, ...became.written.map(recordOf)]),
    counts: addCounts(counts, became.counts),
    after: last,
    rowsLength: await files.rows.endPage(),
    rejectsLength: files.rejects.length,
  });
}

function refusalOf({ rejects: [refused] }: Became): string | null {
  return refused === undefined ? null : `${rejectCause(refused.code)} (${refused.code}).`;
}

/** A row that is in the CRM now. */
interface Written {
  readonly toSend: ToSend;
  readonly kind: 'created' | 'updated';
  readonly crmId: string | null;
}

interface Became {
  readonly written: readonly Written[];
  readonly counts: RunCounts;
  readonly rejects: readonly Reject[];
}

function recordOf({ toSend: { record, hashes }, crmId }: Written): SentRecord {
  return sentRecord(record, hashes, crmId);
}

/** As it stands in the run file. */
function rowOfFile({ toSend: { record, row }, kind, crmId }: Written): readonly (string | null)[] {
  return [...record.keys, crmId ?? record.crmId, kind, ...row.cells];
}

function settle(toSend: readonly ToSend[], results: readonly WriteResult[]): Became {
  const counts: { -readonly [K in keyof RunCounts]: number } = { ...zeroCounts };
  const written: Written[] = [];
  const rejects: Reject[] = [];
  toSend.forEach((each, index) => {
    const result = results[index];
    // Given up before it was its turn: the run ends, and another one finds it as it was.
    if (result === undefined || result.kind === 'unsent') return;
    const { kind, crmId } = result;
    counts.read += 1;
    counts[kind] += 1;
    if (kind === 'rejected') rejects.push(rejectOf(each.record, result.code, result.reason, crmId));
    if (kind !== 'created' && kind !== 'updated') return;
    written.push({ toSend: each, kind, crmId });
  });
  return { written, counts, rejects };
}
