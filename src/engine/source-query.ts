import type { CrmClient, SourceQuery } from '../connectors/connector.ts';
import { UserError } from '../domain/errors.ts';
import { checkFilter } from '../domain/filter/check.ts';
import { fieldPaths } from '../domain/filter/field-paths.ts';
import { parseFilter } from '../domain/filter/parse.ts';
import type { Filter, Span } from '../domain/filter/syntax.ts';
import type { SourceSchema } from '../domain/source-schema.ts';

/**
 * What is asked of a CRM for these fields of the records that pass the filter.
 *
 * @param paths one that leads nowhere is left out: the mapping's check says why
 * @throws UserError where there is no such object, or the filter is wrong or the CRM cannot say it; RetryableError, FatalError.
 */
export async function sourceQuery(
  client: Pick<CrmClient, 'loadSchema' | 'checkFilter'>,
  source: { readonly object: string; readonly filter: string },
  paths: readonly string[],
): Promise<SourceQuery> {
  const written = parseFilter(source.filter);
  const filtered = written === null ? [] : fieldPaths(written);
  const schema = await client.loadSchema(source.object, [...paths, ...filtered]);
  const filter = written === null ? null : checkFilter(written, schema);
  if (filter !== null) client.checkFilter(filter, schema);
  return { schema, fields: canonicalPaths(paths, schema), filter };
}

/** In the CRM's own letter case. */
function canonicalPaths(paths: readonly string[], schema: SourceSchema): string[] {
  const found = paths.map((path) => schema.field(path)).filter(({ kind }) => kind === 'found');
  return [...new Set(found.map((each) => (each.kind === 'found' ? each.path : '')))];
}

/** The same, of these records alone; one that no longer passes the filter is left out. */
export function onlyRecords(query: SourceQuery, ids: readonly string[]): SourceQuery {
  const { schema, filter } = query;
  const idField = schema.object.fields.find(({ type }) => type === 'id');
  if (idField === undefined) {
    throw new UserError(`Records of ${schema.object.label} cannot be read one by one. Run a full sync.`, {
      code: 'no_id',
    });
  }
  const among: Filter = {
    kind: 'membership',
    field: { path: idField.name, span: nowhere },
    operator: 'IN',
    values: ids.map((text) => ({ kind: 'text', text, span: nowhere })),
  };
  return { ...query, filter: filter === null ? among : { kind: 'and', operands: [among, filter] } };
}

const nowhere: Span = { start: 0, end: 0 };
