import type { Migration } from '../../database/migrate.ts';
import { postgresDialect } from '../postgres/dialect.ts';
import { sqliteDialect } from '../sqlite/dialect.ts';

/** What outbound jobs have sent, and between what. */
export const sent: Migration = {
  name: '0004-sent',
  async up({ dialect, run }) {
    const { columnTypes } = dialect === 'sqlite' ? sqliteDialect : postgresDialect;
    const { serial, integer, key } = columnTypes;
    await run(`CREATE TABLE send_scopes (
      id ${serial},
      hub_object TEXT NOT NULL,
      job_id TEXT NOT NULL,
      connection_id TEXT NOT NULL,
      org_id TEXT NOT NULL,
      crm_object TEXT NOT NULL,
      UNIQUE (hub_object, job_id, connection_id, org_id, crm_object))`);
    // The scope never stands first, as with matches. An empty crm_id is one that the CRM did not tell.
    await run(`CREATE TABLE sent (
      record_id ${integer} NOT NULL,
      scope_id ${integer} NOT NULL,
      crm_id ${key} NOT NULL,
      hash ${key} NOT NULL,
      own_hash ${key} NOT NULL,
      version ${key} NOT NULL,
      sent_at ${key} NOT NULL,
      PRIMARY KEY (record_id, scope_id))${dialect === 'sqlite' ? ' WITHOUT ROWID' : ''}`);
  },
};
