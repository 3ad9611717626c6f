import { RecordError } from '../../../domain/errors.ts';
import type { Filter } from '../../../domain/filter/syntax.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { MappingEntry } from '../../../domain/job.ts';
import { checkOutboundEntry } from '../../../domain/outbound/check.ts';
import { compileOutboundEntry, outboundAttributes } from '../../../domain/outbound/compile.ts';
import type { SourceCells } from '../../../domain/mapping/row-cells.ts';
import type { HubSelection } from '../../../hub/selection.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm } from '../ask-crm.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import { previewedRecords } from '../preview-records.ts';
import type { EntrySample, EntrySamples, SampleEntryInput } from '../sample-entry.ts';
import { distinctSamples } from '../sample-entry.ts';
import { valuesRead } from '../source-values.ts';
import { destinationOf, sentRecords } from './ends.ts';
import { hubRecords, rightSelection } from './hub-selection.ts';

/**
 * What a row of an export makes of some hub records, rather of those in which its attribute has a value. Without a field
 * that is chosen there are problems and no samples. Values are for whoever asks, and for no log and no audit.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked; `source_missing`, `target_missing`,
 *   `inbound_draft`.
 */
export async function sampleOutboundEntry(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, entry }: SampleEntryInput,
): Promise<EntrySamples> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const sent = sentRecords(draft);
  const { connectionId, target } = destinationOf(draft);
  const { crm, timezone } = await askCrm(deps, connectionId, async (client) => ({
    crm: await client.loadSchema(target.object, []),
    timezone: (await client.identify()).timezone,
  }));
  const records = await hubRecords(deps, context, sent);
  const input = {
    object: hubObjects[sent.object],
    hub: records.schema,
    crm,
    target,
    settings: {},
    mapping: [entry],
  };
  const problems = checkOutboundEntry(entry, input);
  if (problems.some(({ severity }) => severity === 'error')) return { samples: [], problems };
  const columns = outboundAttributes(input);
  const cells = await sampledCells(
    deps,
    columns,
    withValue(entry, columns, rightSelection(records, { timezone })),
  );
  const send = compileOutboundEntry(entry, { ...input, columns, now: context.now, timezone });
  const read = valuesRead(entry, columns);
  const sampleOf = (row: SourceCells): EntrySample => {
    const before = read(row);
    try {
      return { before, after: send(row), reason: null };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return { before, after: null, reason: error.message };
    }
  };
  return { samples: distinctSamples(cells.map(sampleOf)), problems };
}

/** Of an attribute, those records that have it. */
function withValue(entry: MappingEntry, columns: readonly string[], selection: HubSelection): HubSelection {
  const [only] = columns;
  if (entry.source.kind !== 'field' || only === undefined) return selection;
  const span = { start: 0, end: 0 };
  const hasValue: Filter = {
    kind: 'comparison',
    field: { path: only, span },
    operator: '!=',
    value: { kind: 'null', span },
  };
  const { filter } = selection;
  return { ...selection, filter: filter === null ? hasValue : { kind: 'and', operands: [filter, hasValue] } };
}

/** A constant reads nothing: it is the same for any record, also where there is none yet. */
async function sampledCells(
  deps: OperationDeps,
  columns: readonly string[],
  selection: HubSelection,
): Promise<readonly SourceCells[]> {
  if (columns.length === 0) return [[]];
  const hub = await deps.hub();
  const page = await hub.select(selection, { attributes: columns, after: null, limit: previewedRecords });
  return page.records.map(({ cells }) => cells);
}
