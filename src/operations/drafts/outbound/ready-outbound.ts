import { requireOutbound, usedRows } from '../../../domain/draft.ts';
import type { DraftRow, JobDraft } from '../../../domain/draft.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { OutboundSettings } from '../../../domain/job.ts';
import { compileOutbound, outboundAttributes } from '../../../domain/outbound/compile.ts';
import type { CompiledOutbound } from '../../../domain/outbound/compiled.ts';
import { canCreateBy } from '../../../domain/outbound/match-fields.ts';
import { parentObjectOf } from '../../../domain/outbound/parent.ts';
import type { SourceSchema } from '../../../domain/source-schema.ts';
import type { OutboundRecord, SelectedPage } from '../../../hub/selection.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm } from '../ask-crm.ts';
import { destinationOf, sentRecords } from './ends.ts';
import { hubRecords } from './hub-selection.ts';

/** An export that is ready to be tried on the records that it would send. */
export interface ReadyOutbound {
  readonly crm: SourceSchema;
  /** Of the mapping, those that are not skipped. */
  readonly rows: readonly DraftRow[];
  /** Attributes that a record's cells hold. */
  readonly columns: readonly string[];
  readonly compiled: CompiledOutbound;
  /** The first records that the filter takes, as many at most. */
  readonly first: (limit: number) => Promise<SelectedPage<OutboundRecord>>;
}

/**
 * Compiles the mapping of a draft that `mappingErrors` finds right; its settings may still be decided on.
 *
 * @throws UserError where the filter is wrong; `source_missing`, `target_missing`, `inbound_draft`; FatalError where the
 *   mapping is; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function readyOutbound(
  deps: OperationDeps,
  context: OperationContext,
  draft: JobDraft,
): Promise<ReadyOutbound> {
  const sent = sentRecords(draft);
  const { connectionId, target } = destinationOf(draft);
  const { crm, identity } = await askCrm(deps, connectionId, async (client) => ({
    crm: await client.loadSchema(target.object, []),
    identity: await client.identify(),
  }));
  const { orgId, timezone } = identity;
  const records = await hubRecords(deps, context, sent);
  const rows = usedRows(draft);
  const input = {
    object: hubObjects[sent.object],
    hub: records.schema,
    crm,
    target,
    settings: fittingSettings(draft, crm),
    mapping: rows,
  };
  const columns = outboundAttributes(input);
  const scope = {
    jobId: draft.id,
    connectionId,
    orgId,
    crmObject: crm.object.name,
    hubObject: sent.object,
  };
  return {
    crm,
    rows,
    columns,
    compiled: compileOutbound({ ...input, columns, now: context.now, timezone }),
    async first(limit) {
      const hub = await deps.hub();
      const selection = records.selection({ timezone, ...(await weekStart(deps, connectionId)) });
      const page = {
        attributes: columns,
        after: null,
        limit,
        parentObject: parentObject(target.parent, crm),
      };
      return await hub.selectOutbound(scope, selection, page);
    },
  };
}

/**
 * New records where the field to match on allows none are an error that the settings tell, and mend: what is tried here
 * is what goes without them.
 */
function fittingSettings(draft: JobDraft, crm: SourceSchema): Partial<OutboundSettings> {
  const { settings, target } = requireOutbound(draft);
  const match = crm.field(target.matchOn ?? '');
  if (match.kind === 'missing' || canCreateBy(match.field)) return settings;
  return { ...settings, allowCreate: false };
}

function parentObject(parent: string | undefined, crm: SourceSchema): string | null {
  const found = parent === undefined ? undefined : crm.field(parent);
  return found?.kind === 'found' ? parentObjectOf(found.field) : null;
}

/** The day that weeks begin with in filters, as the connection names it. */
async function weekStart(
  deps: OperationDeps,
  connectionId: string,
): Promise<{ readonly firstWeekday?: number }> {
  const { firstWeekday } = await (await deps.sessions()).of(connectionId).get();
  return firstWeekday === undefined ? {} : { firstWeekday };
}
