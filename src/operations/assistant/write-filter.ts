import type { Interpretation } from '../../assistant/assistant.ts';
import { withChoice } from '../../assistant/with-choice.ts';
import type { OpenQuestion } from '../../assistant/with-choice.ts';
import { UserError } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askAssistant } from './ask-assistant.ts';
import { countWithin } from './count-within.ts';
import { filterProposal, subjectOf, withFilterProposal } from './filter-proposal.ts';
import type { FilterProposal } from './filter-proposal.ts';
import { countDeadlineMs, filterSource } from './filter-source.ts';
import type { FilterSource } from './filter-source.ts';

export interface WriteFilterInput {
  readonly draft: string;
  /** Which records are wanted, in plain English. */
  readonly text: string;
  /** Which choice of the question that stands in the draft, by its place: it is asked again with it. */
  readonly choice?: number;
  /** IANA name of the person's zone. */
  readonly timezone: string;
}

/**
 * "Write filter": what is wanted in words becomes a proposal that is kept with the draft, or a question. The filter of
 * the draft stays as it is until the proposal is taken (`decideFilter`).
 *
 * @throws UserError `ask_empty`, `unknown_choice`, `ask_too_long`, `ask_too_often`, `draft_gone`, `not_your_draft`,
 *   `source_missing`; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function writeFilter(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, text, choice, timezone }: WriteFilterInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const stored = await ownDraft(store, context, id);
  const chosen = choice === undefined ? null : chosenOf(stored, choice);
  const wanted = chosen?.asked ?? text;
  if (wanted.trim() === '') throw nothingAsked();
  const source = await filterSource(deps, context, { stored, text: wanted, timezone });
  const asked = chosen === null ? wanted : withChoice(chosen, chosen.choice, source.schema);
  const { schema, now, timezone: zone } = source;
  const answer = await askAssistant(deps, context, {
    text: asked,
    where: { purpose: 'filter', schema, now, timezone: zone },
    subject: stored.id,
  });
  const proposal = await checked(answer, asked, source);
  return await changeOwnDraft(store, context, id, (current) =>
    // Another object was chosen meanwhile: this is no filter of it.
    subjectOf(current.draft) === subjectOf(stored.draft)
      ? { ...withFilterProposal(current, proposal), updatedAt: context.now }
      : null,
  );
}

/** @throws UserError where there is no such question any more: the modal is old, or the request forged. */
function chosenOf(stored: StoredDraft, place: number): OpenQuestion & { readonly choice: string } {
  const open = filterProposal(stored);
  const choice = open?.kind === 'question' ? open.choices[place] : undefined;
  if (open?.kind === 'question' && choice !== undefined) {
    return { asked: open.asked, about: open.about, choice };
  }
  throw new UserError('This question is not open any more. Press "Write filter" to ask again.', {
    code: 'unknown_choice',
  });
}

/** Whatever the assistant gives: only what the object and its owner take is proposed. */
async function checked(
  { proposal, note }: Interpretation,
  asked: string,
  source: FilterSource,
): Promise<FilterProposal> {
  if (proposal.kind === 'question') {
    const { text, about, choices } = proposal;
    return { kind: 'question', asked, text, about, choices, note };
  }
  const nothing = 'No filter came of it. Say which records you want by fields and values.';
  // An empty one takes every record, which nobody has asked for.
  if (proposal.kind !== 'filter' || /^\s*(?:where\s*)?$/i.test(proposal.filter)) {
    return askedAgain(asked, nothing, note);
  }
  const { filter, words } = proposal;
  try {
    await source.check(filter);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return askedAgain(asked, `The filter that came of it cannot be used. ${error.message}`, note);
  }
  const matches = await countWithin(() => source.count(filter), countDeadlineMs);
  return { kind: 'filter', filter, words, matches, note };
}

function askedAgain(asked: string, text: string, note: string | null): FilterProposal {
  return { kind: 'question', asked, text, about: null, choices: [], note };
}

function nothingAsked(): UserError {
  return new UserError('Write first which records you want, such as "created in the last 30 days".', {
    code: 'ask_empty',
  });
}
