import { applyPatch } from '../../domain/draft-patch.ts';
import type { JobPatch } from '../../domain/draft-patch.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { isStoredAlike } from '../../store/stored-alike.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeDrafts, changeOwnDraft } from './own-draft.ts';

export interface ChangeDraftInput {
  readonly draft: string;
  readonly patch?: JobPatch;
  readonly step?: string;
  /** Added to what was typed before; empty text takes the place of what was there. */
  readonly entered?: Readonly<Record<string, string>>;
}

/** More than all steps together have inputs; what was typed longest ago is forgotten. */
const maxEntered = 200;

/**
 * Changes a draft by the one language of patches, as it is at that moment.
 *
 * @throws UserError `draft_gone`, `not_your_draft`, and what `applyPatch` refuses; nothing is changed then.
 */
export async function changeDraft(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, patch = {}, step, entered = {} }: ChangeDraftInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  return await changeOwnDraft(await deps.store(), context, id, (stored) => {
    const next = {
      ...stored,
      draft: applyPatch(stored.draft, patch),
      step: step ?? stored.step,
      entered: addedTo(stored.entered, entered),
    };
    return isStoredAlike(next, stored) ? null : { ...next, updatedAt: context.now };
  });
}

function addedTo(
  before: StoredDraft['entered'],
  added: Readonly<Record<string, string>>,
): StoredDraft['entered'] {
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(added, name));
  return Object.fromEntries([...kept, ...Object.entries(added)].slice(-maxEntered));
}
