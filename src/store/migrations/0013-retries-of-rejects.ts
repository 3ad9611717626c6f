import type { Migration } from '../../database/migrate.ts';

/** Runs that read the rejected rows of another one again. */
export const retriesOfRejects: Migration = {
  name: '0013-retries-of-rejects',
  up: ({ run }) => run('ALTER TABLE runs ADD COLUMN retry_of TEXT'),
};
