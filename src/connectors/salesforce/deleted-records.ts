import type { SourceObject } from '../../domain/source-schema.ts';
import type { DeletedBatch, DeletedRecord, ReadWindow } from '../connector.ts';
import { cursorField } from './plan-read.ts';
import type { ReadPlan } from './plan-read.ts';
import type { SalesforceHttp } from './request.ts';
import { readByRest } from './rest-read.ts';
import { test } from '../filter/condition.ts';

/** The recycle bin keeps records for 15 days; what was emptied out of it shows in a full sync only. */
export const deletedRetentionDays = 15;

export interface DeletedRead {
  readonly http: SalesforceHttp;
  readonly object: SourceObject;
  readonly window: ReadWindow;
  readonly beforeRequest: () => void;
  readonly signal: AbortSignal;
}

/** In the order of their deletion, a page of Salesforce (at most 2,000 records) at a time. */
export async function* readDeleted({
  object,
  window,
  ...read
}: DeletedRead): AsyncGenerator<DeletedBatch, void, undefined> {
  const plan = planOf(object, window);
  if (plan === null) return;
  const mergedColumn = plan.columns.indexOf('MasterRecordId');
  const from = { way: 'REST', part: 0, nowMs: 0, after: null } as const;
  for await (const { rows } of readByRest({ ...read, plans: [plan], from, resource: 'queryAll' })) {
    const records = [...rows].flatMap((row): DeletedRecord[] => {
      const id = row[plan.idColumn] ?? null;
      return id === null ? [] : [{ id, mergedInto: row[mergedColumn] ?? null }];
    });
    if (records.length > 0) yield { records, nextMark: null };
  }
}

/** null where records of the object cannot be deleted, as users cannot. */
function planOf(object: SourceObject, window: ReadWindow): ReadPlan | null {
  const names = new Set(object.fields.map((field) => field.name));
  const stamp = cursorField(object);
  if (!names.has('IsDeleted') || stamp === null) return null;
  const isMergeable = names.has('MasterRecordId');
  return {
    object: object.name,
    columns: ['Id', stamp, ...(isMergeable ? ['MasterRecordId'] : [])],
    types: ['id', 'datetime', ...(isMergeable ? (['reference'] as const) : [])],
    idColumn: 0,
    stampColumn: 1,
    condition: test('IsDeleted = true'),
    window,
  };
}
