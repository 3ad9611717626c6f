import { UserError } from '../../domain/errors.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

/** Forgets a draft; one that is gone already is as it should be. @throws UserError `not_your_draft`. */
export async function discardDraft(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<void> {
  authorizeDrafts(context);
  const store = await deps.store();
  try {
    await ownDraft(store, context, id);
  } catch (error) {
    if (error instanceof UserError && error.code === 'draft_gone') return;
    throw error;
  }
  await store.drafts.remove(id);
}
