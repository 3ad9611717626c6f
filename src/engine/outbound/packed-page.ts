/**
 * A page of records on its way to another thread, as one text. Otherwise each record would be taken apart and put
 * together again, value by value, with the names of all its properties; and reading JSON makes one text of short values
 * that many records have.
 */
import type { OutboundRecord } from '../../hub/selection.ts';
import type { Page } from './pages.ts';

export interface PackedPage {
  /** A list of `PackedRecord`, in JSON. */
  readonly records: string;
  readonly next: number | null;
}

type PackedRecord = readonly [
  recordId: number,
  crmId: string | null,
  parentCrmId: string | null,
  parentKey: string | null,
  version: string,
  hash: string | null,
  ownHash: string | null,
  isEcho: 0 | 1,
  keys: readonly string[],
  cells: readonly (string | null)[],
];

export function packPage({ records, next }: Page): PackedPage {
  return { records: JSON.stringify(records.map(packed)), next };
}

export function unpackPage({ records, next }: PackedPage): Page {
  // What `packPage` made of them.
  return { records: (JSON.parse(records) as readonly PackedRecord[]).map(unpacked), next };
}

function packed(record: OutboundRecord): PackedRecord {
  const { recordId, crmId, parentCrmId, parentKey, version, sent, isEcho, keys, cells } = record;
  const { hash = null, ownHash = null } = sent ?? {};
  return [recordId, crmId, parentCrmId, parentKey, version, hash, ownHash, isEcho ? 1 : 0, keys, cells];
}

function unpacked([
  recordId,
  crmId,
  parentCrmId,
  parentKey,
  version,
  hash,
  ownHash,
  isEcho,
  keys,
  cells,
]: PackedRecord): OutboundRecord {
  const sent = hash === null || ownHash === null ? null : { hash, ownHash };
  return { recordId, keys, cells, crmId, parentCrmId, parentKey, version, sent, isEcho: isEcho === 1 };
}
