import type { HubAttribute } from '../../domain/hub-object.ts';
import { hubObjectOf } from '../../domain/job-ends.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

/**
 * What the draft's hub object has now: keys first, then its standard attributes, then those that jobs have added. None
 * where none is chosen yet.
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
  const object = hubObjectOf(draft);
  return object === undefined ? [] : await (await deps.hub()).attributes(object);
}
