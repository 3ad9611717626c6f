import type { Migration } from '../../database/migrate.ts';

/** Why a run waits for the CRM, for whoever follows it from another process. */
export const retriesOfRuns: Migration = {
  name: '0005-retries-of-runs',
  up: ({ run }) => run('ALTER TABLE runs ADD COLUMN retry JSON'),
};
