import type { HubAttribute } from '../../domain/hub-object.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

/**
 * What the draft's target has now: keys first, then its standard attributes, then those that jobs have added. None
 * where the draft has no target yet.
 *
 * @throws UserError `draft_gone`, `not_your_draft`.
 */
export async function hubAttributes(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<readonly HubAttribute[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { object } = draft.target;
  return object === undefined ? [] : await (await deps.hub()).attributes(object);
}
