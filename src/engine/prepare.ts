import type { CrmClient, SourceQuery } from '../connectors/connector.ts';
import { hubObjects } from '../domain/hub-object.ts';
import type { NewAttribute } from '../domain/hub-object.ts';
import { checkMapping } from '../domain/mapping/check.ts';
import { compileMapping } from '../domain/mapping/compile.ts';
import type { CompiledMapping } from '../domain/mapping/compile.ts';
import { sourcePaths } from '../domain/mapping/source-paths.ts';
import type { SourceObject } from '../domain/source-schema.ts';
import type { InboundSpec } from './run-host.ts';
import { onlyRecords, sourceQuery } from './source-query.ts';

/** A job held against what the CRM and the hub are now. */
export interface PreparedRun {
  /** Of the org that the connection leads to now. */
  readonly orgId: string;
  readonly object: SourceObject;
  readonly query: SourceQuery;
  readonly mapping: CompiledMapping;
  readonly newAttributes: readonly NewAttribute[];
}

/** Of a job, only what is read and what becomes of it. */
export interface PrepareInput extends Pick<InboundSpec, 'attributes'>, Partial<Pick<InboundSpec, 'only'>> {
  readonly job: Pick<InboundSpec['job'], 'source' | 'target' | 'mapping'>;
}

/**
 * @param now what TODAY and NOW mean in formulas
 * @throws UserError, FatalError where object, filter or mapping do not fit the CRM's describe (any more)
 */
export async function prepareRun(
  { job, attributes, only = null }: PrepareInput,
  client: CrmClient,
  now: Date,
): Promise<PreparedRun> {
  const asked = await sourceQuery(client, job.source, sourcePaths(job.mapping));
  const query = only === null ? asked : onlyRecords(asked, only);
  const { schema, fields } = query;
  const { orgId, timezone } = await client.identify();
  const input = { object: hubObjects[job.target.object], attributes, schema, mapping: job.mapping };
  return {
    orgId,
    object: schema.object,
    query,
    // What a read brings beyond these fields stands behind them.
    mapping: compileMapping({ ...input, columns: fields, now, timezone }),
    newAttributes: checkMapping(input).newAttributes,
  };
}
