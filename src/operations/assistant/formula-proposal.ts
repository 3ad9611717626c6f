/** What became of "Write formula", kept among what is entered in the draft, beside the row that it is for. */
import { z } from 'zod';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { subjectOf } from './filter-proposal.ts';

const proposalSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('formula'),
    formula: z.string(),
    /** What has to be said beside it; null where nothing has. */
    note: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('question'),
    asked: z.string(),
    text: z.string(),
    choices: z.array(z.string()),
    note: z.string().nullable(),
  }),
  /** A proposal was put into the row's formula, or the formula before it put back. */
  z.object({ kind: z.literal('replaced'), formula: z.string(), before: z.string() }),
]);
const keptSchema = z.object({ of: z.string(), row: z.string().nullable(), proposal: proposalSchema });

export type FormulaProposal = z.infer<typeof proposalSchema>;

const key = '.formulaProposal';

/** @param row its id; null for one that is being added */
export function formulaProposal({ draft, entered }: StoredDraft, row: string | null): FormulaProposal | null {
  const text = entered[key] ?? '';
  if (text === '') return null;
  const kept = keptSchema.parse(JSON.parse(text));
  return kept.of === subjectOf(draft) && kept.row === row ? kept.proposal : null;
}

/** In the place of one for another row. @param proposal null: there is none any more */
export function withFormulaProposal(
  stored: StoredDraft,
  row: string | null,
  proposal: FormulaProposal | null,
): StoredDraft {
  const { [key]: _before, ...others } = stored.entered;
  if (proposal === null) return { ...stored, entered: others };
  const kept = { of: subjectOf(stored.draft), row, proposal } satisfies z.infer<typeof keptSchema>;
  return { ...stored, entered: { ...others, [key]: JSON.stringify(kept) } };
}
