/** What became of "Write filter", kept among what is entered in the draft: it outlives a modal that is closed. */
import { z } from 'zod';
import type { JobDraft } from '../../domain/draft.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';

const proposalSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('filter'),
    filter: z.string(),
    /** The filter in words. */
    words: z.string(),
    /** Records that pass it; null where they could not be counted in time. */
    matches: z.number().nullable(),
    /** What has to be said beside it, such as that the model did not answer; null where nothing has. */
    note: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('question'),
    /** What led to it. */
    asked: z.string(),
    text: z.string(),
    about: z.string().nullable(),
    choices: z.array(z.string()),
    note: z.string().nullable(),
  }),
  /** A proposal was put into the filter, or the filter before it put back. */
  z.object({
    kind: z.literal('replaced'),
    filter: z.string(),
    before: z.string(),
  }),
]);
const keptSchema = z.object({ of: z.string(), proposal: proposalSchema });

/** Nothing that came from the assistant is a part of the draft before a person takes it. */
export type FilterProposal = z.infer<typeof proposalSchema>;

const key = '.filterProposal';

/** null where there is none, or it is about another object. */
export function filterProposal({ draft, entered }: StoredDraft): FilterProposal | null {
  const text = entered[key] ?? '';
  if (text === '') return null;
  const { of, proposal } = keptSchema.parse(JSON.parse(text));
  return of === subjectOf(draft) ? proposal : null;
}

/** @param proposal null: there is none any more */
export function withFilterProposal(stored: StoredDraft, proposal: FilterProposal | null): StoredDraft {
  const { [key]: _before, ...others } = stored.entered;
  if (proposal === null) return { ...stored, entered: others };
  const kept = { of: subjectOf(stored.draft), proposal } satisfies z.infer<typeof keptSchema>;
  return { ...stored, entered: { ...others, [key]: JSON.stringify(kept) } };
}

/** What a filter is written against: another object has other fields. */
export function subjectOf({ direction, connectionId, source }: JobDraft): string {
  // An export's records are the hub's, wherever they go.
  const from = direction === 'outbound' ? null : (connectionId ?? null);
  return JSON.stringify([direction, from, source.object ?? null]);
}
