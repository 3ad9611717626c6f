import { toJob } from '../../domain/draft.ts';
import { differencesOf } from '../../domain/job-difference.ts';
import type { Difference } from '../../domain/job-difference.ts';
import { connectionNames } from '../connection-names.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { conflictOf } from './conflict.ts';
import type { Conflict } from './conflict.ts';
import { authorizeDrafts, ownDraft } from './own-draft.ts';

export type DraftChanges =
  | { readonly kind: 'new' }
  /** From the job as it is. */
  | { readonly kind: 'changed'; readonly differences: readonly Difference[] }
  /** Somebody else saved the job since the person began. */
  | ({ readonly kind: 'conflict' } & Conflict)
  /** Somebody else deleted it. */
  | { readonly kind: 'deleted' };

/** What becomes another of a job when its draft is saved, as things stand now. */
export async function draftChanges(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<DraftChanges> {
  authorizeDrafts(context);
  const store = await deps.store();
  const { purpose, draft } = await ownDraft(store, context, id);
  if (purpose === 'create') return { kind: 'new' };
  const current = await store.jobs.byId(draft.id);
  if (current === null) return { kind: 'deleted' };
  if (current.version !== draft.version) {
    return { kind: 'conflict', ...(await conflictOf(store, draft, current)) };
  }
  const differences = differencesOf(current, toJob(draft), await connectionNames(store));
  return { kind: 'changed', differences };
}
