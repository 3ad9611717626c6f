import type { Migration } from '../../database/migrate.ts';

const types = {
  sqlite: { date: 'DATETIME', json: 'JSON' },
  postgres: { date: 'TIMESTAMPTZ', json: 'JSON' },
} as const;

/** Jobs that people work on. One a person and subject, so that ten impatient clicks begin one. */
export const drafts: Migration = {
  name: '0006-drafts',
  async up({ dialect, run }) {
    const { date, json } = types[dialect];
    await run(`CREATE TABLE drafts (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      purpose TEXT NOT NULL,
      subject TEXT NOT NULL,
      draft ${json} NOT NULL,
      step TEXT NOT NULL,
      entered ${json} NOT NULL,
      created_at ${date} NOT NULL,
      updated_at ${date} NOT NULL,
      UNIQUE (owner, subject))`);
    await run('CREATE INDEX drafts_age ON drafts (updated_at)');
    await run('CREATE INDEX drafts_subject ON drafts (subject)');
  },
};
