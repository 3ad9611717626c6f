/** The row that was removed last, kept among what is entered, so that it can be taken back. */
import { z } from 'zod';
import type { MappingChange } from '../../../domain/draft-mapping.ts';
import type { DraftRow, JobDraft } from '../../../domain/draft.ts';
import { attributeTypes } from '../../../domain/hub-object.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';

const rowSchema = z.object({
  id: z.string(),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('field'), path: z.string() }),
    z.object({ kind: z.literal('constant'), value: z.string() }),
    z.object({ kind: z.literal('formula'), text: z.string() }),
  ]),
  target: z.string(),
  type: z.enum(attributeTypes).optional(),
  formats: z.array(z.string()).optional(),
  note: z.string().optional(),
  skipped: z.boolean().optional(),
  auto: z.object({ confidence: z.number(), words: z.string() }).optional(),
});
/** `of`: what the mapping is from and to; rows of another one are not put into it. */
const removedSchema = z.object({ of: z.string(), row: rowSchema, before: z.string().nullable() });

const key = 'removedRow';

export interface RemovedRow {
  readonly row: DraftRow;
  /** The row that it stood in front of; null at the end. */
  readonly before: string | null;
}

/** What is entered when a row is about to be removed; nothing where it is gone already. */
export function keepingRow(draft: JobDraft, id: string): Readonly<Record<string, string>> {
  const index = draft.mapping.findIndex((row) => row.id === id);
  const row = draft.mapping[index];
  if (row === undefined) return {};
  const before = draft.mapping[index + 1]?.id ?? null;
  return { [key]: JSON.stringify({ of: subjectOf(draft), row, before }) };
}

export const noRemovedRow: Readonly<Record<string, string>> = { [key]: '' };

/** null where none was, or it does not belong here any more. */
export function removedRow({ draft, entered }: StoredDraft): RemovedRow | null {
  const text = entered[key] ?? '';
  if (text === '') return null;
  const { of, row, before } = removedSchema.parse(JSON.parse(text));
  if (of !== subjectOf(draft) || draft.mapping.some(({ id }) => id === row.id)) return null;
  return { row, before };
}

export function takenBack({ row, before }: RemovedRow): MappingChange {
  return { change: 'add', row, ...(before === null ? {} : { before }) };
}

function subjectOf({ connectionId, source, target }: JobDraft): string {
  return JSON.stringify([connectionId, source.object, target.object]);
}
