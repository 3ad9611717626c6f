import type { Migration } from '../../database/migrate.ts';

/** Housekeeping asks of every file it finds whether a run names it. */
export const filesOfRuns: Migration = {
  name: '0002-files-of-runs',
  async up({ run }) {
    for (const column of ['rows_file', 'rejects_file']) {
      await run(`CREATE INDEX runs_${column} ON runs (${column}) WHERE ${column} IS NOT NULL`);
    }
  },
};
