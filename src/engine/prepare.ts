import type { CrmClient, SourceQuery } from '../connectors/connector.ts';
import { checkFilter } from '../domain/filter/check.ts';
import { fieldPaths } from '../domain/filter/field-paths.ts';
import { parseFilter } from '../domain/filter/parse.ts';
import { hubObjects } from '../domain/hub-object.ts';
import type { NewAttribute } from '../domain/hub-object.ts';
import { checkMapping } from '../domain/mapping/check.ts';
import { compileMapping } from '../domain/mapping/compile.ts';
import type { CompiledMapping } from '../domain/mapping/compile.ts';
import { sourcePaths } from '../domain/mapping/source-paths.ts';
import type { SourceObject, SourceSchema } from '../domain/source-schema.ts';
import type { RunSpec } from './run-host.ts';

/** A job held against what the CRM and the hub are now. */
export interface PreparedRun {
  /** Of the org that the connection leads to now. */
  readonly orgId: string;
  readonly object: SourceObject;
  readonly query: SourceQuery;
  readonly mapping: CompiledMapping;
  readonly newAttributes: readonly NewAttribute[];
}

/**
 * @param now what TODAY and NOW mean in formulas
 * @throws UserError, FatalError where object, filter or mapping do not fit the CRM's describe (any more)
 */
export async function prepareRun(
  { job, attributes }: Pick<RunSpec, 'job' | 'attributes'>,
  client: CrmClient,
  now: Date,
): Promise<PreparedRun> {
  const written = parseFilter(job.source.filter);
  const paths = sourcePaths(job.mapping);
  const filtered = written === null ? [] : fieldPaths(written);
  const schema = await client.loadSchema(job.source.object, [...paths, ...filtered]);
  const filter = written === null ? null : checkFilter(written, schema);
  const { orgId, timezone } = await client.identify();
  const input = { object: hubObjects[job.target.object], attributes, schema, mapping: job.mapping };
  const fields = canonicalPaths(paths, schema);
  return {
    orgId,
    object: schema.object,
    query: { schema, fields, filter },
    // What a read brings beyond these fields stands behind them.
    mapping: compileMapping({ ...input, columns: fields, now, timezone }),
    newAttributes: checkMapping(input).newAttributes,
  };
}

/** In the CRM's own letter case. A path that leads nowhere is left to the mapping's check, which says why. */
function canonicalPaths(paths: readonly string[], schema: SourceSchema): string[] {
  const found = paths.map((path) => schema.field(path)).filter(({ kind }) => kind === 'found');
  return [...new Set(found.map((each) => (each.kind === 'found' ? each.path : '')))];
}
