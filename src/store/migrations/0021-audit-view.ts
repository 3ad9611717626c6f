import type { Migration } from '../../database/migrate.ts';

const types = {
  sqlite: { date: 'DATETIME', json: 'JSON' },
  postgres: { date: 'TIMESTAMPTZ', json: 'JSON' },
} as const;

/** The audit log is looked through, by any of its filters, and fetched by links that are good for minutes. */
export const auditView: Migration = {
  name: '0021-audit-view',
  async up({ dialect, run }) {
    const { date, json } = types[dialect];
    for (const column of ['at', 'actor', 'subject', 'operation']) {
      await run(`CREATE INDEX audit_${column} ON audit (team_id, ${column}, id)`);
    }
    await run(`CREATE TABLE download_links (
      id TEXT PRIMARY KEY,
      token_hash TEXT NOT NULL UNIQUE,
      person TEXT NOT NULL,
      filter ${json} NOT NULL,
      created_at ${date} NOT NULL,
      expires_at ${date} NOT NULL,
      used_at ${date},
      team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE)`);
    await run('CREATE INDEX download_links_expires ON download_links (team_id, expires_at)');
  },
};
