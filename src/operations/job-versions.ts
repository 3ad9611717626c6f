import { differencesOf } from '../domain/job-difference.ts';
import type { Difference } from '../domain/job-difference.ts';
import type { Job } from '../domain/job.ts';
import type { SavedBy } from '../store/job-store.ts';
import { connectionNames } from './connection-names.ts';
import { findJob } from './find-job.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface JobVersionsInput {
  /** Name or id. */
  readonly job: string;
  /** At most `maxVersionsPage`. */
  readonly limit: number;
  readonly offset: number;
}

export interface ListedVersion {
  readonly version: number;
  readonly saved: SavedBy;
  readonly isFirst: boolean;
  /** From the version before it; none for the first one. */
  readonly differences: readonly Difference[];
}

export interface ListedVersions {
  readonly job: Job;
  /** Newest first. */
  readonly versions: readonly ListedVersion[];
  /** Of all pages. */
  readonly total: number;
}

export const maxVersionsPage = 100;

/** Every saved version of a job: who, when, through which door, and what changed. */
export async function jobVersions(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId, limit, offset }: JobVersionsInput,
): Promise<ListedVersions> {
  authorize(context, 'viewer', 'see the versions of a job');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  const size = Math.min(Math.max(limit, 1), maxVersionsPage);
  // One more, for what the last of the page differs from.
  const page = { limit: size + 1, offset: Math.max(offset, 0) };
  const { versions, total } = await store.jobs.versions(job.id, page);
  const names = await connectionNames(store);
  const listed = versions.slice(0, size).map(({ job: { version }, saved }, index) => {
    const [before, after] = [versions[index + 1]?.job, versions[index]?.job];
    const isFirst = before === undefined || after === undefined;
    return { version, saved, isFirst, differences: isFirst ? [] : differencesOf(before, after, names) };
  });
  return { job, versions: listed, total };
}
