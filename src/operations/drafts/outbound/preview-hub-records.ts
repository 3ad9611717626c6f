import type { SourceCells } from '../../../domain/mapping/row-cells.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import type { NamedField } from '../mapped-fields.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import { previewedRecords } from '../preview-records.ts';
import { sentRecords } from './ends.ts';
import { hubRecords } from './hub-selection.ts';

export interface PreviewHubRecordsInput {
  readonly draft: string;
  /** IANA name of the person's zone: where a day begins. */
  readonly timezone: string;
}

export interface HubRecordPreview {
  /** All attributes of the hub object: keys first, then its standard ones, then those that jobs have added. */
  readonly columns: readonly NamedField[];
  /** The first ones, in the order of the columns. */
  readonly rows: readonly SourceCells[];
  /** Of all that pass the filter. */
  readonly count: number;
}

/**
 * "Refresh preview": the first records that a draft's filter takes, and how many there are. No CRM is asked. Values are
 * for whoever asks, and for no log and no audit.
 *
 * @throws UserError where the filter is wrong, with its position; `source_missing`, `inbound_draft`.
 */
export async function previewHubRecords(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, timezone }: PreviewHubRecordsInput,
): Promise<HubRecordPreview> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { schema, selection } = await hubRecords(deps, context, sentRecords(draft));
  const hub = await deps.hub();
  const selected = selection({ timezone });
  const { fields } = schema.object;
  const attributes = fields.map(({ name }) => name);
  const { records } = await hub.select(selected, { attributes, after: null, limit: previewedRecords });
  return {
    columns: fields.map(({ name, label, type }) => ({ path: name, label, type })),
    rows: records.map(({ cells }) => cells),
    count: await hub.countSelected(selected),
  };
}
