import { noSuchSegment } from '../http/api-error.ts';
import type { Schema } from '../schema/schema.ts';
import type { TableDefinition } from '../schema/table-definition.ts';

/** @throws ApiError where no table has an entity set of this name. */
export function tableOfSet(entitySet: string, schema: Schema): TableDefinition {
  const table = schema.bySetName(entitySet);
  if (table === undefined) throw noSuchSegment(entitySet);
  return table;
}
