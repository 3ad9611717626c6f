import type { Migration } from '../../database/migrate.ts';

/** Runs that stop before their first write, and what became of the question. */
export const approvals: Migration = {
  name: '0016-approvals',
  up: ({ run }) => run('ALTER TABLE runs ADD COLUMN approval JSON'),
};
