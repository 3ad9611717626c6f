import type { Interpretation } from '../../assistant/assistant.ts';
import { UserError } from '../../domain/errors.ts';
import type { AttributeType } from '../../domain/hub-object.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from '../drafts/own-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askAssistant } from './ask-assistant.ts';
import { subjectOf } from './filter-proposal.ts';
import { formulaProposal, withFormulaProposal } from './formula-proposal.ts';
import type { FormulaProposal } from './formula-proposal.ts';
import { formulaSource } from './formula-source.ts';
import type { FormulaSource } from './formula-source.ts';

export interface WriteFormulaInput {
  readonly draft: string;
  /** Id of the row; null for one that is being added. */
  readonly row: string | null;
  /** What the formula is to give, in plain English. */
  readonly text: string;
  /** Of the attribute that it fills; null where none is chosen yet. */
  readonly type: AttributeType | null;
  /** Which choice of the question that is open, by its place: it is asked again with it. */
  readonly choice?: number;
  /** IANA name of the person's zone. */
  readonly timezone: string;
}

/**
 * "Write formula": what is wanted in words becomes a proposal that is kept with the draft, or a question. No row changes
 * by it.
 *
 * @throws UserError `ask_empty`, `unknown_choice`, `ask_too_long`, `ask_too_often`, `draft_gone`, `not_your_draft`,
 *   `source_missing`; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function writeFormula(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, row, text, type, choice, timezone }: WriteFormulaInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const stored = await ownDraft(store, context, id);
  const asked = choice === undefined ? text : chosenOf(stored, row, choice);
  if (asked.trim() === '') throw nothingAsked();
  const source = await formulaSource(deps, context, stored);
  const answer = await askAssistant(deps, context, {
    text: asked,
    where: { purpose: 'formula', fields: source.fields, type, now: context.now, timezone },
    subject: stored.id,
  });
  const proposal = await checked(answer, asked, source);
  return await changeOwnDraft(store, context, id, (current) =>
    subjectOf(current.draft) === subjectOf(stored.draft)
      ? { ...withFormulaProposal(current, row, proposal), updatedAt: context.now }
      : null,
  );
}

/** What was asked, of the field that was chosen. */
function chosenOf(stored: StoredDraft, row: string | null, place: number): string {
  const open = formulaProposal(stored, row);
  const choice = open?.kind === 'question' ? open.choices[place] : undefined;
  if (open?.kind === 'question' && choice !== undefined) {
    return `${open.asked.trim()} of ${/\(([\w.]+)\)$/.exec(choice)?.[1] ?? choice}`;
  }
  throw new UserError('This question is not open any more. Press "Write formula" to ask again.', {
    code: 'unknown_choice',
  });
}

/** Whatever the assistant gives: only what can be compiled is proposed. */
async function checked(
  { proposal, note }: Interpretation,
  asked: string,
  source: FormulaSource,
): Promise<FormulaProposal> {
  const askedAgain = (text: string, choices: readonly string[] = []): FormulaProposal => ({
    kind: 'question',
    asked,
    text,
    choices: [...choices],
    note,
  });
  if (proposal.kind === 'question') return askedAgain(proposal.text, proposal.choices);
  if (proposal.kind !== 'formula') {
    return askedAgain('No formula came of it. Say what is made of which fields.');
  }
  const { formula } = proposal;
  try {
    await source.check(formula);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return askedAgain(`The formula that came of it cannot be used. ${error.message}`);
  }
  return { kind: 'formula', formula, note };
}

function nothingAsked(): UserError {
  return new UserError('Write first what the formula is to give, such as "the name in capitals".', {
    code: 'ask_empty',
  });
}
