import type { Migration } from '../../database/migrate.ts';
import { activeRunStatuses } from '../../domain/run.ts';

/** Sequelize reads SQLite's values by the declared type of their column. */
const types = {
  sqlite: { date: 'DATETIME', json: 'JSON', flag: 'TINYINT(1)', serial: 'INTEGER PRIMARY KEY AUTOINCREMENT' },
  postgres: { date: 'TIMESTAMPTZ', json: 'JSON', flag: 'BOOLEAN', serial: 'SERIAL PRIMARY KEY' },
} as const;

const active = activeRunStatuses.map((status) => `'${status}'`).join(', ');

export const initial: Migration = {
  name: '0001-initial',
  async up({ dialect, run }) {
    const { date, json, flag, serial } = types[dialect];

    await run(`CREATE TABLE connections (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL UNIQUE,
      connector TEXT NOT NULL,
      settings ${json} NOT NULL,
      placeholders ${json} NOT NULL,
      state TEXT NOT NULL,
      state_reason TEXT,
      created_at ${date} NOT NULL,
      updated_at ${date} NOT NULL)`);
    await run(`CREATE TABLE connection_secrets (
      connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
      path TEXT NOT NULL,
      key_id TEXT NOT NULL,
      sealed TEXT NOT NULL,
      PRIMARY KEY (connection_id, path))`);

    await run(`CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL UNIQUE,
      connection_id TEXT NOT NULL REFERENCES connections (id),
      definition ${json} NOT NULL,
      version INTEGER NOT NULL,
      enabled ${flag} NOT NULL,
      next_run_at ${date})`);
    await run('CREATE INDEX jobs_due ON jobs (enabled, next_run_at)');
    await run(`CREATE TABLE job_versions (
      job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      version INTEGER NOT NULL,
      definition ${json} NOT NULL,
      saved_at ${date} NOT NULL,
      saved_by TEXT NOT NULL,
      door TEXT NOT NULL,
      PRIMARY KEY (job_id, version))`);
    await run(`CREATE TABLE job_cursors (
      job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
      until TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      last_full_at TEXT NOT NULL)`);

    // Without a reference to the job: history outlives it.
    await run(`CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      job_id TEXT NOT NULL,
      job_version INTEGER NOT NULL,
      mode TEXT NOT NULL,
      mode_reason TEXT,
      "trigger" TEXT NOT NULL,
      started_by TEXT NOT NULL,
      dry_run ${flag} NOT NULL,
      status TEXT NOT NULL,
      phase TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      owner TEXT,
      heartbeat_at ${date},
      cancel_requested ${flag} NOT NULL,
      expected_rows INTEGER,
      counts ${json} NOT NULL,
      queued_at ${date} NOT NULL,
      started_at ${date},
      finished_at ${date},
      error ${json},
      rows_file TEXT,
      rejects_file TEXT)`);
    await run(`CREATE UNIQUE INDEX runs_one_active_a_job ON runs (job_id) WHERE status IN (${active})`);
    await run(`CREATE INDEX runs_queue ON runs (queued_at, id) WHERE status = 'queued'`);
    await run('CREATE INDEX runs_history_of_job ON runs (job_id, queued_at, id)');
    await run('CREATE INDEX runs_history ON runs (queued_at, id)');
    await run('CREATE INDEX runs_finished ON runs (finished_at)');

    await run(`CREATE TABLE audit (
      id ${serial},
      at ${date} NOT NULL,
      actor TEXT NOT NULL,
      door TEXT NOT NULL,
      operation TEXT NOT NULL,
      subject TEXT NOT NULL,
      before TEXT NOT NULL,
      after TEXT NOT NULL)`);
  },
};
