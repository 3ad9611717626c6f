import type { Migration } from '../../database/migrate.ts';

const types = {
  sqlite: { date: 'DATETIME', json: 'JSON', serial: 'INTEGER PRIMARY KEY AUTOINCREMENT' },
  postgres: { date: 'TIMESTAMPTZ', json: 'JSON', serial: 'BIGSERIAL PRIMARY KEY' },
} as const;

/** docs/decisions/outbox.md explains it. */
export const outbox: Migration = {
  name: '0004-outbox',
  async up({ dialect, run }) {
    const { date, json, serial } = types[dialect];
    // Without references to runs and jobs: what was told outlives them.
    await run(`CREATE TABLE outbox (
      id ${serial},
      "key" TEXT NOT NULL UNIQUE,
      destination TEXT NOT NULL,
      lane TEXT NOT NULL,
      content ${json} NOT NULL,
      run_id TEXT,
      job_id TEXT,
      fallback TEXT,
      thread_of TEXT,
      created_at ${date} NOT NULL,
      due_at ${date},
      tried_at ${date},
      failures INTEGER NOT NULL,
      channel TEXT,
      ts TEXT,
      shown TEXT,
      problem TEXT)`);
    await run('CREATE INDEX outbox_due ON outbox (due_at, id) WHERE due_at IS NOT NULL');
    await run('CREATE INDEX outbox_run ON outbox (run_id) WHERE run_id IS NOT NULL');
    await run('CREATE INDEX outbox_thread ON outbox (thread_of) WHERE thread_of IS NOT NULL');
    await run('CREATE INDEX outbox_lane ON outbox (lane) WHERE due_at IS NOT NULL');
    await run('CREATE INDEX outbox_age ON outbox (created_at)');
    // Never deleted from: a message without its lane would wait for ever. There is one a conversation.
    await run(`CREATE TABLE outbox_lanes (
      lane TEXT PRIMARY KEY,
      claim TEXT,
      lease_until ${date},
      post_after ${date} NOT NULL)`);
    await run(`CREATE TABLE closed_channels (
      job_id TEXT NOT NULL,
      destination TEXT NOT NULL,
      reason TEXT NOT NULL,
      since ${date} NOT NULL,
      PRIMARY KEY (job_id, destination))`);
  },
};
