/** What became of "Suggest mappings", kept among what is entered in the draft until each is accepted or skipped. */
import { z } from 'zod';
import type { DraftRow, JobDraft } from '../../domain/draft.ts';
import { attributeTypes } from '../../domain/hub-object.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';

const suggestionSchema = z.object({
  /** Within the suggestions of a draft. */
  id: z.string(),
  /** The row that would change; null where one would be added. */
  row: z.string().nullable(),
  /** Path of the field or attribute that is read. */
  source: z.string(),
  /** What it would fill; null = skip. */
  target: z.string().nullable(),
  /** Of an attribute that would be new; null where it is there, or a field of the CRM. */
  type: z.enum(attributeTypes).nullable(),
  /** 0 to 1. */
  confidence: z.number(),
  /** As a sentence. */
  reason: z.string(),
});
const suggestionsSchema = z.object({
  suggestions: z.array(suggestionSchema),
  /** Of the assistant's proposals those that go with no field or attribute that there is. */
  leftOut: z.number(),
  /** What has to be said beside them; null where nothing has. */
  note: z.string().nullable(),
});
const keptSchema = suggestionsSchema.extend({ of: z.string() });

export type MappingSuggestion = z.infer<typeof suggestionSchema>;
export type MappingSuggestions = z.infer<typeof suggestionsSchema>;

const key = '.mappingSuggestions';

/** Those that would still change something; null where none were asked for, or the mapping is another one by now. */
export function mappingSuggestions({ draft, entered }: StoredDraft): MappingSuggestions | null {
  const text = entered[key] ?? '';
  if (text === '') return null;
  const { of, suggestions, leftOut, note } = keptSchema.parse(JSON.parse(text));
  if (of !== endsOf(draft)) return null;
  return { suggestions: suggestions.filter((each) => wouldChange(each, draft)), leftOut, note };
}

/** @param kept null: they are not asked for any more */
export function withMappingSuggestions(stored: StoredDraft, kept: MappingSuggestions | null): StoredDraft {
  const { [key]: _before, ...others } = stored.entered;
  if (kept === null) return { ...stored, entered: others };
  const text = JSON.stringify({ of: endsOf(stored.draft), ...kept } satisfies z.infer<typeof keptSchema>);
  return { ...stored, entered: { ...others, [key]: text } };
}

/** What a mapping goes between. */
export function endsOf({ direction, connectionId, source, target }: JobDraft): string {
  return JSON.stringify([direction, connectionId, source.object, target.object]);
}

function wouldChange({ row: id, source, target, type }: MappingSuggestion, { mapping }: JobDraft): boolean {
  if (id === null) return !mapping.some((row) => readsField(row, source));
  const row = mapping.find((each) => each.id === id);
  if (row === undefined || !readsField(row, source)) return false;
  if (target === null) return row.skipped !== true;
  return row.skipped === true || row.target !== target || (type !== null && row.type !== type);
}

export function readsField({ source }: DraftRow, path: string): boolean {
  return source.kind === 'field' && source.path.toLowerCase() === path.toLowerCase();
}

/** A row that a person has worked on; auto-mapping's are not, and neither are those that fill nothing yet. */
export function isByHand(row: DraftRow): boolean {
  return row.auto === undefined && (row.target !== '' || row.skipped === true);
}
