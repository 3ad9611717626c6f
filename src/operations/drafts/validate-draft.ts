import type { DraftProblem } from '../../domain/draft-problem.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { checkStoredDraft } from './check-stored-draft.ts';
import { isOfMapping, mappingErrors, noteValidated } from './note-validated.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

export interface ValidatedDraft {
  /** Its `validated` says whether the mapping was found to be right. */
  readonly draft: StoredDraft;
  /** Of connection, source, filter, target and mapping; warnings do not keep it from being right. */
  readonly problems: readonly DraftProblem[];
}

/**
 * "Validate mapping": holds it against the CRM, and notes whether it is right. A draft that is changed meanwhile is not
 * validated by what was found out about it before.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function validateDraft(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<ValidatedDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const checked = await ownDraft(store, context, id);
  const check = await checkStoredDraft(deps, checked.draft);
  const problems = check.problems.filter(isOfMapping);
  const isRight = mappingErrors(problems).length === 0;
  return { draft: await noteValidated(store, context, checked, isRight), problems };
}
