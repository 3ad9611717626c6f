import { applyPatch } from '../../domain/draft-patch.ts';
import { UserError } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { auditDecision } from './audit-decision.ts';
import { maskLiterals } from './audited-proposal.ts';
import { filterProposal, withFilterProposal } from './filter-proposal.ts';

export interface DecideFilterInput {
  readonly draft: string;
  /**
   * `use`: the proposal becomes the draft's filter. `undo`: what the filter was before it comes back, and `undo` once
   * more takes that back. `dismiss`: the proposal is forgotten. `keep`: the person goes on with the filter as it stands.
   */
  readonly decision: 'use' | 'undo' | 'dismiss' | 'keep';
}

/** What is told of it in the audit log. */
type Decided = 'used' | 'edited' | 'undone' | 'dismissed';

/**
 * What a person makes of the filter that was proposed to them; which it is, is what is kept with the draft. Written into
 * the audit log, without values.
 *
 * @throws UserError `no_proposal`, `draft_gone`, `not_your_draft`.
 */
export async function decideFilter(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, decision }: DecideFilterInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const before = await ownDraft(store, context, id);
  if (decision === 'keep' && filterProposal(before)?.kind !== 'replaced') return before;
  const told: { decided: Decided | null; filter: string } = { decided: null, filter: '' };
  const changed = await changeOwnDraft(store, context, id, (stored) => {
    const { next, decided, filter } = decisions[decision](stored);
    Object.assign(told, { decided, filter });
    return { ...next, updatedAt: context.now };
  });
  if (told.decided !== null) {
    await auditDecision(deps, context, {
      operation: 'decide-filter',
      draft: id,
      after: { decision: told.decided, filter: maskLiterals(told.filter) },
    });
  }
  return changed;
}

interface Outcome {
  readonly next: StoredDraft;
  readonly decided: Decided | null;
  /** That it is about. */
  readonly filter: string;
}

const decisions: Readonly<Record<DecideFilterInput['decision'], (stored: StoredDraft) => Outcome>> = {
  use(stored) {
    const proposal = filterProposal(stored);
    if (proposal?.kind !== 'filter') throw noProposal();
    const { filter } = proposal;
    return { next: replaced(stored, filter), decided: 'used', filter };
  },
  undo(stored) {
    const proposal = filterProposal(stored);
    if (proposal?.kind !== 'replaced') throw noProposal();
    const { before } = proposal;
    return { next: replaced(stored, before), decided: 'undone', filter: before };
  },
  dismiss(stored) {
    const proposal = filterProposal(stored);
    const filter = proposal?.kind === 'filter' ? proposal.filter : '';
    return { next: withFilterProposal(stored, null), decided: 'dismissed', filter };
  },
  keep(stored) {
    const proposal = filterProposal(stored);
    const filter = stored.draft.source.filter ?? '';
    const isEdited = proposal?.kind === 'replaced' && proposal.filter !== filter;
    return { next: withFilterProposal(stored, null), decided: isEdited ? 'edited' : null, filter };
  },
};

/** What stood there before is kept, as the person may have written it. */
function replaced(stored: StoredDraft, filter: string): StoredDraft {
  const before = stored.draft.source.filter ?? '';
  const draft = applyPatch(stored.draft, { source: { filter } });
  return withFilterProposal({ ...stored, draft }, { kind: 'replaced', filter, before });
}

function noProposal(): UserError {
  return new UserError('This proposal is not there any more. Press "Write filter" to ask again.', {
    code: 'no_proposal',
  });
}
