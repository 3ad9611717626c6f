import { UserError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { readRejects } from './read-rejects.ts';

/** More are read again by a sync of everything. */
export const maxRetriedRows = 10_000;

/**
 * CRM ids of the rows that a run rejected.
 *
 * @throws UserError `nothing_rejected`, `rejects_gone`, `too_many_rejected`.
 */
export async function rejectedIds(
  { files, counts }: Pick<Run, 'files' | 'counts'>,
  dataDir: string,
): Promise<readonly string[]> {
  const { rejects: path } = files;
  if (counts.rejected === 0) {
    throw new UserError(
      'This run rejected no rows: there is nothing to be tried again. Run the job for what has changed since.',
      {
        code: 'nothing_rejected',
      },
    );
  }
  if (counts.rejected > maxRetriedRows) {
    throw new UserError(
      `This run rejected ${counts.rejected} rows; at most ${maxRetriedRows} are tried again by themselves. Run a full sync.`,
      { code: 'too_many_rejected' },
    );
  }
  const rejects = path === null ? null : await readRejects({ dataDir, path }, maxRetriedRows);
  if (rejects === null) {
    throw new UserError(
      'The file that names the rejected rows is gone, or on another machine that executed the run. Run a full sync.',
      { code: 'rejects_gone' },
    );
  }
  return [...new Set(rejects.flatMap(({ crmId }) => (crmId === '' ? [] : [crmId])))];
}
