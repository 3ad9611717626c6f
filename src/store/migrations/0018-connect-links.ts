import type { Migration } from '../../database/migrate.ts';

const types = {
  sqlite: { date: 'DATETIME', json: 'JSON' },
  postgres: { date: 'TIMESTAMPTZ', json: 'JSON' },
} as const;

/** Connections that people make in their browser, and the links by which they do. */
export const connectLinks: Migration = {
  name: '0018-connect-links',
  async up({ dialect, run }) {
    const { date, json } = types[dialect];
    await run('ALTER TABLE connections ADD COLUMN owner TEXT');
    await run(`ALTER TABLE connections ADD COLUMN org ${json}`);
    await run(`CREATE TABLE connect_links (
      id TEXT PRIMARY KEY,
      token_hash TEXT NOT NULL UNIQUE,
      person TEXT NOT NULL,
      connection_id TEXT REFERENCES connections (id) ON DELETE CASCADE,
      created_at ${date} NOT NULL,
      expires_at ${date} NOT NULL,
      browser_hash TEXT,
      tries INTEGER NOT NULL,
      state_hash TEXT UNIQUE,
      key_id TEXT,
      sealed TEXT,
      used_at ${date})`);
    await run('CREATE INDEX connect_links_expires ON connect_links (expires_at)');
  },
};
