import type { CrmClient } from '../../connectors/connector.ts';
import { checkFilter } from '../../domain/filter/check.ts';
import { parseFilter } from '../../domain/filter/parse.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import { hubSchema } from '../../domain/hub-schema.ts';
import { compileOutbound, outboundAttributes } from '../../domain/outbound/compile.ts';
import type { CompiledOutbound } from '../../domain/outbound/compiled.ts';
import type { SourceObject } from '../../domain/source-schema.ts';
import type { HubSelection, SendScope } from '../../hub/selection.ts';
import type { OutboundSpec, RunHost } from '../run-host.ts';

/** A job held against what the hub and the CRM are now. */
export interface PreparedOutbound {
  /** As the CRM describes what is written. */
  readonly object: SourceObject;
  readonly compiled: CompiledOutbound;
  /** What the cells of the hub's records are. */
  readonly attributes: readonly string[];
  readonly scope: SendScope;
  readonly selection: HubSelection;
  /** The CRM object that the parent is a record of; null where none is filled. */
  readonly parentObject: string | null;
}

/**
 * @param now what TODAY and NOW mean, in filter and formulas
 * @throws UserError, FatalError where filter or mapping do not fit the hub or the CRM's describe (any more)
 */
export async function prepareOutbound(
  { job, attributes: known }: OutboundSpec,
  client: CrmClient,
  host: Pick<RunHost, 'session'>,
  now: Date,
): Promise<PreparedOutbound> {
  const { source, target, mapping, settings, connectionId } = job;
  const hubObject = hubObjects[source.object];
  const hub = hubSchema(hubObject, known);
  const crm = await client.loadSchema(target.object, []);
  const { orgId, timezone } = await client.identify();
  const { firstWeekday } = await host.session(null);
  const written = parseFilter(source.filter);
  const input = { object: hubObject, hub, crm, target, settings, mapping };
  const attributes = outboundAttributes(input);
  const compiled = compileOutbound({ ...input, columns: attributes, now, timezone });
  const parentField = compiled.fields.find(({ name }) => name.toLowerCase() === target.parent?.toLowerCase());
  return {
    object: crm.object,
    compiled,
    attributes,
    scope: {
      jobId: job.id,
      connectionId,
      orgId,
      crmObject: crm.object.name,
      hubObject: source.object,
    },
    selection: {
      object: source.object,
      filter: written === null ? null : checkFilter(written, hub),
      nowMs: now.getTime(),
      timezone,
      ...(firstWeekday === undefined ? {} : { firstWeekday }),
    },
    parentObject: parentField === undefined ? null : parentObjectOf(crm.object, parentField),
  };
}

function parentObjectOf(
  { fields }: SourceObject,
  { name, refersTo }: { readonly name: string; readonly refersTo: string | null },
): string | null {
  const field = fields.find((each) => each.name === name);
  return refersTo ?? field?.relationship?.objects[0] ?? null;
}
