import { usedRows } from '../../../domain/draft.ts';
import { RecordError, UserError } from '../../../domain/errors.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { MappingSource } from '../../../domain/job.ts';
import { compileOutbound, outboundAttributes } from '../../../domain/outbound/compile.ts';
import type { CompiledOutbound, OutboundRow } from '../../../domain/outbound/compiled.ts';
import { parentObjectOf } from '../../../domain/outbound/parent.ts';
import type { SourceSchema } from '../../../domain/source-schema.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm } from '../ask-crm.ts';
import { checkStoredDraft } from '../check-stored-draft.ts';
import { isOfMapping } from '../note-validated.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import type { MappedPreview, PreviewedRecord } from '../preview-mapped.ts';
import { previewedRecords } from '../preview-records.ts';
import { valuesRead } from '../source-values.ts';
import { destinationOf, sentRecords } from './ends.ts';
import { hubRecords } from './hub-selection.ts';

/**
 * The first hub records that pass a draft's filter as a run would send them: a field a row of the mapping, and the
 * parent behind them. What only the CRM can tell, such as a rule of its own, is not among the reasons, and neither is
 * whether a record is new there. Values are for whoever asks, and for no log and no audit.
 *
 * @throws UserError `mapping_invalid` where filter or mapping have an error; `source_missing`, `target_missing`,
 *   `inbound_draft`; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function previewOutbound(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<MappedPreview> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const sent = sentRecords(draft);
  const { connectionId, target } = destinationOf(draft);
  const { problems } = await checkStoredDraft(deps, draft);
  const wrong = problems.find((each) => each.severity === 'error' && isOfMapping(each));
  if (wrong !== undefined) throw notYet(wrong.message);
  const { crm, identity } = await askCrm(deps, connectionId, async (client) => ({
    crm: await client.loadSchema(target.object, []),
    identity: await client.identify(),
  }));
  const { timezone } = identity;
  const records = await hubRecords(deps, context, sent);
  const rows = usedRows(draft);
  const input = {
    object: hubObjects[sent.object],
    hub: records.schema,
    crm,
    target,
    settings: draft.direction === 'outbound' ? draft.settings : {},
    mapping: rows,
  };
  const columns = outboundAttributes(input);
  const compiled = compileOutbound({ ...input, columns, now: context.now, timezone });
  const { records: page } = await (
    await deps.hub()
  ).selectOutbound(
    {
      jobId: draft.id,
      connectionId,
      orgId: identity.orgId,
      crmObject: crm.object.name,
      hubObject: sent.object,
    },
    records.selection({ timezone, ...(await weekStart(deps, connectionId)) }),
    {
      attributes: columns,
      after: null,
      limit: previewedRecords,
      parentObject: parentObject(target.parent, crm),
    },
  );
  const { parent } = target;
  const names = [...rows.map((row) => row.target), ...(parent === undefined ? [] : [parent])];
  const sources = rows.map(({ source }) => source);
  const parentSource = parent === undefined ? [] : [accountOf(sent.object)];
  const places = names.map((name) => placeOf(name, compiled));
  const readers = rows.map((row) => valuesRead(row, columns));
  return {
    attributes: [...sources, ...parentSource].map((source, index) => {
      const name = names[index] ?? '';
      const found = crm.field(name);
      return { name, label: found.kind === 'found' ? found.field.label : name, source };
    }),
    records: page.map((record) => ({
      before: [...readers.map((read) => read(record.cells)), ...parentSource.map(() => record.parentKey)],
      ...sentAs(compiled, record, places),
    })),
  };
}

function sentAs(
  compiled: CompiledOutbound,
  row: OutboundRow,
  places: readonly number[],
): Pick<PreviewedRecord, 'after' | 'reason'> {
  try {
    const cells = compiled.cellsOf(row);
    return { after: places.map((place) => cells[place] ?? null), reason: null };
  } catch (error) {
    if (error instanceof RecordError) return { after: null, reason: error.message };
    throw error;
  }
}

function placeOf(name: string, { fields }: CompiledOutbound): number {
  return fields.findIndex((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** Where the value of a parent comes from, as rows of a mapping say it. */
function accountOf(hubObject: string): MappingSource {
  return { kind: 'field', path: hubObject === 'accounts' ? 'parent_account_id' : 'account_id' };
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

function notYet(problem: string): UserError {
  return new UserError(
    `The mapping is not right yet, so there is no preview of it. Go back and mend it: ${problem}`,
    { code: 'mapping_invalid' },
  );
}
