import { fromJob, newDraft } from '../../domain/draft.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { isStoredAlike } from '../../store/stored-alike.ts';
import type { Store } from '../../store/store.ts';
import { findJob } from '../find-job.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { authorizeDrafts, oldestDraft } from './own-draft.ts';

export type StartDraftInput = (
  | { readonly purpose: 'create' }
  /** The job by name or id. */
  | { readonly purpose: 'edit'; readonly job: string }
) & {
  /** What the person had begun is forgotten. */
  readonly startOver?: boolean;
};

export interface StartedDraft {
  readonly draft: StoredDraft;
  /** The person had begun it before, and something is in it. */
  readonly isResumed: boolean;
}

/** The draft of a new job, or of one that is edited, that the person has begun already, or a new one. */
export async function startDraft(
  deps: OperationDeps,
  context: OperationContext,
  input: StartDraftInput,
): Promise<StartedDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const draft =
    input.purpose === 'create' ? newDraft(deps.newId()) : fromJob(await findJob(store, input.job));
  const fresh: StoredDraft = {
    id: deps.newId(),
    owner: context.actor,
    purpose: input.purpose,
    draft,
    step: '',
    entered: {},
    createdAt: context.now,
    updatedAt: context.now,
  };
  const anew = { unlessBegunAfter: null };
  if (input.startOver === true) return { draft: await store.drafts.begin(fresh, anew), isResumed: false };
  const begun = await store.drafts.begin(fresh, { unlessBegunAfter: oldestDraft(context) });
  if (begun.id === fresh.id) return { draft: begun, isResumed: false };
  if (await isTouched(store, begun)) return { draft: begun, isResumed: true };
  // Nothing is lost, and the job may have changed since.
  const isOutdated = begun.draft.version !== draft.version;
  return { draft: isOutdated ? await store.drafts.begin(fresh, anew) : begun, isResumed: false };
}

/** Names that begin with a dot are the door's own: they hold nothing that a person entered. */
const isAside = (name: string): boolean => name.startsWith('.');

/** Whether it holds anything that it did not begin with. */
async function isTouched({ jobs }: Store, { purpose, draft, entered }: StoredDraft): Promise<boolean> {
  if (Object.entries(entered).some(([name, text]) => text !== '' && !isAside(name))) return true;
  if (purpose === 'create') return !isStoredAlike(draft, newDraft(draft.id));
  const base = await jobs.version(draft.id, draft.version);
  return base === null || !isStoredAlike(draft, fromJob(base));
}
