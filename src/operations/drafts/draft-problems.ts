import type { DraftProblem } from '../../domain/draft-problem.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { checkStoredDraft } from './check-stored-draft.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

/**
 * Everything that keeps a draft from becoming a job, and what is worth a look, in the words that a jobs file is told.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function draftProblems(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<readonly DraftProblem[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  return (await checkStoredDraft(deps, draft)).problems;
}
