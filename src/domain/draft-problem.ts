import type { UserError } from './errors.ts';
import type { HubAttribute } from './hub-object.ts';
import type { SourceSchema } from './source-schema.ts';

/** What a draft is held against. */
export interface DraftContext {
  /**
   * The CRM's object with the parents that `draftPaths` lead over; null where the CRM was not asked: then only what
   * can be said without it is checked.
   */
  readonly schema: SourceSchema | null;
  /** Of the draft's hub object, those that jobs have added included; null where the hub was not asked. */
  readonly attributes: readonly HubAttribute[] | null;
  /** Names of the other jobs. */
  readonly otherNames: readonly string[];
}

export interface DraftProblem {
  /** Into the draft: `['source', 'filter']`, or of a mapping row `['mapping', 3, 'source']`. */
  readonly path: readonly (string | number)[];
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** What is added for somebody who writes a jobs file. */
  readonly inFile?: string;
  /** Zero-based offset into the text of the filter or formula. */
  readonly position?: number;
}

export function problemAt(path: DraftProblem['path'], code: string, message: string): DraftProblem {
  return { path, severity: 'error', code, message };
}

export function problemOfError(
  path: DraftProblem['path'],
  { code, message, position }: UserError,
): DraftProblem {
  return { ...problemAt(path, code, message), ...(position === undefined ? {} : { position }) };
}
