/** What became of a batch of records on its way to another thread: as one text, for the reasons of `packed-page.ts`. */
import type { SentBatch, SentRecord } from '../../hub/selection.ts';
import { repeatsMarked, repeatsTold } from './repeated-text.ts';
import type { Repeatable } from './repeated-text.ts';

export interface PackedBatch extends Omit<SentBatch, 'records'> {
  /** A list of `PackedRecord`, in JSON. */
  readonly records: string;
}

type PackedRecord = readonly [
  recordId: number,
  version: Repeatable,
  hash: string,
  ownHash: string | 0,
  crmId: string | null,
];

export function packBatch(batch: SentBatch): PackedBatch {
  const versionOf = repeatsMarked();
  return { ...batch, records: JSON.stringify(batch.records.map((record) => packed(record, versionOf))) };
}

export function unpackBatch(batch: PackedBatch): SentBatch {
  const versionOf = repeatsTold();
  // What `packBatch` made of them.
  const records = JSON.parse(batch.records) as readonly PackedRecord[];
  return { ...batch, records: records.map((record) => unpacked(record, versionOf)) };
}

/** Mostly both hashes are the same. */
function packed(
  { recordId, version, hash, ownHash, crmId }: SentRecord,
  versionOf: (version: string) => Repeatable,
): PackedRecord {
  return [recordId, versionOf(version), hash, ownHash === hash ? 0 : ownHash, crmId];
}

function unpacked(
  [recordId, version, hash, ownHash, crmId]: PackedRecord,
  versionOf: (version: Repeatable) => string,
): SentRecord {
  return { recordId, version: versionOf(version), hash, ownHash: ownHash === 0 ? hash : ownHash, crmId };
}
