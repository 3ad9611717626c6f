/** One record: GET, POST, PATCH and DELETE. */
import type { Answer } from '../../http/http-types.ts';
import { ApiError, badQuery } from '../http/api-error.ts';
import { headerOf, odataJson } from '../http/api-request.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { readJsonObject } from '../http/json-body.ts';
import type { JsonObject } from '../http/json-body.ts';
import { preferencesOf } from '../http/preferences.ts';
import type { Row, StoredRow } from '../org/row.ts';
import { createRecord, deleteRecord, updateRecord } from '../org/write-record.ts';
import { parseExpand, parseSelect } from '../query/parse-expand.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { tableOfSet } from './entity-set.ts';
import { readPayload } from './read-payload.ts';
import { rowRenderer } from './render-record.ts';
import { findByKey, noRecordAt, parseKey } from './resource-key.ts';
import type { ResourceKey } from './resource-key.ts';
import type { RestContext } from './rest-context.ts';

/** GET <entity set>(key) */
export function answerRead(request: ApiRequest, context: RestContext): Answer {
  const { table, key, row } = resourceOf(request, context);
  const found = row ?? generatedRow(table, key, context);
  if (found === null) throw noRecordAt(table, key);
  if (headerOf(request, 'if-none-match') === etagOf(found)) return { status: 304 };
  return representation(request, table, found, context, 200);
}

/** POST <entity set> */
export function answerCreate(request: ApiRequest, context: RestContext): Answer {
  const table = tableOfSet(request.params[0] ?? '', context.org.schema);
  return created(request, table, readJsonObject(request.body), {}, context);
}

/**
 * PATCH <entity set>(key): an update where there is such a record and otherwise a create, unless If-Match or
 * If-None-Match says that only one of them is meant.
 */
export function answerUpsert(request: ApiRequest, context: RestContext): Answer {
  const { table, key, row } = resourceOf(request, context);
  const body = readJsonObject(request.body);
  const ifMatch = headerOf(request, 'if-match');
  const ifNoneMatch = headerOf(request, 'if-none-match');
  if (row === null) {
    if (ifMatch !== null) throw noRecordAt(table, key);
    return created(request, table, body, keyValues(table, key), context);
  }
  if (ifNoneMatch === '*')
    throw new ApiError(412, '0x80040237', 'A record with matching key values already exists.');
  checkVersion(ifMatch, row);
  const { org } = context;
  updateRecord(org, table, row, readPayload(org, table, body, false));
  return written(request, table, row.id, context, 200);
}

/** DELETE <entity set>(key) */
export function answerDelete(request: ApiRequest, context: RestContext): Answer {
  const { table, key, row } = resourceOf(request, context);
  if (row === null) throw noRecordAt(table, key);
  checkVersion(headerOf(request, 'if-match'), row);
  deleteRecord(context.org, table, row);
  return { status: 204 };
}

/** The values that a record gets from the key under which it was looked for in vain. */
export function keyValues(table: TableDefinition, key: ResourceKey): JsonObject {
  return key.kind === 'id' ? { [table.primaryId]: key.id } : key.values;
}

interface Resource {
  readonly table: TableDefinition;
  readonly key: ResourceKey;
  readonly row: StoredRow | null;
}

function resourceOf({ params }: ApiRequest, { org }: RestContext): Resource {
  const [entitySet = '', keyText = ''] = params;
  const table = tableOfSet(entitySet, org.schema);
  const key = parseKey(keyText, table);
  return { table, key, row: findByKey(org, table, key) };
}

function generatedRow({ logicalName }: TableDefinition, key: ResourceKey, { org }: RestContext): Row | null {
  return key.kind === 'id' ? org.tableOf(logicalName).find(key.id, org.nowMs) : null;
}

function created(
  request: ApiRequest,
  table: TableDefinition,
  body: JsonObject,
  ofKey: JsonObject,
  context: RestContext,
): Answer {
  const { org } = context;
  const given = readPayload(org, table, body, true);
  // The key's own values are read already.
  const id = createRecord(org, table, { ...given, ...(ofKey as typeof given) });
  return written(request, table, id, context, 201);
}

function written(
  request: ApiRequest,
  table: TableDefinition,
  id: string,
  context: RestContext,
  status: number,
): Answer {
  const headers = { 'odata-entityid': `${request.root}/${table.entitySetName}(${id})` };
  if (!preferencesOf(request).returnsRepresentation) return { status: 204, headers };
  const row = context.org.tableOf(table.logicalName).stored(id);
  if (row === undefined) throw new Error('What was written is not there.');
  const answer = representation(request, table, row, context, status);
  return { ...answer, headers: { ...headers, 'preference-applied': 'return=representation' } };
}

function representation(
  request: ApiRequest,
  table: TableDefinition,
  row: Row,
  context: RestContext,
  status: number,
): Answer {
  const { query, root } = request;
  for (const name of query.keys())
    if (name.startsWith('$') && name !== '$select' && name !== '$expand')
      throw badQuery(`The query parameter '${name}' is not supported.`);
  const select = parseSelect(query.get('$select'));
  const preferences = preferencesOf(request);
  const render = rowRenderer(table, select, parseExpand(query.get('$expand')), { ...context, preferences });
  const columns = select === null ? '' : `(${select.join(',')})`;
  const address = `${root}/$metadata#${table.entitySetName}${columns}/$entity`;
  return odataJson(`{"@odata.context":"${address}",${render(row)}}`, status);
}

function etagOf(row: Row): string {
  return `W/"${row.version}"`;
}

function checkVersion(ifMatch: string | null, row: StoredRow): void {
  if (ifMatch === null || ifMatch === '*' || ifMatch === etagOf(row)) return;
  throw new ApiError(
    412,
    '0x80060882',
    "The version of the existing record doesn't match the RowVersion property provided.",
  );
}
