import { nextRowId } from '../../domain/draft-mapping.ts';
import type { MappingChange } from '../../domain/draft-mapping.ts';
import { applyPatch } from '../../domain/draft-patch.ts';
import type { DraftRow } from '../../domain/draft.ts';
import { UserError } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { authorizeDrafts, changeOwnDraft } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { auditDecision } from './audit-decision.ts';
import { isByHand, mappingSuggestions, withMappingSuggestions } from './mapping-suggestions.ts';
import type { MappingSuggestion } from './mapping-suggestions.ts';

export interface DecideMappingsInput {
  readonly draft: string;
  readonly decision:
    | { readonly kind: 'accept' | 'skip'; readonly suggestion: string }
    /** But those of rows that a person has worked on: they are accepted one by one. */
    | { readonly kind: 'accept all' }
    /** Those that are left are not looked at any more. */
    | { readonly kind: 'close' };
}

/**
 * What a person makes of mappings that were suggested to them. Rows that change have to be validated again. Written into
 * the audit log: names of fields and attributes.
 *
 * @throws UserError `no_suggestion`, `draft_gone`, `not_your_draft`, and what a patch refuses.
 */
export async function decideMappings(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, decision }: DecideMappingsInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const decided: { pairs: readonly MappingSuggestion[] } = { pairs: [] };
  const changed = await changeOwnDraft(store, context, id, (stored) => {
    const kept = mappingSuggestions(stored);
    if (kept === null) {
      if (decision.kind === 'close') return null;
      throw noSuggestion();
    }
    const chosen = chosenOf(kept.suggestions, decision, stored);
    decided.pairs = chosen;
    const left = kept.suggestions.filter((each) => !chosen.includes(each));
    const isAccepted = decision.kind === 'accept' || decision.kind === 'accept all';
    const draft = isAccepted
      ? chosen.reduce(
          (before, suggestion) => applyPatch(before, { mapping: [changeOf(suggestion, before.mapping)] }),
          stored.draft,
        )
      : stored.draft;
    const next = withMappingSuggestions(
      { ...stored, draft },
      decision.kind === 'close' ? null : { ...kept, suggestions: left },
    );
    return { ...next, updatedAt: context.now };
  });
  if (decided.pairs.length > 0) {
    await auditDecision(deps, context, {
      operation: 'decide-mappings',
      draft: id,
      after: {
        decision: words[decision.kind],
        pairs: decided.pairs.map(({ source, target }) => ({ source, target })),
      },
    });
  }
  return changed;
}

const words: Readonly<Record<DecideMappingsInput['decision']['kind'], string>> = {
  accept: 'accepted',
  'accept all': 'accepted',
  skip: 'skipped',
  close: 'dismissed',
};

/** @throws UserError where there is no such suggestion any more: the modal is old, or the request forged. */
function chosenOf(
  suggestions: readonly MappingSuggestion[],
  decision: DecideMappingsInput['decision'],
  { draft }: StoredDraft,
): readonly MappingSuggestion[] {
  switch (decision.kind) {
    case 'close':
      return suggestions;
    case 'accept all': {
      const byHand = new Set(draft.mapping.filter(isByHand).map(({ id }) => id));
      return suggestions.filter(({ row }) => row === null || !byHand.has(row));
    }
    case 'accept':
    case 'skip':
      break;
  }
  const found = suggestions.filter(({ id }) => id === decision.suggestion);
  if (found.length === 0) throw noSuggestion();
  return found;
}

function changeOf(
  { row, source, target, type }: MappingSuggestion,
  rows: readonly DraftRow[],
): MappingChange {
  if (row === null) {
    const added = {
      id: nextRowId(rows),
      source: { kind: 'field', path: source },
      target: target ?? '',
    } as const;
    return { change: 'add', row: added };
  }
  if (target === null) return { change: 'edit', row, to: { skipped: true } };
  return { change: 'edit', row, to: { target, type, skipped: false } };
}

function noSuggestion(): UserError {
  return new UserError('This suggestion is not there any more. Press "Suggest mappings" to ask again.', {
    code: 'no_suggestion',
  });
}
