/** Records of the hub made ready for the CRM, and what becomes of those that never get there. */
import type { WriteRow } from '../../connectors/writing.ts';
import { RecordError } from '../../domain/errors.ts';
import type { CompiledOutbound } from '../../domain/outbound/compiled.ts';
import { zeroCounts } from '../../domain/run.ts';
import type { RunCounts } from '../../domain/run.ts';
import type { OutboundRecord, SentRecord } from '../../hub/selection.ts';
import type { Reject } from '../rejects-file.ts';
import { createHeldRows } from './held-rows.ts';
import type { RowHash } from './row-hash.ts';

/** One record on its way. */
export interface ToSend {
  readonly record: OutboundRecord;
  readonly row: WriteRow;
  readonly hashes: RowHash;
}

/** Records that follow each other; what becomes of all of them is noted at once. */
export interface OutboundBatch {
  readonly toSend: readonly ToSend[];
  /** Their new state came from the CRM: it is noted and not sent. */
  readonly adopted: readonly SentRecord[];
  /** Of those that are not sent. */
  readonly counts: RunCounts;
  readonly rejects: readonly Reject[];
  /** The last record of all. */
  readonly last: number;
}

export interface BatchRules {
  readonly compiled: CompiledOutbound;
  readonly hashesOf: (cells: readonly (string | null)[]) => RowHash;
  /** Unchanged records are sent too. */
  readonly sendsAll: boolean;
}

/** Records of a batch that are read and not sent: after so many it is noted how far the run is. */
const maxReadRows = 20_000;

export interface BatchMaker {
  add(record: OutboundRecord): void;
  /** Whether it is time to send what is gathered. */
  readonly isFull: boolean;
  /** What was gathered since the last call; null where nothing was. */
  take(): OutboundBatch | null;
}

/** @param batchRows most rows that are sent at once; of wide or long rows fewer are */
export function createBatchMaker(
  { compiled, hashesOf, sendsAll }: BatchRules,
  batchRows: number,
): BatchMaker {
  let toSend: ToSend[] = [];
  let adopted: SentRecord[] = [];
  let rejects: Reject[] = [];
  let read = 0;
  let last = 0;
  const held = createHeldRows(batchRows);

  function hold(record: OutboundRecord, row: WriteRow, hashes: RowHash): void {
    toSend.push({ record, row, hashes });
    held.add(row);
  }

  function settle(record: OutboundRecord): void {
    const cells = compiled.cellsOf(record);
    const newId = cells[0] === null ? compiled.newIdOf(record) : null;
    const row = { crmId: record.crmId, newId, cells };
    const hashes = hashesOf(row.cells);
    const { sent, isEcho } = record;
    if (sent === null || sendsAll) hold(record, row, hashes);
    else if (sent.hash === hashes.hash) return;
    else if (isEcho && sent.ownHash === hashes.ownHash) adopted.push(sentRecord(record, hashes, null));
    else hold(record, row, hashes);
  }

  return {
    add(record) {
      read += 1;
      last = record.recordId;
      try {
        settle(record);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        rejects.push(rejectOf(record, error.code, error.message, record.crmId));
        held.add(record);
      }
    },
    get isFull() {
      return held.isFull || read >= maxReadRows;
    },
    take() {
      if (read === 0) return null;
      const rejected = rejects.length;
      const unchanged = read - toSend.length - rejected;
      const counts = { ...zeroCounts, read: unchanged + rejected, unchanged, rejected };
      const batch = { toSend, adopted, rejects, counts, last };
      toSend = [];
      adopted = [];
      rejects = [];
      read = 0;
      held.clear();
      return batch;
    },
  };
}

export function sentRecord(
  { recordId, version }: OutboundRecord,
  { hash, ownHash }: RowHash,
  crmId: string | null,
): SentRecord {
  return { recordId, version, hash, ownHash, crmId };
}

/** With the record as the hub has it. */
export function rejectOf(
  { keys, cells }: OutboundRecord,
  code: string,
  reason: string,
  crmId: string | null,
): Reject {
  return { code, reason, crmId: crmId ?? '', row: [...keys, ...cells] };
}
