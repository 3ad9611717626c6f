import { maxNameLength } from '../domain/draft-check.ts';
import { UserError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { nameKey } from '../domain/name-key.ts';
import { shownJob } from './apply-changes.ts';
import { findJob } from './find-job.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** Others may take the name at the same moment; not more often than this. */
const nameTries = 5;

/** Makes a job like another one, with its notes: disabled and never run, so that it can be edited first. */
export async function duplicateJob(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId }: { readonly job: string },
): Promise<Job> {
  authorize(context, 'admin', 'duplicate a job');
  const store = await deps.store();
  const original = await findJob(store, nameOrId);
  for (let tries = 1; tries <= nameTries; tries += 1) {
    const others = (await store.jobs.list()).map(({ name }) => name);
    const copy: Job = {
      ...original,
      id: deps.newId(),
      name: copyName(original.name, others),
      version: 1,
      schedule: { ...original.schedule, enabled: false },
    };
    try {
      const saved = await store.jobs.save({
        job: copy,
        based: null,
        nextRunAt: null,
        savedBy: { at: context.now, actor: context.actor, door: context.door },
        audit: auditEntry(context, {
          operation: 'duplicate-job',
          subject: copy.id,
          before: null,
          after: { copyOf: original.id, ...shownJob(copy) },
        }),
      });
      deps.wake();
      if (saved.kind === 'saved') return saved.job;
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'name_taken') throw error;
    }
  }
  throw new UserError(`"${original.name}" is being duplicated by others at the same moment. Try again.`, {
    code: 'name_taken',
  });
}

/** "Copy of Accounts", "Copy 2 of Accounts" where that is taken, and so on. */
export function copyName(name: string, others: readonly string[]): string {
  const taken = new Set(others.map(nameKey));
  let copy = numbered(name, 1);
  // Of one name more than there are jobs, one is free.
  for (let number = 2; number <= taken.size + 1 && taken.has(nameKey(copy)); number += 1) {
    copy = numbered(name, number);
  }
  return copy;
}

function numbered(name: string, number: number): string {
  return cutName(`${number === 1 ? 'Copy' : `Copy ${number}`} of ${name}`);
}

/** Not in the middle of a character that takes two units. */
function cutName(name: string): string {
  const cut = name.slice(0, maxNameLength);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).trim();
}
