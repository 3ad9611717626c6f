/** Selections and sends for tests of the hub: name only what matters. */
import { packSent } from '../../src/domain/sent-records.ts';
import { checkFilter } from '../../src/domain/filter/check.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import type { HubObjectName } from '../../src/domain/hub-object.ts';
import { hubSchema } from '../../src/domain/hub-schema.ts';
import type { Hub } from '../../src/hub/hub.ts';
import type {
  HubSelection,
  OutboundPageRequest,
  OutboundRecord,
  PageRequest,
  SendTarget,
  SentBatch,
} from '../../src/hub/selection.ts';
import type { PackedSent, SentRecord } from '../../src/domain/sent-records.ts';
import { aFilter } from './filters.ts';
import { counts } from './hub.ts';

/** @param text a filter on the object's attributes, or nothing for every record. */
export async function aSelection(
  hub: Hub,
  text = '',
  given: Partial<HubSelection> & { readonly object?: HubObjectName } = {},
): Promise<HubSelection> {
  const { object = 'accounts' } = given;
  const schema = hubSchema(hubObjects[object], await hub.attributes(object));
  return {
    object,
    filter: text === '' ? null : checkFilter(aFilter(text), schema),
    nowMs: Date.parse('2026-03-11T12:00:00Z'),
    timezone: 'UTC',
    ...given,
  };
}

export function aPage(given: Partial<PageRequest> = {}): PageRequest {
  return { attributes: ['name'], after: null, limit: 100, ...given };
}

/** Last keys of the accounts that a filter takes. */
export async function taken(hub: Hub, text: string, given: Partial<HubSelection> = {}): Promise<string[]> {
  const { records } = await hub.select(await aSelection(hub, text, given), aPage());
  return records.map(({ keys }) => keys.at(-1) ?? '');
}

export function aSendTarget(given: Partial<SendTarget> = {}): SendTarget {
  return {
    jobId: 'out-1',
    connectionId: 'connection-1',
    orgId: 'org-1',
    crmObject: 'Account',
    hubObject: 'accounts',
    runId: 'send-1',
    attempt: 1,
    dryRun: false,
    ...given,
  };
}

/** All records as an outbound job sees them, by their last keys. */
export async function outbound(
  hub: Hub,
  target: Partial<SendTarget> = {},
  page: Partial<OutboundPageRequest> = {},
): Promise<Record<string, OutboundRecord>> {
  const scope = aSendTarget(target);
  const selection = await aSelection(hub, '', { object: scope.hubObject });
  const { records } = await hub.selectOutbound(scope, selection, { ...aPage(), parentObject: null, ...page });
  return Object.fromEntries(records.map((record) => [record.keys.at(-1) ?? '', record]));
}

let runs = 0;

/** Notes, as a run of its own, that records were sent as they stand. */
export async function sent(
  hub: Hub,
  keys: readonly string[],
  given: Partial<SentRecord> = {},
  target: Partial<SendTarget> = {},
): Promise<void> {
  runs += 1;
  const records = await outbound(hub, target);
  const sentRecords = keys.map((key) => aSentRecord(records[key], given));
  const runId = `sent-${runs}`;
  await hub.noteSent(aSendTarget({ ...target, runId }), aSentBatch(sentRecords));
  await hub.clearCheckpoint(runId);
}

export function aSentRecord(record: OutboundRecord | undefined, given: Partial<SentRecord> = {}): SentRecord {
  if (record === undefined) throw new Error('The hub has no such record');
  return {
    recordId: record.recordId,
    crmId: null,
    hash: JSON.stringify(record.cells),
    ownHash: 'own',
    version: record.version,
    ...given,
  };
}

/** The hub's ids of the records, in their order. */
export function idsOfSent({ rows }: PackedSent): readonly number[] {
  if (rows.length === 0) return [];
  const list = JSON.parse(Buffer.from(rows).toString('utf8')) as readonly (readonly [number])[];
  return list.map(([id]) => id);
}

export function aSentBatch(records: readonly SentRecord[], given: Partial<SentBatch> = {}): SentBatch {
  const { length } = records;
  return {
    sequence: 1,
    records: packSent(records),
    counts: counts({ read: length, updated: length }),
    checkpoint: null,
    ...given,
  };
}
