/** sobjects/X and what is below: one record at a time. */
import { ApiError, notFound } from '../http/api-error.ts';
import { jsonAnswer, jsonText } from '../../http/http-types.ts';
import type { Answer } from '../../http/http-types.ts';
import type { ApiRequest } from '../http/http-types.ts';
import type { Org } from '../org/org.ts';
import { readId } from '../org/record-ids.ts';
import type { Row } from '../org/row.ts';
import type { Scan } from '../org/table.ts';
import { WriteError } from '../org/write-error.ts';
import { Writer } from '../org/writer.ts';
import type { Written } from '../org/writer.ts';
import type { ObjectDefinition } from '../schema/object-definition.ts';
import { resolvePath } from '../soql/field-path.ts';
import { externalIdOf, objectOf } from './objects.ts';
import { readBody } from './read-record.ts';
import { recordRenderer } from './render-record.ts';

export interface RowContext {
  readonly org: Org;
  readonly now: () => number;
}

export function answerCreate(request: ApiRequest, { org }: RowContext): Answer {
  const object = objectOf(org, request.params[0]);
  const { id } = written(() => new Writer(org).create(object, readBody(request.body)));
  return jsonAnswer({ id, success: true, errors: [] }, 201);
}

export function answerUpdate(request: ApiRequest, { org }: RowContext): Answer {
  const [name, id = ''] = request.params;
  const object = objectOf(org, name);
  written(() => new Writer(org).update(object, id, readBody(request.body)));
  return { status: 204 };
}

export function answerDelete(request: ApiRequest, { org }: RowContext): Answer {
  const [name, id = ''] = request.params;
  const object = objectOf(org, name);
  written(() => new Writer(org).remove(object, id));
  return { status: 204 };
}

export function answerRead(request: ApiRequest, context: RowContext): Answer {
  const [name, id = ''] = request.params;
  const object = objectOf(context.org, name);
  const scan = { nowMs: context.now(), includeDeleted: false };
  const row = context.org.tableOf(object).find(readId(id) ?? '', scan);
  if (row === null) {
    const deleted = context.org.tableOf(object).stored(readId(id) ?? '');
    throw deleted === undefined ? notFound() : new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
  }
  return jsonText(renderRow(object, row, request, context.org, scan));
}

/** PATCH sobjects/X/External__c/value */
export function answerUpsert(request: ApiRequest, { org }: RowContext): Answer {
  const [name, fieldName, value = ''] = request.params;
  const object = objectOf(org, name);
  const field = externalIdOf(object, fieldName);
  const found = field.type === 'id' ? [] : org.tableOf(object).withValue(field.name, value);
  if (found.length > 1) {
    return jsonAnswer(
      found.map((row) => `${request.root}/sobjects/${object.name}/${row.id}`),
      300,
    );
  }
  const { id, created } = written(() => new Writer(org).upsert(object, field, value, readBody(request.body)));
  return jsonAnswer({ id, success: true, errors: [], created }, created ? 201 : 200);
}

export function answerReadByExternalId(request: ApiRequest, context: RowContext): Answer {
  const file = fileOf(request, context.org);
  if (file !== null) return file;
  const { object, row } = byExternalId(request, context.org);
  const scan = { nowMs: context.now(), includeDeleted: false };
  return jsonText(renderRow(object, row, request, context.org, scan));
}

export function answerDeleteByExternalId(request: ApiRequest, { org }: RowContext): Answer {
  const { object, row } = byExternalId(request, org);
  written(() => new Writer(org).remove(object, row.id));
  return { status: 204 };
}

/** The bytes of a file, `sobjects/Attachment/00P…/Body`; null where the address is that of an external id. */
function fileOf({ params }: ApiRequest, org: Org): Answer | null {
  const [name, id = '', fieldName = ''] = params;
  const object = objectOf(org, name);
  const field = object.byName.get(fieldName.toLowerCase());
  const row = org.tableOf(object).stored(readId(id) ?? '');
  if (field?.type !== 'base64' || row === undefined) return null;
  const text = row.get(field.name);
  return {
    status: 200,
    contentType: 'application/octetstream',
    body: Buffer.from(typeof text === 'string' ? text : '', 'base64'),
  };
}

function byExternalId({ params }: ApiRequest, org: Org): { object: ObjectDefinition; row: Row } {
  const [name, fieldName, value = ''] = params;
  const object = objectOf(org, name);
  const field = externalIdOf(object, fieldName);
  const [row] = org.tableOf(object).withValue(field.name, value);
  if (row === undefined) throw notFound();
  return { object, row };
}

/** All fields, or those that `fields` names. */
export function renderRow(
  object: ObjectDefinition,
  row: Row,
  { query, root }: ApiRequest,
  org: Org,
  scan: Scan,
): string {
  const names = query.get('fields')?.split(',') ?? object.fields.map((field) => field.name);
  const context = { org, object, scan, alias: null, soql: '' };
  const columns = names.map((each) => resolvePath(each.trim(), context));
  return recordRenderer(object.name, columns, root)(row);
}

/** The trouble of the one row is that of the request. */
function written(act: () => Written): Written {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    const status = ['INVALID_CROSS_REFERENCE_KEY', 'ENTITY_IS_DELETED'].includes(error.statusCode)
      ? 404
      : 400;
    const code =
      error.statusCode === 'INVALID_CROSS_REFERENCE_KEY' && error.fields.length === 0
        ? 'NOT_FOUND'
        : error.statusCode;
    throw new ApiError(
      status,
      code,
      code === 'NOT_FOUND' ? 'The requested resource does not exist' : error.message,
      error.fields,
    );
  }
}
