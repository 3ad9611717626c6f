/**
 * A page of records on its way to another thread, as texts. Otherwise each record would be taken apart and put
 * together again, value by value, with the names of all its properties; and reading JSON makes one text of short values
 * that many records have.
 */
import { itemsOfPieces, jsonPieces } from '../../domain/json-pieces.ts';
import type { JsonPieces } from '../../domain/json-pieces.ts';
import type { OutboundRecord } from '../../hub/selection.ts';
import type { Page } from './pages.ts';
import { repeatsMarked, repeatsTold } from './repeated-text.ts';
import type { Repeatable } from './repeated-text.ts';

export interface PackedPage {
  /** `PackedRecord`s, in JSON. */
  readonly records: JsonPieces;
  readonly next: number | null;
}

type PackedRecord = readonly [
  recordId: number,
  crmId: string | null,
  parentCrmId: string | null,
  parentKey: string | null,
  version: Repeatable,
  hash: string | null,
  ownHash: string | null,
  isEcho: 0 | 1,
  keys: readonly string[],
  cells: readonly (string | null)[],
];

export function packPage({ records, next }: Page): PackedPage {
  const versionOf = repeatsMarked();
  return { records: jsonPieces(records.map((record) => packed(record, versionOf))), next };
}

export function unpackPage({ records, next }: PackedPage): Page {
  // What `packPage` made of them.
  const versionOf = repeatsTold();
  const list = itemsOfPieces(records) as readonly PackedRecord[];
  return { records: list.map((record) => unpacked(record, versionOf)), next };
}

function packed(record: OutboundRecord, versionOf: (version: string) => Repeatable): PackedRecord {
  const { recordId, crmId, parentCrmId, parentKey, version, sent, isEcho, keys, cells } = record;
  const { hash = null, ownHash = null } = sent ?? {};
  return [
    recordId,
    crmId,
    parentCrmId,
    parentKey,
    versionOf(version),
    hash,
    ownHash,
    isEcho ? 1 : 0,
    keys,
    cells,
  ];
}

function unpacked(record: PackedRecord, versionOf: (version: Repeatable) => string): OutboundRecord {
  const [recordId, crmId, parentCrmId, parentKey, version, hash, ownHash, isEcho, keys, cells] = record;
  const sent = hash === null || ownHash === null ? null : { hash, ownHash };
  return {
    recordId,
    keys,
    cells,
    crmId,
    parentCrmId,
    parentKey,
    version: versionOf(version),
    sent,
    isEcho: isEcho === 1,
  };
}
