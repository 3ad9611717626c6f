import { createHash } from 'node:crypto';
import { isRecordId, restoreId } from '../record-id.ts';
import type { SourceField } from '../source-schema.ts';

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;
/** Of Salesforce's ids, whose describe says so; those of Dataverse are GUIDs. */
const longestRecordId = 18;

/**
 * A text as an id of the CRM, or null where it has not the form of one. Foreign keys of the hub are in small letters:
 * their letter case is restored.
 *
 * @param field an id or a reference
 */
export function readCrmId({ length }: SourceField, text: string): string | null {
  const trimmed = text.trim();
  if (length !== undefined && length <= longestRecordId) {
    const id = restoreId(trimmed);
    return isRecordId(id) ? id : null;
  }
  return guid.exec(trimmed)?.[1]?.toLowerCase() ?? null;
}

/**
 * The id that a new record gets where the CRM lets it be chosen: the same record always gets the same one, so that it
 * is not made a second time when the answer to the first time was lost.
 */
export function chooseCrmId(crmObject: string, hubObject: string, keys: readonly string[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([crmObject.toLowerCase(), hubObject, keys]))
    .digest();
  // RFC 9562: version 8 is for ids that are made in a way of one's own.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
