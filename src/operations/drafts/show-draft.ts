import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

/** @throws UserError `draft_gone`, `not_your_draft`. */
export async function showDraft(
  deps: OperationDeps,
  context: OperationContext,
  id: string,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  return await ownDraft(await deps.store(), context, id);
}
