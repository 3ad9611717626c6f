import type { Migration } from '../../database/migrate.ts';

/** Whoever lists jobs asks of each whether a run of it has a file. */
export const jobsWithRows: Migration = {
  name: '0007-jobs-with-rows',
  up: ({ run }) => run('CREATE INDEX runs_rows_of_job ON runs (job_id) WHERE rows_file IS NOT NULL'),
};
