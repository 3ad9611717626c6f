import type { Migration } from '../../database/migrate.ts';

const types = {
  sqlite: { date: 'DATETIME', json: 'JSON', serial: 'INTEGER PRIMARY KEY AUTOINCREMENT' },
  postgres: { date: 'TIMESTAMPTZ', json: 'JSON', serial: 'BIGSERIAL PRIMARY KEY' },
} as const;

/** Addresses that are told of runs, and what goes to them. */
export const webhooks: Migration = {
  name: '0009-webhooks',
  async up({ dialect, run }) {
    const { date, json, serial } = types[dialect];
    await run(`CREATE TABLE webhooks (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      job_id TEXT REFERENCES jobs (id) ON DELETE CASCADE,
      events ${json} NOT NULL,
      key_id TEXT NOT NULL,
      sealed TEXT NOT NULL,
      created_at ${date} NOT NULL,
      created_by TEXT NOT NULL)`);
    await run('CREATE INDEX webhooks_of_job ON webhooks (job_id)');
    await run(`CREATE TABLE webhook_deliveries (
      id ${serial},
      webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      message_id TEXT NOT NULL,
      type TEXT NOT NULL,
      body TEXT NOT NULL,
      created_at ${date} NOT NULL,
      due_at ${date},
      claim TEXT,
      lease_until ${date},
      tries INTEGER NOT NULL,
      problem TEXT,
      UNIQUE (webhook_id, message_id))`);
    await run(
      'CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at, id) WHERE due_at IS NOT NULL',
    );
    await run('CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at)');
  },
};
