import type { Migration } from '../../database/migrate.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import { postgresDialect } from '../postgres/dialect.ts';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { recordsTable } from '../tables.ts';

export const initial: Migration = {
  name: '0001-initial',
  async up({ dialect, run }) {
    const { columnTypes } = dialect === 'sqlite' ? sqliteDialect : postgresDialect;
    const { serial, integer, key, json, moment } = columnTypes;

    await run(`CREATE TABLE attributes (
      object TEXT NOT NULL,
      name TEXT NOT NULL,
      label TEXT NOT NULL,
      type TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (object, name))`);

    // The attributes stand last: what is before them is read without them.
    for (const { name, keys } of Object.values(hubObjects)) {
      await run(`CREATE TABLE ${recordsTable(name)} (
        id ${integer} PRIMARY KEY,
        ${keys.map((each) => `${each} ${key} NOT NULL`).join(', ')},
        deleted_at ${moment},
        created_at ${moment} NOT NULL,
        updated_at ${moment} NOT NULL,
        source_modified_at ${key} NOT NULL,
        job_id TEXT NOT NULL,
        run_id TEXT NOT NULL,
        attributes ${json} NOT NULL,
        UNIQUE (${keys.join(', ')}))`);
      await run(`CREATE INDEX ${name}_deleted ON ${recordsTable(name)} (id) WHERE deleted_at IS NOT NULL`);
    }

    // What one job brings from one CRM object to one hub object.
    await run(`CREATE TABLE match_scopes (
      id ${serial},
      connection_id TEXT NOT NULL,
      source_object TEXT NOT NULL,
      hub_object TEXT NOT NULL,
      job_id TEXT NOT NULL,
      UNIQUE (hub_object, connection_id, source_object, job_id))`);
    // The scope never stands first: without statistics a planner takes all its rows, a million, for a few.
    await run(`CREATE TABLE matches (
      crm_id ${key} NOT NULL,
      scope_id ${integer} NOT NULL,
      record_id ${integer} NOT NULL,
      hash ${key} NOT NULL,
      source_modified_at ${key} NOT NULL,
      PRIMARY KEY (crm_id, scope_id))${dialect === 'sqlite' ? ' WITHOUT ROWID' : ''}`);
    await run('CREATE INDEX matches_of_record ON matches (record_id, scope_id)');

    await run(`CREATE TABLE run_checkpoints (
      run_id TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      counts TEXT NOT NULL,
      checkpoint TEXT NOT NULL)`);
    // What each batch of a run has seen (pairs: the first and last id of each range of records) and had rejected.
    await run(`CREATE TABLE run_batches (
      run_id TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      seen ${json},
      rejects TEXT,
      PRIMARY KEY (run_id, sequence))`);
    // What a dry run would have changed: the key that a CRM record would have (none: no match any more) …
    await run(`CREATE TABLE dry_claims (
      run_id TEXT NOT NULL,
      crm_id ${key} NOT NULL,
      key_text ${key},
      hash ${key},
      source_modified_at ${key},
      PRIMARY KEY (run_id, crm_id))`);
    await run('CREATE INDEX dry_claims_of_key ON dry_claims (run_id, key_text)');
    // … and the records that would be gone.
    await run(`CREATE TABLE dry_gone (
      run_id TEXT NOT NULL,
      record_id ${integer} NOT NULL,
      PRIMARY KEY (run_id, record_id))`);
  },
};
