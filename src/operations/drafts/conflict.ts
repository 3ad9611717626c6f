import { toJob } from '../../domain/draft.ts';
import type { JobDraft } from '../../domain/draft.ts';
import { differencesOf } from '../../domain/job-difference.ts';
import type { Difference } from '../../domain/job-difference.ts';
import type { Job } from '../../domain/job.ts';
import type { SavedBy } from '../../store/job-store.ts';
import type { Store } from '../../store/store.ts';
import { connectionNames } from '../connection-names.ts';

/** Two people changed one job. */
export interface Conflict {
  /** null for who saved it where the job is deleted at this moment. */
  readonly theirs: { readonly version: number; readonly saved: SavedBy | null };
  /** From the version that both began with. */
  readonly changedByThem: readonly Difference[];
  readonly changedByMe: readonly Difference[];
}

/** @param current the job as it is now, which is not the one that the draft began with */
export async function conflictOf(store: Store, draft: JobDraft, current: Job): Promise<Conflict> {
  const names = await connectionNames(store);
  const base = (await store.jobs.version(draft.id, draft.version)) ?? current;
  return {
    theirs: { version: current.version, saved: await store.jobs.savedBy(current.id) },
    changedByThem: differencesOf(base, current, names),
    changedByMe: differencesOf(base, toJob(draft), names),
  };
}
