import { problemAt, problemOfError } from './draft-problem.ts';
import type { DraftContext, DraftProblem } from './draft-problem.ts';
import type { JobDraft } from './draft.ts';
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

export function checkDraftMapping(draft: JobDraft, { schema, attributes }: DraftContext): DraftCheck {
  const { mapping } = draft;
  const object = draft.target.object;
  if (object === undefined || schema === null) {
    return { problems: [...syntaxProblems(draft), ...noteProblems(draft)], newAttributes: [] };
  }
  const check = checkMapping({ object: hubObjects[object], attributes, schema, mapping });
  const problems = check.problems.map((found) => problemOf(draft, found));
  return { problems: [...problems, ...noteProblems(draft)], newAttributes: check.newAttributes };
}

function problemOf({ mapping }: JobDraft, found: MappingProblem): DraftProblem {
  const { row, severity, position } = found;
  if (row === null) return { path: ['mapping'], severity, code: found.code, message: found.message };
  // The mapping's check takes an empty name for a wrong one; in a draft it is one that is still to be chosen.
  const isEmpty = found.code === 'bad_attribute_name' && mapping[row]?.target === '';
  const code = isEmpty ? 'target_missing' : found.code;
  const message = isEmpty ? 'Choose the attribute that this row fills, or skip the row.' : found.message;
  return {
    path: ['mapping', row, partsOfCodes.get(code) ?? 'source'],
    severity,
    code,
    message,
    ...(position === undefined ? {} : { position }),
  };
}

/** What can be said about formulas without the CRM. */
function syntaxProblems({ mapping }: JobDraft): DraftProblem[] {
  return mapping.flatMap(({ source }, row) => {
    if (source.kind !== 'formula') return [];
    try {
      parseFormula(source.text);
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [problemOfError(['mapping', row, 'source'], error)];
    }
  });
}

function noteProblems({ mapping }: JobDraft): DraftProblem[] {
  return mapping.flatMap(({ note = '' }, row) => {
    if (note.length <= maxNoteLength) return [];
    const message = `The note has ${note.length} characters; ${maxNoteLength} are allowed. Shorten it.`;
    return [problemAt(['mapping', row, 'note'], 'note_too_long', message)];
  });
}
