import { dayMs } from './calendar.ts';
import type { JobDraft } from './draft.ts';

/** A draft that was not changed for so long is not offered again, and is forgotten. */
export const draftLifeMs = 14 * dayMs;

export type DraftPurpose = 'create' | 'edit';

/** A draft as it is kept while a person works on it: it survives a closed modal and a restart. */
export interface StoredDraft<Draft extends JobDraft = JobDraft> {
  readonly id: string;
  /** Whose it is; nobody else sees or changes it. */
  readonly owner: string;
  readonly purpose: DraftPurpose;
  /** Its id is the job's, its version the one that the changes began from. */
  readonly draft: Draft;
  /** The step of the wizard that the person was at; empty before the first one. */
  readonly step: string;
  /** What was typed and cannot be a part of a draft yet, by names of the step's own. */
  readonly entered: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
