/** The rows of a mapping as they are listed: keys first, each with its tags and with what is wrong about it. */
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import type { DraftRow, JobDraft } from '../../../domain/draft.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import type { HubAttribute } from '../../../domain/hub-object.ts';
import type { NamedField } from '../../../operations/drafts/mapped-fields.ts';

export interface MappingData {
  readonly draft: JobDraft;
  /** Of the hub object, as the hub has them now. */
  readonly attributes: readonly HubAttribute[];
  /** What rows read, as far as the CRM, or for exports the hub, knows it. */
  readonly fields: readonly NamedField[];
  /** Of exports, the fields that rows fill, as far as the CRM knows them; none of imports. */
  readonly targets: readonly NamedField[];
  /** Of the whole draft. */
  readonly problems: readonly DraftProblem[];
  /** The row that was removed last, and can be taken back. */
  readonly removed: DraftRow | null;
}

export type RowTag = 'key' | 'auto' | 'new' | 'formula' | 'constant' | 'format' | 'note' | 'skipped';

export interface ListedRow {
  readonly row: DraftRow;
  /** By which messages call it: counted from 1, without those that are skipped. */
  readonly number: number | null;
  /** Whether it may be skipped: a key needs another row then. */
  readonly maySkip: boolean;
  readonly tags: readonly RowTag[];
  readonly problems: readonly DraftProblem[];
}

export function listRows(data: MappingData): ListedRow[] {
  const keys = keysOf(data.draft);
  const problems = problemsByRow(data.problems);
  let used = 0;
  const rows = data.draft.mapping.map((row, index): ListedRow => {
    const isSkipped = row.skipped === true;
    if (!isSkipped) used += 1;
    const isKey = keys.includes(row.target);
    return {
      row,
      number: isSkipped ? null : used,
      maySkip: maySkip(data.draft, row),
      tags: tagsOf(row, isKey, data),
      problems: problems.get(index) ?? [],
    };
  });
  const place = ({ row: { target } }: ListedRow): number =>
    keys.includes(target) ? keys.indexOf(target) : keys.length;
  return rows.sort((a, b) => place(a) - place(b));
}

/** A key has to be filled by some row. */
export function maySkip(draft: JobDraft, { target }: DraftRow): boolean {
  if (draft.direction === 'outbound') return true;
  return !keysOf(draft).includes(target) || fillersOf(draft, target) > 1;
}

/** A key that no row fills. */
export interface MissingKey {
  readonly name: string;
  /** By what its records are found all the same, in words; null where a row has to fill it. */
  readonly instead: string | null;
}

export function missingKeys({ draft, problems }: Pick<MappingData, 'draft' | 'problems'>): MissingKey[] {
  const missing = keysOf(draft).filter((key) => key !== '' && fillersOf(draft, key) === 0);
  // The record's own id needs no row, and the check says nothing of it.
  const isNeeded = draft.direction === 'inbound' || problems.some(({ code }) => code === 'match_unmapped');
  return missing.map((name) => ({ name, instead: isNeeded ? null : knownInstead }));
}

const knownInstead = "the CRM's record as an import or an earlier run knows it";

/** What is wrong with the mapping as a whole, and with what it stands on. */
export function wholeProblems(problems: readonly DraftProblem[]): DraftProblem[] {
  return problems.filter(
    ({ path: [part, row] }) => partsBefore.has(part) || (part === 'mapping' && row === undefined),
  );
}

/** Of the draft, what is decided before there is a mapping. */
const partsBefore: ReadonlySet<string | number | undefined> = new Set(['connection', 'source', 'target']);

/** What stands first; of an export, the field by which records are found. */
export function keysOf(draft: JobDraft): readonly string[] {
  if (draft.direction === 'outbound') return draft.target.matchOn === undefined ? [] : [draft.target.matchOn];
  const { object } = draft.target;
  return object === undefined ? [] : hubObjects[object].keys;
}

function fillersOf({ mapping }: JobDraft, attribute: string): number {
  return mapping.filter((row) => row.target === attribute && row.skipped !== true).length;
}

function problemsByRow(problems: readonly DraftProblem[]): ReadonlyMap<number, readonly DraftProblem[]> {
  const byRow = new Map<number, DraftProblem[]>();
  for (const problem of problems) {
    const [part, row] = problem.path;
    if (part !== 'mapping' || typeof row !== 'number') continue;
    byRow.set(row, [...(byRow.get(row) ?? []), problem]);
  }
  return byRow;
}

function tagsOf(row: DraftRow, isKey: boolean, { draft, attributes }: MappingData): RowTag[] {
  const { source, target, type, formats = [], note = '', auto, skipped } = row;
  const isNew =
    draft.direction === 'inbound' &&
    type !== undefined &&
    target !== '' &&
    !attributes.some(({ name }) => name === target);
  const tags: readonly (readonly [RowTag, boolean])[] = [
    ['key', isKey],
    ['auto', auto !== undefined],
    ['new', isNew],
    ['formula', source.kind === 'formula'],
    ['constant', source.kind === 'constant'],
    ['format', formats.length > 0],
    ['note', note !== ''],
    ['skipped', skipped === true],
  ];
  return tags.filter(([, isSo]) => isSo).map(([tag]) => tag);
}
