import { randomUUID } from 'node:crypto';
import type { Migration } from '../../database/migrate.ts';

/** What tells one hub from another, and how far each job had come in it: a backup that is restored knows less. */
export const whichHub: Migration = {
  name: '0002-which-hub',
  async up({ run }) {
    await run('CREATE TABLE hub_identity (id TEXT PRIMARY KEY)');
    await run(`INSERT INTO hub_identity (id) VALUES ('${randomUUID()}')`);
    await run('CREATE TABLE job_syncs (job_id TEXT PRIMARY KEY, until TEXT NOT NULL)');
  },
};
