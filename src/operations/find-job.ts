import { UserError } from '../domain/errors.ts';
import { didYouMean } from '../domain/filter/filter-error.ts';
import type { Job } from '../domain/job.ts';
import { nearestNames } from '../domain/nearest.ts';
import { someNamed } from '../domain/some-named.ts';
import type { Store } from '../store/store.ts';

/** Of what was typed: a name is shorter, and a message is to be read. */
const maxTypedLength = 80;
const maxSuggestions = 3;
const maxNamesTold = 5;

/**
 * The job that a person means: by its name, without letter case, or its id.
 *
 * @throws UserError `unknown_job` with the names that come near, or those that there are.
 */
export async function findJob({ jobs }: Store, nameOrId: string): Promise<Job> {
  const found = (await jobs.byName(nameOrId)) ?? (await jobs.byId(nameOrId));
  if (found !== null) return found;
  const names = (await jobs.list()).map(({ name }) => name);
  const typed = nameOrId.length > maxTypedLength ? `${nameOrId.slice(0, maxTypedLength)}…` : nameOrId;
  throw new UserError(`There is no job "${typed}".${hintFor(nameOrId, names)}`, { code: 'unknown_job' });
}

/** For what was found a moment ago. */
export function jobGone({ name }: Pick<Job, 'name'>): UserError {
  return new UserError(`The job "${name}" has been deleted in the meantime.`, { code: 'unknown_job' });
}

/** Said at every door, so in the words of none. */
function hintFor(typed: string, names: readonly string[]): string {
  if (names.length === 0) {
    return ' There are no jobs yet: write a file with connections and jobs, and apply it.';
  }
  const near = nearestNames(typed, names, maxSuggestions);
  const hint = didYouMean((near.length > 0 ? near : namesWith(typed, names)).map(quoted));
  if (hint !== '') return hint;
  return ` There ${names.length === 1 ? 'is' : 'are'}: ${someNamed(names.map(quoted), maxNamesTold)}.`;
}

function namesWith(part: string, names: readonly string[]): readonly string[] {
  const wanted = part.trim().toLowerCase();
  if (wanted === '') return [];
  return names.filter((name) => name.toLowerCase().includes(wanted)).slice(0, maxSuggestions);
}

function quoted(name: string): string {
  return `"${name}"`;
}
