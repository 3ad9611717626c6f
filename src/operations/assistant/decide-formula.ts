import { UserError } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { authorizeDrafts, changeOwnDraft } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { auditDecision } from './audit-decision.ts';
import { maskLiterals } from './audited-proposal.ts';
import { formulaProposal, withFormulaProposal } from './formula-proposal.ts';

export interface DecideFormulaInput {
  readonly draft: string;
  /** Id of the row; null for one that is being added. */
  readonly row: string | null;
  /** As for filters; `keep`: the row is applied with the formula as it stands. */
  readonly decision: 'use' | 'undo' | 'dismiss' | 'keep';
  /** What stands in the formula's input. */
  readonly current: string;
}

/**
 * What a person makes of the formula that was proposed to them. The row itself is changed when its editor is applied.
 * Written into the audit log, without values.
 *
 * @throws UserError `no_proposal`, `draft_gone`, `not_your_draft`.
 */
export async function decideFormula(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, row, decision, current }: DecideFormulaInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const told: { decided: string | null; formula: string } = { decided: null, formula: '' };
  const changed = await changeOwnDraft(store, context, id, (stored) => {
    const proposal = formulaProposal(stored, row);
    const next = (kept: Parameters<typeof withFormulaProposal>[2]): StoredDraft => ({
      ...withFormulaProposal(stored, row, kept),
      updatedAt: context.now,
    });
    if (decision === 'keep') {
      if (proposal === null) return null;
      const isEdited = proposal.kind === 'replaced' && proposal.formula !== current;
      Object.assign(told, { decided: isEdited ? 'edited' : null, formula: current });
      return next(null);
    }
    if (decision === 'dismiss') {
      const formula = proposal?.kind === 'formula' ? proposal.formula : '';
      Object.assign(told, { decided: 'dismissed', formula });
      return next(null);
    }
    if (decision === 'use' && proposal?.kind === 'formula') {
      Object.assign(told, { decided: 'used', formula: proposal.formula });
      return next({ kind: 'replaced', formula: proposal.formula, before: current });
    }
    if (decision === 'undo' && proposal?.kind === 'replaced') {
      Object.assign(told, { decided: 'undone', formula: proposal.before });
      return next({ kind: 'replaced', formula: proposal.before, before: current });
    }
    throw new UserError('This proposal is not there any more. Press "Write formula" to ask again.', {
      code: 'no_proposal',
    });
  });
  if (told.decided !== null) {
    await auditDecision(deps, context, {
      operation: 'decide-formula',
      draft: id,
      after: { decision: told.decided, formula: maskLiterals(told.formula) },
    });
  }
  return changed;
}
