/** composite/sobjects: up to 200 records a call, with a result for each. */
import { badRequest } from '../http/api-error.ts';
import { jsonAnswer, jsonText } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import type { Org } from '../org/org.ts';
import { readId } from '../org/record-ids.ts';
import { WriteError } from '../org/write-error.ts';
import { Writer } from '../org/writer.ts';
import type { ApiRecord, Written } from '../org/writer.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { externalIdOf, objectOf } from './objects.ts';
import { readBody, readCollection, typeOf } from './read-record.ts';
import type { RowContext } from './rows.ts';
import { renderRow } from './rows.ts';

const maxRecords = 200;
/** Reading is cheaper. */
const maxRecordsRead = 2_000;

interface RowResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly { statusCode: string; message: string; fields: readonly string[] }[];
  readonly created?: boolean;
}

export function answerCreateMany(request: ApiRequest, { org }: RowContext): Answer {
  const { allOrNone, records } = readCollection(request.body);
  const writer = new Writer(org);
  return writeAll(org, records, allOrNone, (record) => writer.create(typedObject(org, record), record));
}

export function answerUpdateMany(request: ApiRequest, { org }: RowContext): Answer {
  const { allOrNone, records } = readCollection(request.body);
  const writer = new Writer(org);
  const seen = new Set<string>();
  return writeAll(org, records, allOrNone, (record) => {
    const id = idOf(record);
    const key = readId(id) ?? id;
    if (seen.has(key)) throw new WriteError('DUPLICATE_VALUE', `duplicate id specified: ${id}`, ['Id']);
    seen.add(key);
    return writer.update(typedObject(org, record), id, record);
  });
}

export function answerUpsertMany(request: ApiRequest, { org }: RowContext): Answer {
  const object = objectOf(org, request.params[0]);
  const field = externalIdOf(object, request.params[1]);
  const { allOrNone, records } = readCollection(request.body);
  const writer = new Writer(org);
  const seen = new Set<string>();
  return writeAll(
    org,
    records,
    allOrNone,
    (record) => {
      const value = valueOf(record, field.name);
      const key = value.toLowerCase();
      if (value !== '' && seen.has(key)) {
        throw new WriteError('DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [field.name]);
      }
      seen.add(key);
      return writer.upsert(object, field, value, record);
    },
    { showCreated: true },
  );
}

export function answerDeleteMany(request: ApiRequest, { org }: RowContext): Answer {
  const ids = namesIn(request.query.get('ids'));
  const writer = new Writer(org);
  const records = ids.map((id) => ({ Id: id }));
  return writeAll(org, records, request.query.get('allOrNone') === 'true', ({ Id: id }) => {
    const object = org.schema.byPrefix(id);
    if (object === undefined) throw new WriteError('MALFORMED_ID', `bad id ${id}`);
    return writer.remove(object, id);
  });
}

/** Records by their ids, null where there is none. */
export function answerReadMany(request: ApiRequest, context: RowContext): Answer {
  const object = objectOf(context.org, request.params[0]);
  const { ids, fields } = request.method === 'GET' ? readAddress(request) : readLists(request.body);
  if (ids.length > maxRecordsRead) throw tooMany(maxRecordsRead);
  const scan = { nowMs: context.now(), includeDeleted: false };
  const asked = { ...request, query: new URLSearchParams({ fields: fields.join(',') }) };
  const table = context.org.tableOf(object);
  const texts = ids.map((id) => {
    const row = table.find(readId(id) ?? '', scan);
    return row === null ? 'null' : renderRow(object, row, asked, context.org, scan);
  });
  return jsonText(`[${texts.join(',')}]`);
}

function readAddress({ query }: ApiRequest): { ids: string[]; fields: string[] } {
  return { ids: namesIn(query.get('ids')), fields: namesIn(query.get('fields')) };
}

function namesIn(text: string | null): string[] {
  return (text ?? '').split(',').filter((each) => each !== '');
}

function readLists(body: Buffer): { ids: string[]; fields: string[] } {
  const { ids, fields } = readBody(body);
  return { ids: textsOf(ids), fields: textsOf(fields) };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function writeAll<T extends ApiRecord>(
  org: Org,
  records: readonly T[],
  allOrNone: boolean,
  write: (record: T) => Written,
  { showCreated = false } = {},
): Answer {
  if (records.length > maxRecords) throw tooMany(maxRecords);
  let results: RowResult[] = [];
  org.transaction(() => {
    results = records.map((record) => resultOf(() => write(record), showCreated));
    return !allOrNone || results.every((result) => result.success);
  });
  if (allOrNone && results.some((result) => !result.success)) {
    results = results.map((result) => (result.success ? rolledBack : result));
  }
  return jsonAnswer(results);
}

function resultOf(write: () => Written, showCreated: boolean): RowResult {
  try {
    const { id, created } = write();
    return { id, success: true, errors: [], ...(showCreated ? { created } : {}) };
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    const { statusCode, message, fields } = error;
    return { success: false, errors: [{ statusCode, message, fields }] };
  }
}

const rolledBack: RowResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

function tooMany(max: number): Error {
  return badRequest(
    'EXCEEDED_MAX_SIZE_REQUEST',
    `record limit reached. cannot submit more than ${max} records into this call`,
  );
}

function typedObject(org: Org, record: ApiRecord): ObjectDefinition {
  const type = typeOf(record);
  const object = type === null ? undefined : org.schema.find(type);
  if (object === undefined) {
    throw new WriteError('INVALID_TYPE', `sObject type '${type ?? ''}' is not supported.`);
  }
  return object;
}

function idOf(record: ApiRecord): string {
  return valueOf(record, 'Id');
}

function valueOf(record: ApiRecord, name: string): string {
  const entry = Object.entries(record).find(([key]) => key.toLowerCase() === name.toLowerCase());
  const value = entry?.[1];
  return typeof value === 'string' ? value : '';
}
