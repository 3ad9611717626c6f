/** Records that were sent, in the form in which the hub's database reads them: nobody on the way takes them apart. */
import { jsonBytes } from './json-pieces.ts';
import { storableText } from './mapping/json-text.ts';

/** A record that the CRM has taken, or whose new state came from there. Others are not told: they are tried again. */
export interface SentRecord {
  readonly recordId: number;
  /** null where the CRM did not tell it: one that is known already stays. */
  readonly crmId: string | null;
  /** Of all that was sent. */
  readonly hash: string;
  /** Of those fields that no inbound job of the pair fills. */
  readonly ownHash: string;
  /** As it was selected: what was written to the record since then is seen next time. */
  readonly version: string;
}

/** To be noted. */
export interface PackedSent {
  readonly count: number;
  /** A list of `SentRow`, in JSON. */
  readonly rows: Uint8Array;
}

/** A `crmId` that is not known is empty. */
type SentRow = readonly [recordId: number, crmId: string, hash: string, ownHash: string, version: string];

export const noneSent: PackedSent = { count: 0, rows: new Uint8Array() };

export function packSent(records: readonly SentRecord[]): PackedSent {
  return { count: records.length, rows: jsonBytes(records.map(rowOf)) };
}

function rowOf({ recordId, crmId, hash, ownHash, version }: SentRecord): SentRow {
  return [recordId, crmId === null ? '' : storableText(crmId), hash, ownHash, version];
}
