import type { Migration } from '../../database/migrate.ts';

/** The app in workspaces that have installed it by OAuth, with the token that Slack gave for each. */
export const installations: Migration = {
  name: '0023-installations',
  async up({ run, dialect }) {
    const [date, json] = dialect === 'sqlite' ? ['DATETIME', 'JSON'] : ['TIMESTAMPTZ', 'JSON'];
    await run(`CREATE TABLE installations (
      team_id TEXT NOT NULL PRIMARY KEY REFERENCES teams (id) ON DELETE CASCADE,
      app_id TEXT,
      bot_id TEXT,
      bot_user_id TEXT,
      scopes ${json} NOT NULL,
      installed_by TEXT NOT NULL,
      installed_at ${date} NOT NULL,
      key_id TEXT NOT NULL,
      sealed TEXT NOT NULL)`);
  },
};
