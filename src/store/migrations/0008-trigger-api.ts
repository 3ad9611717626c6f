import type { Migration } from '../../database/migrate.ts';

const dates = { sqlite: 'DATETIME', postgres: 'TIMESTAMPTZ' } as const;

/** Tokens of the trigger API, and the keys by which a call that is repeated is known again. */
export const triggerApi: Migration = {
  name: '0008-trigger-api',
  async up({ dialect, run }) {
    const date = dates[dialect];
    await run(`CREATE TABLE api_tokens (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL UNIQUE,
      job_id TEXT REFERENCES jobs (id) ON DELETE CASCADE,
      hash TEXT NOT NULL,
      created_at ${date} NOT NULL,
      created_by TEXT NOT NULL,
      expires_at ${date},
      last_used_at ${date})`);
    await run('CREATE INDEX api_tokens_of_job ON api_tokens (job_id)');
    await run(`CREATE TABLE idempotency_keys (
      token_id TEXT NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
      "key" TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      run_id TEXT NOT NULL,
      until ${date} NOT NULL,
      PRIMARY KEY (token_id, "key"))`);
    await run('CREATE INDEX idempotency_keys_until ON idempotency_keys (until)');
  },
};
