import type { Migration } from '../../database/migrate.ts';

const dates = { sqlite: 'DATETIME', postgres: 'TIMESTAMPTZ' } as const;

/** What the assistant proposed in chat, and what was said before in each conversation. */
export const proposals: Migration = {
  name: '0015-proposals',
  async up({ dialect, run }) {
    const date = dates[dialect];
    await run(`CREATE TABLE assistant_proposals (
      id TEXT PRIMARY KEY,
      actor TEXT NOT NULL,
      thread TEXT NOT NULL,
      text TEXT NOT NULL,
      proposal TEXT NOT NULL,
      jobs TEXT NOT NULL,
      created_at ${date} NOT NULL,
      expires_at ${date} NOT NULL,
      decided_at ${date},
      decision TEXT)`);
    await run('CREATE INDEX assistant_proposals_expiry ON assistant_proposals (expires_at)');
    await run(`CREATE TABLE assistant_threads (
      thread TEXT PRIMARY KEY,
      turns TEXT NOT NULL,
      updated_at ${date} NOT NULL)`);
    await run('CREATE INDEX assistant_threads_age ON assistant_threads (updated_at)');
  },
};
