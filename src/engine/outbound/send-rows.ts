import { setImmediate } from 'node:timers/promises';
import type { Write, WritePosition, WriteResult } from '../../connectors/writing.ts';
import { awaitedLater } from '../../domain/awaited-later.ts';
import { rejectCause } from '../../domain/reject-causes.ts';
import { addCounts, zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import { settled } from '../../domain/settled.ts';
import type { SentRecord } from '../../hub/selection.ts';
import type { Reject } from '../rejects-file.ts';
import type { OpenRunFiles } from '../run-files.ts';
import { RunStopped } from '../run-stopped.ts';
import type { Stop } from '../stop.ts';
import type { OutboundBatch } from './batch.ts';
import { rejectOf, sentRecord } from './judge.ts';
import type { ToSend } from './judge.ts';
import type { Noting } from './noting.ts';

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

/**
 * Sends and notes, a batch at a time, to the last one. While one is on its way the next is made ready, and what became
 * of the one before is written down: until it is, another attempt finds in the CRM what became of both.
 *
 * @returns the reason of the first rejected row, without a value of it
 */
export async function sendRows(
  sending: Sending,
  batches: AsyncGenerator<OutboundBatch, void>,
): Promise<string | null> {
  let firstReason: string | null = null;
  let coming = batches.next();
  /** What became of the batch before: resolves when it is in the files, and the hub is told. */
  let told: Promise<void> = Promise.resolve();
  try {
    for (;;) {
      const { value: batch } = await coming;
      if (batch === undefined) break;
      // Where the batch before fails, that is told.
      coming = awaitedLater(batches.next());
      const became = settle(batch.toSend, await sendBatch(sending, batch));
      await told;
      sending.noting.answered();
      firstReason ??= batch.rejects[0]?.reason ?? refusalOf(became);
      told = awaitedLater(tell(sending, batch, became));
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
    await batches.return();
  }
}

async function sendBatch(
  { write, noting, dryRun, stop }: Sending,
  { toSend }: OutboundBatch,
): Promise<readonly WriteResult[]> {
  if (toSend.length === 0) return [];
  const rows = toSend.map(({ row }) => row);
  const begun = (position: WritePosition): Promise<void> => noting.bookmark(position);
  const answers = dryRun ? write.rehearse(rows) : write.write(rows, { begun });
  return await stop.raceToLeaveLater(answers, graceMs);
}

async function tell(
  { files, rejectColumns, noting, rehearsed }: Sending,
  { adopted, counts, rejects, last }: OutboundBatch,
  became: Became,
): Promise<void> {
  // The next batch is sent first: the CRM works on it meanwhile.
  await setImmediate();
  await rehearsed?.(became.written);
  await files.rows.addRows(became.sentRows);
  files.rejects.add([...rejects, ...became.rejects], rejectColumns);
  await noting.note({
    records: [...adopted, ...became.records],
    counts: addCounts(counts, became.counts),
    after: last,
    rowsLength: await files.rows.endPage(),
    rejectsLength: files.rejects.length,
  });
}

function refusalOf({ rejects: [refused] }: Became): string | null {
  return refused === undefined ? null : `${rejectCause(refused.code)} (${refused.code}).`;
}

interface Became {
  readonly written: readonly ToSend[];
  readonly records: readonly SentRecord[];
  readonly counts: RunCounts;
  readonly rejects: readonly Reject[];
  /** As they stand in the run file. */
  readonly sentRows: readonly (readonly (string | null)[])[];
}

function settle(toSend: readonly ToSend[], results: readonly WriteResult[]): Became {
  const counts: { -readonly [K in keyof RunCounts]: number } = { ...zeroCounts };
  const written: ToSend[] = [];
  const records: SentRecord[] = [];
  const rejects: Reject[] = [];
  const sentRows: (readonly (string | null)[])[] = [];
  toSend.forEach((each, index) => {
    const { record, row, hashes } = each;
    const result = results[index];
    // Given up before it was its turn: the run ends, and another one finds it as it was.
    if (result === undefined || result.kind === 'unsent') return;
    const { kind, crmId } = result;
    counts.read += 1;
    counts[kind] += 1;
    if (kind === 'rejected') rejects.push(rejectOf(record, result.code, result.reason, crmId));
    if (kind !== 'created' && kind !== 'updated') return;
    written.push(each);
    records.push(sentRecord(record, hashes, crmId));
    sentRows.push([...record.keys, crmId ?? record.crmId, kind, ...row.cells]);
  });
  return { written, records, counts, rejects, sentRows };
}
