import type { Proposal } from '../../assistant/proposal.ts';
import type { DraftRow, JobDraft } from '../../domain/draft.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askAssistant } from './ask-assistant.ts';
import { mappingEnds } from './mapping-ends.ts';
import type { MappingEnds, ProposedPair } from './mapping-ends.ts';
import { endsOf, readsField, withMappingSuggestions } from './mapping-suggestions.ts';
import type { MappingSuggestion, MappingSuggestions } from './mapping-suggestions.ts';

/**
 * "Suggest mappings": what the assistant would map otherwise is kept with the draft, row by row. No row changes before a
 * person accepts it (`decideMappings`).
 *
 * @throws UserError `ask_too_often`, `draft_gone`, `not_your_draft`, `source_missing`, `target_missing`; UserError,
 *   RetryableError, FatalError where the CRM cannot be asked.
 */
export async function suggestMappings(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const stored = await ownDraft(store, context, id);
  const ends = await mappingEnds(deps, context, stored);
  const { proposal, note } = await askAssistant(deps, context, {
    text: '',
    where: ends.context,
    subject: stored.id,
  });
  const kept = { ...fittingOf(proposal, stored.draft, ends), note };
  return await changeOwnDraft(store, context, id, (current) =>
    endsOf(current.draft) === endsOf(stored.draft)
      ? { ...withMappingSuggestions(current, kept), updatedAt: context.now }
      : null,
  );
}

/** Whatever the assistant gives: only rows that could be in the draft are suggested, each source and target once. */
function fittingOf(
  proposal: Proposal,
  draft: JobDraft,
  ends: MappingEnds,
): Pick<MappingSuggestions, 'suggestions' | 'leftOut'> {
  const pairs = proposal.kind === 'mapping' ? proposal.pairs.slice(0, maxPairs) : [];
  const suggestions: MappingSuggestion[] = [];
  const taken = new Set<string>();
  let leftOut = 0;
  for (const pair of pairs) {
    const wanted = ends.pairOf({
      source: pair.source,
      target: pair.target,
      type: pair.isNew ? pair.type : null,
    });
    // An export has no row for a field that the hub has nothing for, and what a formula fills is decided on.
    if (wanted === null || isFilledOtherwise(wanted, draft)) continue;
    const row = draft.mapping.find((each) => readsField(each, wanted.source));
    const names = [`from ${wanted.source}`, ...(wanted.target === null ? [] : [`to ${wanted.target}`])];
    const keys = names.map((name) => name.toLowerCase());
    if (keys.some((name) => taken.has(name)) || !isFitting(wanted, row, { draft, ends })) {
      leftOut += 1;
      continue;
    }
    for (const name of keys) taken.add(name);
    const { confidence, reason } = pair;
    const id = String(suggestions.length + 1);
    suggestions.push({ id, row: row?.id ?? null, ...wanted, confidence, reason });
  }
  return { suggestions, leftOut };
}

function isFilledOtherwise({ target }: ProposedPair, { mapping }: JobDraft): boolean {
  return mapping.some((row) => row.source.kind !== 'field' && row.skipped !== true && row.target === target);
}

/** More rows than a draft can have. */
const maxPairs = 2_000;

function isFitting(
  { source, target, type }: ProposedPair,
  row: DraftRow | undefined,
  { draft, ends }: { readonly draft: JobDraft; readonly ends: MappingEnds },
): boolean {
  // An import has a row for each of its fields: there is none for a field that was not chosen.
  if (row === undefined && draft.direction === 'inbound') return false;
  if (target === null) return row !== undefined && !isOnlyKey(row, draft);
  return ends.fits({
    source: { kind: 'field', path: source },
    target,
    ...(type === null ? {} : { type }),
  });
}

/** What no record is stored without cannot be skipped. */
function isOnlyKey({ id, target }: DraftRow, draft: JobDraft): boolean {
  if (draft.direction === 'outbound' || draft.target.object === undefined) return false;
  if (!hubObjects[draft.target.object].keys.includes(target)) return false;
  return !draft.mapping.some((row) => row.id !== id && row.target === target && row.skipped !== true);
}
