import type { DraftRow } from './draft.ts';
import { UserError } from './errors.ts';
import type { MappingEntry } from './job.ts';

/** One change of a draft's mapping. Rows are named by their ids. */
export type MappingChange =
  /** All rows at once. */
  | { readonly change: 'replace'; readonly rows: readonly DraftRow[] }
  /** Where `before` is absent, or gone, the row is added at the end. */
  | { readonly change: 'add'; readonly row: DraftRow; readonly before?: string }
  | { readonly change: 'edit'; readonly row: string; readonly to: RowEdit }
  | { readonly change: 'remove'; readonly row: string }
  | { readonly change: 'move'; readonly row: string; readonly before: string | null };

/** What is absent stays; null takes an optional part away. */
export interface RowEdit {
  readonly source?: MappingEntry['source'];
  readonly target?: string;
  readonly type?: MappingEntry['type'] | null;
  readonly formats?: readonly string[] | null;
  readonly note?: string | null;
  readonly skipped?: boolean;
}

/**
 * @param keys of the target: attributes that some row has to fill
 * @throws UserError where a row is named that is not there, or added that is, or a key is skipped.
 */
export function changeMapping(
  rows: readonly DraftRow[],
  change: MappingChange,
  keys: readonly string[],
): readonly DraftRow[] {
  switch (change.change) {
    case 'replace':
      refuseRepeats(change.rows);
      return change.rows;
    case 'add':
      refuseRepeats([...rows, change.row]);
      return insertBefore(rows, change.row, change.before ?? null);
    case 'edit': {
      const edited = editRow(requireRow(rows, change.row), change.to);
      const changed = rows.map((row) => (row.id === change.row ? edited : row));
      refuseSkippedKey(changed, edited, keys);
      return changed;
    }
    case 'remove':
      requireRow(rows, change.row);
      return rows.filter(({ id }) => id !== change.row);
    case 'move':
      break;
  }
  const moved = requireRow(rows, change.row);
  if (change.before === change.row) return rows;
  const others = rows.filter((row) => row !== moved);
  return insertBefore(others, moved, change.before);
}

/** An id that no row has. */
export function nextRowId(rows: readonly DraftRow[]): string {
  const numbers = rows.map(({ id }) => Number(id)).filter(Number.isSafeInteger);
  return String(Math.max(0, ...numbers) + 1);
}

function insertBefore(rows: readonly DraftRow[], row: DraftRow, before: string | null): DraftRow[] {
  const index = rows.findIndex(({ id }) => id === before);
  return index === -1 ? [...rows, row] : rows.toSpliced(index, 0, row);
}

function editRow(row: DraftRow, to: RowEdit): DraftRow {
  const { id, source, target, type, formats, note, skipped, auto } = row;
  const isSkipped = to.skipped ?? skipped ?? false;
  const edited = {
    id,
    source: to.source ?? source,
    target: to.target ?? target,
    ...optional('type', to.type, type),
    ...optional('formats', to.formats, formats),
    ...optional('note', to.note, note),
    ...(isSkipped ? { skipped: true } : {}),
  };
  return auto !== undefined && isDecidedAlike(edited, row) ? { ...edited, auto } : edited;
}

/** A row that a person has worked on is theirs, whatever they changed. */
function isDecidedAlike(one: DraftRow, other: DraftRow): boolean {
  const [decided, before] = [one, other].map(({ source, target, type, formats = [], note = '' }) =>
    JSON.stringify([Object.entries(source), target, type, formats, note]),
  );
  return decided === before;
}

function refuseSkippedKey(rows: readonly DraftRow[], edited: DraftRow, keys: readonly string[]): void {
  const { target } = edited;
  if (edited.skipped !== true || !keys.includes(target)) return;
  if (rows.some((row) => row.skipped !== true && row.target === target)) return;
  throw new UserError(
    `${target} is a key: without it no record can be stored, so this row cannot be skipped. Change its field instead.`,
    { code: 'key_skipped' },
  );
}

/** The part as it is after the edit, or nothing. */
function optional<Name extends string, Value>(
  name: Name,
  edit: Value | null | undefined,
  current: Value | undefined,
): Partial<Record<Name, Value>> {
  const value = edit === undefined ? current : (edit ?? undefined);
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, Value>>);
}

function requireRow(rows: readonly DraftRow[], id: string): DraftRow {
  const row = rows.find((each) => each.id === id);
  if (row !== undefined) return row;
  throw new UserError('That row of the mapping is gone: somebody removed it. Look at the mapping again.', {
    code: 'unknown_row',
  });
}

function refuseRepeats(rows: readonly DraftRow[]): void {
  if (new Set(rows.map(({ id }) => id)).size === rows.length) return;
  throw new UserError('Two rows of the mapping have one id. Add the row under an id of its own.', {
    code: 'row_exists',
  });
}
