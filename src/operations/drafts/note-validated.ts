import { isMeantAlike } from '../../domain/draft-patch.ts';
import type { DraftProblem } from '../../domain/draft-problem.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { Store } from '../../store/store.ts';
import type { OperationContext } from '../operation.ts';
import { changeOwnDraft } from './own-draft.ts';

const validatedParts: ReadonlySet<unknown> = new Set(['connection', 'source', 'target', 'mapping']);

/** Whether a problem is of the mapping, or of what it stands on. */
export function isOfMapping({ path }: DraftProblem): boolean {
  return validatedParts.has(path[0]);
}

/** What keeps the mapping from being validated. */
export function mappingErrors(problems: readonly DraftProblem[]): DraftProblem[] {
  return problems.filter((each) => each.severity === 'error' && isOfMapping(each));
}

/** Notes what was found out about a draft, unless it means something else by now. */
export async function noteValidated(
  store: Store,
  context: OperationContext,
  checked: StoredDraft,
  validated: boolean,
): Promise<StoredDraft> {
  return await changeOwnDraft(store, context, checked.id, (stored) =>
    stored.draft.validated === validated || !isMeantAlike(stored.draft, checked.draft)
      ? null
      : { ...stored, draft: { ...stored.draft, validated }, updatedAt: context.now },
  );
}
