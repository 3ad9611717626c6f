import { fieldLabel } from '../../domain/field-label.ts';
import { sourcePaths } from '../../domain/mapping/source-paths.ts';
import type { SourceField } from '../../domain/source-schema.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

/** A field of the source, or of a parent. */
export interface NamedField extends Pick<SourceField, 'label' | 'type'> {
  /** As it is asked for. */
  readonly path: string;
}

export interface MappedFieldsInput {
  readonly draft: string;
  /** Paths that no row reads yet. */
  readonly more?: readonly string[];
}

/**
 * The fields that the rows of a draft read, skipped ones included, by the CRM's labels, those of
 * parents with their parents. A path that leads nowhere is
 * left out: the check of the draft says so.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function mappedFields(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, more = [] }: MappedFieldsInput,
): Promise<readonly NamedField[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, source, mapping } = draft;
  const { object } = source;
  if (connectionId === undefined || object === undefined || object === '') return [];
  const paths = [...new Set([...sourcePaths(mapping), ...more])].filter((path) => path !== '');
  const schema = await askCrm(deps, connectionId, (client) => client.loadSchema(object, paths));
  return paths.flatMap((path) => {
    const found = schema.field(path);
    return found.kind === 'missing'
      ? []
      : [{ path, label: fieldLabel(found, schema), type: found.field.type }];
  });
}
