/** What became of a batch of records on its way to another thread: as one text, for the reasons of `packed-page.ts`. */
import type { SentBatch, SentRecord } from '../../hub/selection.ts';

export interface PackedBatch extends Omit<SentBatch, 'records'> {
  /** A list of `PackedRecord`, in JSON. */
  readonly records: string;
}

type PackedRecord = readonly [
  recordId: number,
  version: string,
  hash: string,
  ownHash: string | 0,
  crmId: string | null,
];

export function packBatch(batch: SentBatch): PackedBatch {
  return { ...batch, records: JSON.stringify(batch.records.map(packed)) };
}

export function unpackBatch(batch: PackedBatch): SentBatch {
  // What `packBatch` made of them.
  return { ...batch, records: (JSON.parse(batch.records) as readonly PackedRecord[]).map(unpacked) };
}

/** Mostly both hashes are the same. */
function packed({ recordId, version, hash, ownHash, crmId }: SentRecord): PackedRecord {
  return [recordId, version, hash, ownHash === hash ? 0 : ownHash, crmId];
}

function unpacked([recordId, version, hash, ownHash, crmId]: PackedRecord): SentRecord {
  return { recordId, version, hash, ownHash: ownHash === 0 ? hash : ownHash, crmId };
}
