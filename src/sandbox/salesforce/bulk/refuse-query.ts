import type { Query } from '@jetstreamapp/soql-parser-js';
import { badRequest } from '../http/api-error.ts';
import type { CompiledQuery } from '../soql/compile-query.ts';

/** What REST answers and the Bulk API does not, as far as the text tells. */
export function refuseQueryText(query: Query): void {
  const found = [
    query.offset === undefined ? null : 'OFFSET',
    query.groupBy === undefined ? null : 'GROUP BY',
    query.having === undefined ? null : 'HAVING',
    ...(query.fields ?? []).map(unsupportedItem),
  ].find((each) => each !== null);
  if (found !== undefined) throw badRequest('API_ERROR', `${found} not supported in Bulk Query`);
}

function unsupportedItem(item: NonNullable<Query['fields']>[number]): string | null {
  switch (item.type) {
    case 'FieldSubquery':
      return 'Aggregate Relationship';
    case 'FieldTypeof':
      return 'TYPEOF';
    case 'FieldFunctionExpression':
      return item.isAggregateFn === true ? 'Aggregate functions' : null;
    case 'Field':
    case 'FieldRelationship':
      break;
  }
  return null;
}

/** … and as far as the fields tell. */
export function refuseQueryFields({ object, columns }: CompiledQuery): void {
  if (!object.bulk) {
    throw badRequest('INVALIDENTITY', `Entity '${object.name}' is not supported by the Bulk API.`);
  }
  for (const { field } of columns) {
    if (field.type === 'address')
      throw badRequest('API_ERROR', 'Selecting compound data not supported in Bulk Query');
    if (field.type === 'base64')
      throw badRequest('API_ERROR', `Selecting binary data (${field.name}) not supported in Bulk Query`);
  }
}
