import type { Migration } from '../../database/migrate.ts';

const dates = { sqlite: 'DATETIME', postgres: 'TIMESTAMPTZ' } as const;

/** What of the CRM's schema each job relied on when it was last looked at. */
export const schemasOfJobs: Migration = {
  name: '0010-schemas-of-jobs',
  async up({ dialect, run }) {
    await run(`CREATE TABLE job_schemas (
      job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
      shapes ${dialect === 'sqlite' ? 'JSON' : 'JSONB'} NOT NULL,
      checked_at ${dates[dialect]} NOT NULL)`);
  },
};
