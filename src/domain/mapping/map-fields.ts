/** The rows of a draft that its chosen fields make: those that are there stay, new ones are mapped automatically. */
import { nextRowId } from '../draft-mapping.ts';
import type { AutoMapped, DraftRow } from '../draft.ts';
import { autoMap, entriesOf } from './auto-map.ts';
import type { AutoMapInput, AutoMapSuggestion } from './auto-map.ts';

/** One more row than a job's mapping ever has makes a draft that nobody can look through. */
export const maxDraftRows = 1_000;

/**
 * @param rows of the draft, in their order
 * @param paths of all fields that are chosen, in the CRM's own letter case; one that stands twice makes two rows
 */
export function mapFields(
  rows: readonly DraftRow[],
  paths: readonly string[],
  input: Omit<AutoMapInput, 'fields' | 'taken'>,
): DraftRow[] {
  const open = counted(paths);
  const kept = rows.filter((row) => row.source.kind !== 'field' || take(open, row.source.path));
  const added = paths.filter((path) => take(open, path));
  const taken = kept.map(({ target }) => target).filter(Boolean);
  const suggestions = autoMap({ ...input, fields: added, taken });
  return keysFirst([...kept, ...newRows(kept, added, suggestions, input)], input.object.keys);
}

/** The rows that have no attribute yet, mapped as new ones are. */
export function mapOpenRows(
  rows: readonly DraftRow[],
  input: Omit<AutoMapInput, 'fields' | 'taken'>,
): DraftRow[] {
  const openPaths = rows.flatMap(({ source, target, skipped }) =>
    source.kind === 'field' && target === '' && skipped !== true ? [source.path] : [],
  );
  const open = counted(openPaths);
  const without = rows.filter(
    ({ source, target, skipped }) =>
      source.kind !== 'field' || target !== '' || skipped === true || !take(open, source.path),
  );
  const chosen = [...without, ...rows.filter((row) => !without.includes(row))].flatMap(({ source }) =>
    source.kind === 'field' ? [source.path] : [],
  );
  return mapFields(without, chosen, input);
}

function newRows(
  kept: readonly DraftRow[],
  added: readonly string[],
  suggestions: readonly AutoMapSuggestion[],
  { object, sourceObject }: Omit<AutoMapInput, 'fields' | 'taken'>,
): DraftRow[] {
  const rows: DraftRow[] = [];
  const add = (row: Omit<DraftRow, 'id'>): void => {
    rows.push({ id: nextRowId([...kept, ...rows]), ...row });
  };
  for (const suggestion of suggestions) add(rowOf(suggestion));
  // The same field once more: what it is for, only the person knows.
  const again = counted(added);
  for (const { path } of suggestions) take(again, path);
  for (const [path, count] of again) {
    for (let times = 0; times < count; times += 1) add({ source: { kind: 'field', path }, target: '' });
  }
  const all = [...kept, ...rows];
  // What an object needs besides its fields, such as the type of a collection.
  for (const entry of entriesOf([], object, sourceObject)) {
    if (!all.some(({ target }) => target === entry.target)) {
      add({ ...entry, auto: { confidence: 1, words: 'All records of one CRM object are one collection.' } });
    }
  }
  return rows;
}

function rowOf({ path, target, isNew, type, confidence, words }: AutoMapSuggestion): Omit<DraftRow, 'id'> {
  const auto: AutoMapped = { confidence, words };
  const source = { kind: 'field', path } as const;
  if (target === null) return { source, target: '', skipped: true, auto };
  return { source, target, ...(isNew && type !== undefined ? { type } : {}), auto };
}

/** In the order of the keys; the others in theirs. */
function keysFirst(rows: readonly DraftRow[], keys: readonly string[]): DraftRow[] {
  const place = ({ target }: DraftRow): number => {
    const key = keys.indexOf(target);
    return key < 0 ? keys.length : key;
  };
  return rows.toSorted((a, b) => place(a) - place(b));
}

function counted(paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

/** Whether there is one more of it; then it is taken out. */
function take(counts: Map<string, number>, path: string): boolean {
  const left = counts.get(path) ?? 0;
  if (left > 0) counts.set(path, left - 1);
  return left > 0;
}
