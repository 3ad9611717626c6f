import type { Migration } from '../../database/migrate.ts';

/** Runs that begin by dropping the matches. */
export const rebuilds: Migration = {
  name: '0012-rebuilds',
  up: ({ dialect, run }) =>
    run(
      `ALTER TABLE runs ADD COLUMN rebuild BOOLEAN NOT NULL DEFAULT ${dialect === 'sqlite' ? '0' : 'FALSE'}`,
    ),
};
