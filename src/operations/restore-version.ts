import type { DraftProblem } from '../domain/draft-problem.ts';
import { fromJob } from '../domain/draft.ts';
import { UserError } from '../domain/errors.ts';
import { differencesOf } from '../domain/job-difference.ts';
import type { Difference } from '../domain/job-difference.ts';
import { hubObjectOf } from '../domain/job-ends.ts';
import type { Job } from '../domain/job.ts';
import { connectionNames } from './connection-names.ts';
import { checkStoredDraft } from './drafts/check-stored-draft.ts';
import { findJob, jobGone } from './find-job.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';
import { saveCheckedJob } from './save-checked-job.ts';

export interface RestoreVersionInput {
  /** Name or id. */
  readonly job: string;
  readonly version: number;
}

export type RestoredVersion =
  | { readonly kind: 'restored'; readonly job: Job; readonly differences: readonly Difference[] }
  /** The CRM, the hub or the other jobs have changed since: what keeps the version from being restored. */
  | { readonly kind: 'invalid'; readonly problems: readonly DraftProblem[] };

/**
 * Makes a job what it was in an earlier version, as a new version: checked like any other save.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function restoreVersion(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, version }: RestoreVersionInput,
): Promise<RestoredVersion> {
  authorize(context, 'admin', 'restore a version of a job');
  const store = await deps.store();
  const stored = await findJob(store, nameOrId);
  const wanted = await store.jobs.version(stored.id, version);
  if (wanted === null) {
    throw new UserError(`"${stored.name}" has no version ${version}. Look at its change history again.`, {
      code: 'unknown_version',
    });
  }
  const check = await checkStoredDraft(deps, fromJob(wanted));
  const problems = check.problems.filter(({ severity }) => severity === 'error');
  if (problems.length > 0) return { kind: 'invalid', problems };
  const saved = await saveCheckedJob(deps, context, {
    job: wanted,
    stored,
    operation: 'restore-version',
    hubObject: hubObjectOf(wanted),
    newAttributes: check.newAttributes,
  });
  if (saved.kind === 'deleted') throw jobGone(stored);
  if (saved.kind !== 'saved') {
    throw new UserError(
      `Somebody else saved "${stored.name}" at the same moment. Look at its change history again.`,
      { code: 'job_changed' },
    );
  }
  const differences = differencesOf(stored, saved.job, await connectionNames(store));
  return { kind: 'restored', job: saved.job, differences };
}
