/** Records of the hub made ready for the CRM, and what becomes of those that never get there. */
import type { WriteRow } from '../../connectors/writing.ts';
import { RecordError } from '../../domain/errors.ts';
import type { CompiledOutbound } from '../../domain/outbound/compiled.ts';
import type { OutboundRecord } from '../../hub/selection.ts';
import type { SentRecord } from '../../domain/sent-records.ts';
import type { Reject } from '../rejects-file.ts';
import type { RowHash } from './row-hash.ts';

/** One record on its way. */
export interface ToSend {
  readonly record: OutboundRecord;
  readonly row: WriteRow;
  readonly hashes: RowHash;
}

/** What is to become of a record. */
export type Verdict =
  | { readonly kind: 'send'; readonly toSend: ToSend }
  /** Its new state came from the CRM: it is noted and not sent. */
  | { readonly kind: 'adopt'; readonly sent: SentRecord }
  | { readonly kind: 'reject'; readonly reject: Reject; readonly recordId: number }
  /** So many that follow each other are as they were sent. */
  | { readonly kind: 'unchanged'; readonly records: number; readonly last: number };

export interface JudgeRules {
  readonly compiled: Pick<CompiledOutbound, 'cellsOf' | 'newIdOf'>;
  readonly hashesOf: (cells: readonly (string | null)[]) => RowHash;
  /** Unchanged records are sent too. */
  readonly sendsAll: boolean;
}

export type Judge = (record: OutboundRecord) => Verdict;

export function judgeOf({ compiled, hashesOf, sendsAll }: JudgeRules): Judge {
  function judge(record: OutboundRecord): Verdict {
    const cells = compiled.cellsOf(record);
    const newId = cells[0] === null ? compiled.newIdOf(record) : null;
    const row = { crmId: record.crmId, newId, cells };
    const hashes = hashesOf(row.cells);
    const { sent, isEcho, recordId } = record;
    if (sent === null || sendsAll) return { kind: 'send', toSend: { record, row, hashes } };
    if (sent.hash === hashes.hash) return { kind: 'unchanged', records: 1, last: recordId };
    if (isEcho && sent.ownHash === hashes.ownHash) {
      return { kind: 'adopt', sent: sentRecord(record, hashes, null) };
    }
    return { kind: 'send', toSend: { record, row, hashes } };
  }

  return (record) => {
    try {
      return judge(record);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const reject = rejectOf(record, error.code, error.message, record.crmId);
      return { kind: 'reject', reject, recordId: record.recordId };
    }
  };
}

/** The record that it is about, of several the last. */
export function lastOf(verdict: Verdict): number {
  if (verdict.kind === 'send') return verdict.toSend.record.recordId;
  if (verdict.kind === 'adopt') return verdict.sent.recordId;
  return verdict.kind === 'reject' ? verdict.recordId : verdict.last;
}

/** Of what is to be sent, or rejected, the values that are held meanwhile; null where none are. */
export function heldCells(verdict: Verdict): readonly (string | null)[] | null {
  if (verdict.kind === 'send') return verdict.toSend.row.cells;
  return verdict.kind === 'reject' ? verdict.reject.row : null;
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
