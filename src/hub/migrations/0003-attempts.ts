import type { Migration } from '../../database/migrate.ts';

/** Which attempt of a run holds its checkpoint, and when it last moved it (ISO 8601; empty before this was noted). */
export const attempts: Migration = {
  name: '0003-attempts',
  async up({ run }) {
    await run('ALTER TABLE run_checkpoints ADD COLUMN attempt INTEGER NOT NULL DEFAULT 1');
    await run(`ALTER TABLE run_checkpoints ADD COLUMN noted_at TEXT NOT NULL DEFAULT ''`);
  },
};
