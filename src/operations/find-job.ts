import { UserError } from '../domain/errors.ts';
import { didYouMean } from '../domain/filter/filter-error.ts';
import type { Job } from '../domain/job.ts';
import { nearestNames } from '../domain/nearest.ts';
import type { Store } from '../store/store.ts';

/**
 * The job that a person means: by its name, without letter case, or its id.
 *
 * @throws UserError `unknown_job` with the nearest names.
 */
export async function findJob({ jobs }: Store, nameOrId: string): Promise<Job> {
  const found = (await jobs.byName(nameOrId)) ?? (await jobs.byId(nameOrId));
  if (found !== null) return found;
  const names = (await jobs.list()).map(({ name }) => name);
  const hint =
    names.length === 0
      ? ' There are no jobs yet: write a file with connections and jobs, and apply it.'
      : didYouMean(nearestNames(nameOrId, names).map((name) => `"${name}"`)) ||
        ' `crosswalk jobs` lists them.';
  throw new UserError(`There is no job "${nameOrId}".${hint}`, { code: 'unknown_job' });
}
