import type { DraftProblem } from '../../domain/draft-problem.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { checkStoredDraft } from './check-stored-draft.ts';
import { isOfMapping } from './note-validated.ts';
import { misfits } from './outbound/misfits.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

export interface DraftProblemsInput {
  readonly draft: string;
  /** Also what the hub's records tell of an export whose mapping is validated. */
  readonly ofRecords?: boolean;
}

/**
 * Everything that keeps a draft from becoming a job, and what is worth a look, in the words that a jobs file is told.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function draftProblems(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, ofRecords = false }: DraftProblemsInput,
): Promise<readonly DraftProblem[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { problems } = await checkStoredDraft(deps, draft);
  const isRight = !problems.some((each) => each.severity === 'error' && isOfMapping(each));
  if (!ofRecords || draft.direction === 'inbound' || !draft.validated || !isRight) return problems;
  return [...problems, ...(await misfits(deps, context, draft))];
}
