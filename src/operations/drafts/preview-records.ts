import type { SourceRow } from '../../connectors/connector.ts';
import { fieldLabel } from '../../domain/field-label.ts';
import { sourcePaths } from '../../domain/mapping/source-paths.ts';
import { kindOfField } from '../../domain/mapping/value-kind.ts';
import { sourceQuery } from '../../engine/source-query.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import type { NamedField } from './mapped-fields.ts';
import { authorizeDrafts, ownDraft, sourceOf } from './own-draft.ts';

export interface RecordPreview {
  /** The fields that are chosen, in the order of their rows, each once. */
  readonly columns: readonly NamedField[];
  /** In the order of the columns. */
  readonly rows: readonly SourceRow[];
}

/** Records that a preview shows. */
export const previewedRecords = 10;

/**
 * The first records that pass a draft's filter, with the fields that are chosen. Values are for whoever asks, and for no
 * log and no audit.
 *
 * @throws UserError where the filter is wrong, with its position; UserError, RetryableError, FatalError where the CRM
 *   cannot be asked.
 */
export async function previewRecords(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<RecordPreview> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, object, filter } = sourceOf(draft);
  const paths = sourcePaths(draft.mapping);
  return await askCrm(deps, connectionId, async (client, signal) => {
    const query = await sourceQuery(client, { object, filter }, paths);
    const columns = query.fields.flatMap((path): NamedField[] => {
      const found = query.schema.field(path);
      const isReadable = found.kind === 'found' && kindOfField[found.field.type] !== null;
      return isReadable ? [{ path, label: fieldLabel(found, query.schema), type: found.field.type }] : [];
    });
    if (columns.length === 0) return { columns, rows: [] };
    const fields = columns.map(({ path }) => path);
    return { columns, rows: await client.preview({ ...query, fields }, previewedRecords, signal) };
  });
}
