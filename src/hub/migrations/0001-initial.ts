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

    for (const { name, keys } of Object.values(hubObjects)) {
      await run(`CREATE TABLE ${recordsTable(name)} (
        id ${serial},
        ${keys.map((each) => `${each} ${key} NOT NULL`).join(', ')},
        attributes ${json} NOT NULL,
        created_at ${moment} NOT NULL,
        updated_at ${moment} NOT NULL,
        deleted_at ${moment},
        source_modified_at ${key},
        job_id TEXT NOT NULL,
        run_id TEXT NOT NULL,
        UNIQUE (${keys.join(', ')}))`);
    }

    // What one job brings from one CRM object to one hub object.
    await run(`CREATE TABLE match_scopes (
      id ${serial},
      connection_id TEXT NOT NULL,
      source_object TEXT NOT NULL,
      hub_object TEXT NOT NULL,
      job_id TEXT NOT NULL,
      UNIQUE (hub_object, connection_id, source_object, job_id))`);
    await run(`CREATE TABLE matches (
      scope_id ${integer} NOT NULL,
      crm_id ${key} NOT NULL,
      record_id ${integer} NOT NULL,
      hash ${key} NOT NULL,
      source_modified_at ${key},
      PRIMARY KEY (scope_id, crm_id))${dialect === 'sqlite' ? ' WITHOUT ROWID' : ''}`);
    await run('CREATE INDEX matches_of_record ON matches (record_id, scope_id)');

    await run(`CREATE TABLE run_checkpoints (
      run_id TEXT PRIMARY KEY,
      sequence INTEGER NOT NULL,
      counts TEXT NOT NULL,
      checkpoint TEXT NOT NULL)`);
    // What each batch of a run has seen (a JSON array of ids, one row a batch) and had rejected.
    await run(`CREATE TABLE run_batches (
      run_id TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      seen ${json},
      rejects TEXT,
      PRIMARY KEY (run_id, sequence))`);
    // Keys that a dry run would have filled.
    await run(`CREATE TABLE dry_claims (
      run_id TEXT NOT NULL,
      key_text ${key} NOT NULL,
      crm_id ${key} NOT NULL,
      source_modified_at ${key},
      PRIMARY KEY (run_id, key_text))`);
  },
};
