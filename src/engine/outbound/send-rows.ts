import type { Write, WriteResult } from '../../connectors/writing.ts';
import { awaitedLater } from '../../domain/awaited-later.ts';
import { rejectCause } from '../../domain/reject-causes.ts';
import { addCounts, zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import type { SentRecord } from '../../hub/selection.ts';
import type { Reject } from '../rejects-file.ts';
import type { OpenRunFiles } from '../run-files.ts';
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
 * of the one before is noted.
 *
 * @returns the reason of the first rejected row, without a value of it
 */
export async function sendRows(
  sending: Sending,
  batches: AsyncGenerator<OutboundBatch, void>,
): Promise<string | null> {
  let firstReason: string | null = null;
  let coming = batches.next();
  try {
    for (;;) {
      const { value: batch } = await coming;
      if (batch === undefined) return firstReason;
      // Where the batch before fails, that is told.
      coming = awaitedLater(batches.next());
      const refusal = await sendBatch(sending, batch);
      firstReason ??= batch.rejects[0]?.reason ?? refusal;
      sending.stop.check();
    }
  } finally {
    await batches.return();
  }
}

/** @returns why the CRM refused the first row that it refused */
async function sendBatch(
  { write, files, rejectColumns, noting, dryRun, rehearsed, stop }: Sending,
  { toSend, adopted, counts, rejects, last }: OutboundBatch,
): Promise<string | null> {
  const rows = toSend.map(({ row }) => row);
  const answers =
    rows.length === 0
      ? Promise.resolve([])
      : dryRun
        ? write.rehearse(rows)
        : write.write(rows, { begun: (position) => noting.bookmark(position) });
  const results = await stop.raceToLeaveLater(answers, graceMs);
  const settled = settle(toSend, results);
  await rehearsed?.(toSend.filter((_, index) => isWritten(results[index])));
  await files.rows.addRows(settled.sentRows);
  files.rejects.add([...rejects, ...settled.rejects], rejectColumns);
  await noting.note({
    records: [...adopted, ...settled.records],
    counts: addCounts(counts, settled.counts),
    after: last,
    rowsLength: await files.rows.endPage(),
    rejectsLength: files.rejects.length,
  });
  const [refused] = settled.rejects;
  return refused === undefined ? null : `${rejectCause(refused.code)} (${refused.code}).`;
}

interface Settled {
  readonly records: readonly SentRecord[];
  readonly counts: RunCounts;
  readonly rejects: readonly Reject[];
  /** As they stand in the run file. */
  readonly sentRows: readonly (readonly (string | null)[])[];
}

function settle(toSend: readonly ToSend[], results: readonly WriteResult[]): Settled {
  const counts: { -readonly [K in keyof RunCounts]: number } = { ...zeroCounts };
  const records: SentRecord[] = [];
  const rejects: Reject[] = [];
  const sentRows: (readonly (string | null)[])[] = [];
  toSend.forEach(({ record, row, hashes }, index) => {
    const result = results[index];
    // Given up before it was its turn: the run ends, and another one finds it as it was.
    if (result === undefined || result.kind === 'unsent') return;
    const { kind, crmId } = result;
    counts.read += 1;
    counts[kind] += 1;
    if (kind === 'rejected') rejects.push(rejectOf(record, result.code, result.reason, crmId));
    if (!isWritten(result)) return;
    records.push(sentRecord(record, hashes, crmId));
    sentRows.push([...record.keys, crmId ?? record.crmId, kind, ...row.cells]);
  });
  return { records, counts, rejects, sentRows };
}

function isWritten(result: WriteResult | undefined): boolean {
  return result?.kind === 'created' || result?.kind === 'updated';
}
