import { requireInbound } from '../../domain/draft.ts';
import type { JobDraft } from '../../domain/draft.ts';
import { UserError } from '../../domain/errors.ts';
import type { HubObjectName } from '../../domain/hub-object.ts';
import { draftLifeMs } from '../../domain/stored-draft.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { Store } from '../../store/store.ts';
import { authorize } from '../operation.ts';
import type { OperationContext } from '../operation.ts';

/** What only admins may do with a draft, whatever it is. */
export function authorizeDrafts(context: OperationContext): void {
  authorize(context, 'admin', 'create and edit jobs');
}

/**
 * The draft, if it is of whoever asks.
 *
 * @throws UserError `draft_gone`, `not_your_draft`.
 */
export async function ownDraft(
  { drafts }: Store,
  context: OperationContext,
  id: string,
): Promise<StoredDraft> {
  return requireOwn(context, await drafts.byId(id));
}

/** Changes a draft of whoever asks, as it is at that moment. @throws as `ownDraft`. */
export async function changeOwnDraft(
  { drafts }: Store,
  context: OperationContext,
  id: string,
  change: (stored: StoredDraft) => StoredDraft | null,
): Promise<StoredDraft> {
  const changed = await drafts.change(id, (stored) => change(requireOwn(context, stored)));
  return requireOwn(context, changed);
}

/** Drafts that were last changed before are not offered again. */
export function oldestDraft({ now }: OperationContext): Date {
  return new Date(now.getTime() - draftLifeMs);
}

/** What a draft of an import reads, and what that becomes. */
export interface DraftSource {
  readonly connectionId: string;
  readonly object: string;
  readonly filter: string;
  readonly target: HubObjectName;
}

/** @throws UserError `source_missing` where it is not chosen yet; `outbound_draft`. */
export function sourceOf(draft: JobDraft): DraftSource {
  const { connectionId, source, target } = requireInbound(draft);
  const { object = '', filter = '' } = source;
  if (connectionId !== undefined && object !== '' && target.object !== undefined) {
    return { connectionId, object, filter, target: target.object };
  }
  throw new UserError('Choose the connection and the object that is read first: go back to the first step.', {
    code: 'source_missing',
  });
}

function requireOwn(context: OperationContext, stored: StoredDraft | null): StoredDraft {
  if (stored === null || stored.updatedAt <= oldestDraft(context)) throw draftGone();
  if (stored.owner === context.actor) return stored;
  throw new UserError('Somebody else works on this draft. Only who began it can go on with it.', {
    code: 'not_your_draft',
  });
}

export function draftGone(): UserError {
  return new UserError(
    'This draft is gone: it was saved, begun anew, or left alone for two weeks. Close this and open it again.',
    { code: 'draft_gone' },
  );
}
