import { sourceQuery } from '../../engine/source-query.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { authorizeDrafts, ownDraft, sourceOf } from './own-draft.ts';

/**
 * How many records of a draft's source pass its filter now.
 *
 * @throws UserError where the filter is wrong, with its position; UserError, RetryableError, FatalError where the CRM
 *   cannot be asked.
 */
export async function countRecords(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<number> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, object, filter } = sourceOf(draft);
  return await askCrm(deps, connectionId, async (client, signal) =>
    client.count(await sourceQuery(client, { object, filter }, []), null, signal),
  );
}
