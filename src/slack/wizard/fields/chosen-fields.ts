/**
 * Which fields are chosen. "Fields" holds at most as many as Slack takes; the others stay chosen without standing in it,
 * so that a job of 500 fields loses none of them to a select of a hundred.
 */
import { z } from 'zod';
import type { JobDraft } from '../../../domain/draft.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import { maxOptions, maxOptionValue } from '../../blocks/index.ts';

export interface ChosenFields {
  /** Each once. */
  readonly all: readonly string[];
  /** Those that "Fields" holds. */
  readonly shown: readonly string[];
  readonly rest: readonly string[];
}

/** As they are entered, or else as they are mapped. */
export function chosenFields(stored: StoredDraft): ChosenFields {
  const all = enteredFields(stored) ?? mappedFields(stored.draft);
  // A longer path can be no value of an option.
  const shown = all.filter((path) => path.length <= maxOptionValue).slice(0, maxOptions);
  const inSight = new Set(shown);
  return { all, shown, rest: all.filter((path) => !inSight.has(path)) };
}

/** What is kept of a list that was entered; '' where it is what is mapped already. */
export function keptFields(entered: readonly string[], stored: StoredDraft): string {
  const { rest } = chosenFields(stored);
  const all = [...new Set([...entered, ...rest])];
  const { draft } = stored;
  if (isSameSet(all, mappedFields(draft))) return '';
  return JSON.stringify({ object: draft.source.object ?? '', paths: all } satisfies KeptFields);
}

const keptFieldsSchema = z.object({ object: z.string(), paths: z.array(z.string()) });
type KeptFields = z.infer<typeof keptFieldsSchema>;

/** Those of another object were not entered for this one. */
function enteredFields({ draft, entered }: StoredDraft): readonly string[] | null {
  const text = entered['fields'] ?? '';
  if (text === '') return null;
  const { object, paths } = keptFieldsSchema.parse(JSON.parse(text));
  return object === draft.source.object ? paths : null;
}

/** Each once, however often it is mapped and in whatever letter case. */
function mappedFields({ mapping }: JobDraft): readonly string[] {
  const paths = new Map<string, string>();
  for (const { source } of mapping) {
    if (source.kind !== 'field' || source.path === '') continue;
    const key = source.path.toLowerCase();
    if (!paths.has(key)) paths.set(key, source.path);
  }
  return [...paths.values()];
}

export function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(other);
  return new Set(one).size === known.size && one.every((path) => known.has(path));
}

/** API names as they are written or pasted: between commas, semicolons, blanks or line ends. */
export function typedFields(text: string): string[] {
  return text.split(/[\s,;]+/).filter((path) => path !== '');
}

/**
 * All that are to be mapped: a field that is mapped more than once stays so, and one that is typed twice is mapped twice.
 */
export function wantedFields(stored: StoredDraft): string[] {
  const { draft, entered } = stored;
  const typed = typedFields(entered['more'] ?? '');
  const chosen = new Map<string, string>();
  for (const path of [...chosenFields(stored).all, ...typed]) {
    const key = path.toLowerCase();
    if (!chosen.has(key)) chosen.set(key, path);
  }
  const isMapped = counted(
    draft.mapping.flatMap(({ source }) => (source.kind === 'field' ? [source.path] : [])),
  );
  const isTyped = counted(typed);
  return [...chosen].flatMap(([key, path]) => {
    const times = Math.max(1, isMapped.get(key) ?? 0, isTyped.get(key) ?? 0);
    return Array.from({ length: times }, () => path);
  });
}

function counted(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const key = path.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
