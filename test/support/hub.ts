/** Batches and targets for tests of the hub: name only what matters. */
import type { HubAttribute, HubObjectName } from '../../src/domain/hub-object.ts';
import { hubObjects } from '../../src/domain/hub-object.ts';
import { zeroCounts } from '../../src/domain/run.ts';
import type { RunCounts } from '../../src/domain/run.ts';
import type { Hub, LoadBatch, LoadResult, LoadTarget } from '../../src/hub/hub.ts';

export interface HubRow {
  readonly crmId: string;
  /** Key values in the object's order; the CRM id where none are given. */
  readonly keys?: readonly string[];
  readonly modified?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Of the mapped values; their JSON text unless told otherwise. */
  readonly hash?: string;
}

export function aTarget(given: Partial<LoadTarget> = {}): LoadTarget {
  return {
    connectionId: 'connection-1',
    sourceObject: 'Account',
    hubObject: 'accounts',
    runId: 'run-1',
    attempt: 1,
    jobId: 'job-1',
    allowCreate: true,
    resolveConflicts: false,
    dryRun: false,
    isFull: false,
    attributes: ['name'],
    ...given,
  };
}

/** @param json takes the place of the rows' JSON text, for what JSON.stringify cannot write. */
export function aBatch(rows: readonly HubRow[], given: Partial<LoadBatch> = {}): LoadBatch {
  const cells = rows.map(
    ({ crmId, keys = [crmId], modified = '2026-03-01T00:00:00.000Z', values = {}, hash }) => [
      crmId,
      modified,
      hash ?? JSON.stringify(values),
      values,
      ...keys,
    ],
  );
  return {
    sequence: 1,
    rows: new TextEncoder().encode(JSON.stringify(cells)),
    rowCount: rows.length,
    hasRepeats:
      isRepeated(rows.map(({ crmId }) => crmId)) ||
      isRepeated(rows.map(({ crmId, keys = [crmId] }) => keys.join(' '))),
    seenIds: [],
    countsBefore: zeroCounts,
    checkpoint: null,
    ...given,
  };
}

const isRepeated = (texts: readonly string[]): boolean => new Set(texts).size < texts.length;

let runs = 0;

/** Loads rows as a run of their own and forgets its checkpoint. */
export async function loaded(
  hub: Hub,
  rows: readonly HubRow[],
  given: Partial<LoadTarget> = {},
): Promise<LoadResult> {
  runs += 1;
  const target = aTarget({ runId: `loaded-${runs}`, ...given });
  const result = await hub.load(target, aBatch(rows));
  if (target.isFull) return result;
  await hub.clearCheckpoint(target.runId);
  return result;
}

/** A full run of one batch, reconciled. */
export async function fullRun(
  hub: Hub,
  rows: readonly HubRow[],
  given: Partial<LoadTarget> = {},
  batch: Partial<LoadBatch> = {},
): Promise<LoadResult> {
  runs += 1;
  const target = aTarget({ runId: `full-${runs}`, isFull: true, ...given });
  await hub.load(target, aBatch(rows, batch));
  const result = await hub.reconcile(target, 2, null);
  await hub.clearCheckpoint(target.runId);
  return result;
}

export const counts = (given: Partial<RunCounts>): RunCounts => ({ ...zeroCounts, ...given });

/** Rows of the object's view by their last key, each with the named columns. */
export async function viewOf(
  hub: Hub,
  object: HubObjectName = 'accounts',
  ...columns: readonly string[]
): Promise<Record<string, unknown>> {
  const key = hubObjects[object].keys.at(-1) ?? '';
  const rows = await hub.sample(object, 1_000);
  return Object.fromEntries(
    rows.map((row) => {
      const [only] = columns;
      const value = columns.length === 1 && only !== undefined ? row[only] : pick(row, columns);
      return [String(row[key]), value];
    }),
  );
}

function pick(row: Readonly<Record<string, unknown>>, columns: readonly string[]): unknown {
  return columns.length === 0 ? row : Object.fromEntries(columns.map((name) => [name, row[name]]));
}

export function anAttribute(
  name: string,
  type: HubAttribute['type'] = 'text',
): Pick<HubAttribute, 'name' | 'label' | 'type'> {
  return { name, label: name, type };
}
