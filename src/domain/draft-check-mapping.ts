import { problemAt, problemOfError } from './draft-problem.ts';
import type { DraftContext, DraftProblem } from './draft-problem.ts';
import type { DraftRow, InboundDraft, JobDraft } from './draft.ts';
import { UserError } from './errors.ts';
import { parseFormula } from './formula/parse.ts';
import { hubObjects } from './hub-object.ts';
import type { MappingEntry } from './job.ts';
import { checkMapping } from './mapping/check.ts';
import type { MappingCheck, MappingProblem } from './mapping/check.ts';

export interface DraftCheck {
  readonly problems: readonly DraftProblem[];
  /** To be added to the hub before the first load. */
  readonly newAttributes: MappingCheck['newAttributes'];
}

export const maxNoteLength = 500;

/** The part of a row that is to be changed, where it is not the source. */
const partsOfCodes: ReadonlyMap<string, keyof MappingEntry> = new Map([
  ['target_missing', 'target'],
  ['duplicate_target', 'target'],
  ['unknown_attribute', 'target'],
  ['bad_attribute_name', 'target'],
  ['user_by_name', 'target'],
  ['may_be_too_long', 'target'],
  ['attribute_type_differs', 'type'],
  ['bad_format', 'formats'],
  ['format_not_used', 'formats'],
]);

/** A row that is used, and its place among all of the draft's. */
export interface PlacedRow {
  readonly row: DraftRow;
  readonly index: number;
}

/** Skipped rows are not looked at; the paths of problems count them all the same. */
export function checkDraftMapping(draft: InboundDraft, { schema, attributes }: DraftContext): DraftCheck {
  const rows = placedRows(draft);
  const object = draft.target.object;
  if (object === undefined || schema === null || attributes === null) {
    return { problems: [...syntaxProblems(rows), ...noteProblems(rows)], newAttributes: [] };
  }
  const mapping = rows.map(({ row }) => row);
  const check = checkMapping({ object: hubObjects[object], attributes, schema, mapping });
  const problems = check.problems.map((found) => problemOf(rows, found));
  return { problems: [...problems, ...noteProblems(rows)], newAttributes: check.newAttributes };
}

export function placedRows({ mapping }: Pick<JobDraft, 'mapping'>): PlacedRow[] {
  return mapping.map((row, index) => ({ row, index })).filter(({ row }) => row.skipped !== true);
}

function problemOf(rows: readonly PlacedRow[], found: MappingProblem): DraftProblem {
  const { severity, position } = found;
  const placed = found.row === null ? undefined : rows[found.row];
  if (placed === undefined) return { path: ['mapping'], severity, code: found.code, message: found.message };
  // The mapping's check takes an empty name for a wrong one; in a draft it is one that is still to be chosen.
  const isEmpty = found.code === 'bad_attribute_name' && placed.row.target === '';
  const code = isEmpty ? 'target_missing' : found.code;
  const message = isEmpty ? 'Choose the attribute that this row fills, or skip the row.' : found.message;
  return {
    path: ['mapping', placed.index, partsOfCodes.get(code) ?? 'source'],
    severity,
    code,
    message,
    ...(position === undefined ? {} : { position }),
  };
}

/** What can be said about formulas without the CRM. */
export function syntaxProblems(rows: readonly PlacedRow[]): DraftProblem[] {
  return rows.flatMap(({ row: { source }, index }) => {
    if (source.kind !== 'formula') return [];
    try {
      parseFormula(source.text);
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [problemOfError(['mapping', index, 'source'], error)];
    }
  });
}

export function noteProblems(rows: readonly PlacedRow[]): DraftProblem[] {
  return rows.flatMap(({ row: { note = '' }, index }) => {
    if (note.length <= maxNoteLength) return [];
    const message = `The note has ${note.length} characters; ${maxNoteLength} are allowed. Shorten it.`;
    return [problemAt(['mapping', index, 'note'], 'note_too_long', message)];
  });
}
