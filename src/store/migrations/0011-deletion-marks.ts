import type { Migration } from '../../database/migrate.ts';

/** Where the last run read deletions up to, in a CRM that does not tell them by their times. */
export const deletionMarks: Migration = {
  name: '0011-deletion-marks',
  up: ({ run }) => run('ALTER TABLE job_cursors ADD COLUMN deletion_mark TEXT'),
};
