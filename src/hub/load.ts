import { hubObjects } from '../domain/hub-object.ts';
import { addCounts, zeroCounts } from '../domain/run.ts';
import type { RunCounts } from '../domain/run.ts';
import { answered, note } from './checkpoints.ts';
import { decideOutcomes, findHolders } from './conflicts.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import type { LoadBatch, LoadReject, LoadResult, LoadTarget } from './hub.ts';
import { deleteOrphans } from './orphans.ts';
import { rejectsOf } from './reject-words.ts';
import { resolveUserNames } from './resolve-user-names.ts';
import { scopeIds } from './scopes.ts';
import type { ScopeIds } from './scopes.ts';
import { bytesOf, createStaged, isNamedByName, keyText, stage } from './staged.ts';
import { keysMatch, recordsTable, stagedKey } from './tables.ts';

/** Loads a batch and notes the checkpoint, in one transaction. A batch that is in already is answered again. */
export async function load(
  database: HubDatabase,
  target: LoadTarget,
  batch: LoadBatch,
  now: Date,
): Promise<LoadResult> {
  const { dialect } = database;
  return await database.transact(async (sql) => {
    const step = { runId: target.runId, sequence: batch.sequence, checkpoint: batch.checkpoint };
    const before = await answered(sql, step);
    if (before !== null) return before;
    for (const statement of dialect.forLookups) await sql.run(statement);
    if (target.isFull) await noteSeen(sql, dialect, target, batch);
    const { counts, rejects } =
      batch.rowCount === 0 ? nothing : await loadRows(sql, dialect, target, batch, now);
    return await note(sql, step, addCounts(batch.countsBefore, counts), rejects);
  });
}

interface Loaded {
  readonly counts: RunCounts;
  readonly rejects: readonly LoadReject[];
}

const nothing: Loaded = { counts: zeroCounts, rejects: [] };

async function loadRows(
  sql: Sql,
  dialect: Dialect,
  target: LoadTarget,
  batch: LoadBatch,
  now: Date,
): Promise<Loaded> {
  const scopes = await scopeIds(sql, target);
  await createStaged(sql, dialect);
  await stage(sql, dialect, target, batch, scopes);
  if (isNamedByName(target)) await resolveUserNames(sql, dialect, target);
  await findHolders(sql, target, scopes);
  await decideOutcomes(sql, target);
  const deleted = target.dryRun
    ? await claimKeys(sql, target)
    : await write(sql, target, scopes, now.toISOString());
  return { counts: await countOutcomes(sql, batch, deleted), rejects: await rejectsOf(sql, target) };
}

/** @returns how many records are deleted, because the CRM record that they stood for has another key now. */
async function write(sql: Sql, target: LoadTarget, scopes: ScopeIds, now: string): Promise<number> {
  const { hubObject, jobId, runId } = target;
  const { keys } = hubObjects[hubObject];
  const table = recordsTable(hubObject);
  const stagedKeys = keys.map((_, index) => stagedKey(index)).join(', ');

  // Matches that end: of CRM records with another key, and of those that lost their key to a newer one.
  await sql.run(
    `DELETE FROM matches WHERE scope_id = ${scopes.own} AND crm_id IN (SELECT crm_id FROM staged WHERE ${moved})`,
  );
  await sql.run(
    `DELETE FROM matches
      WHERE scope_id IN (${scopes.same})
        AND crm_id IN (SELECT holder FROM staged WHERE holder IS NOT NULL AND ${stored})
        AND record_id IN (SELECT record_id FROM staged WHERE holder IS NOT NULL AND ${stored})`,
  );
  await sql.run(
    `INSERT INTO ${table} (${keys.join(', ')}, attributes, created_at, updated_at, source_modified_at, job_id, run_id)
     SELECT ${stagedKeys}, merged, $1, $1, modified, $2, $3
       FROM staged WHERE outcome IN ('created', 'updated')
     ON CONFLICT (${keys.join(', ')}) DO UPDATE
       SET attributes = excluded.attributes, updated_at = excluded.updated_at, deleted_at = NULL,
           source_modified_at = excluded.source_modified_at, job_id = excluded.job_id, run_id = excluded.run_id`,
    [now, jobId, runId],
  );
  await sql.run(
    `INSERT INTO matches (scope_id, crm_id, record_id, hash, source_modified_at)
     SELECT ${scopes.own}, s.crm_id, t.id, s.hash, s.modified
       FROM staged s JOIN ${table} t ON ${keysMatch(hubObject, 't', 's')}
      WHERE ${stored}
     ON CONFLICT (scope_id, crm_id) DO UPDATE
       SET record_id = excluded.record_id, hash = excluded.hash, source_modified_at = excluded.source_modified_at
     WHERE matches.record_id <> excluded.record_id OR matches.hash <> excluded.hash`,
  );
  return await deleteOrphans(sql, target, scopes, `SELECT matched_id FROM staged WHERE ${moved}`, now);
}

/** The row's values are in the hub now. */
const stored = `outcome IN ('created', 'updated', 'unchanged')`;
/** The CRM record stood for another hub record until now. A rejected row changes nothing. */
const moved = `outcome <> 'rejected' AND matched_id IS NOT NULL
      AND (record_id IS NULL OR matched_id <> record_id)`;

/** What a dry run would have stored takes part in the conflicts of its later batches. */
async function claimKeys(sql: Sql, target: LoadTarget): Promise<number> {
  await sql.run(
    `INSERT INTO dry_claims (run_id, key_text, crm_id, source_modified_at)
     SELECT $1, ${keyText(target, 's')}, s.crm_id, s.modified FROM staged s WHERE ${stored}
     ON CONFLICT (run_id, key_text) DO UPDATE
       SET crm_id = excluded.crm_id, source_modified_at = excluded.source_modified_at`,
    [target.runId],
  );
  const [row] = await sql.rows<{ number: number | string }>(
    `SELECT COUNT(DISTINCT matched_id) AS number FROM staged WHERE ${moved}`,
  );
  return Number(row?.number ?? 0);
}

async function countOutcomes(sql: Sql, { rowCount }: LoadBatch, deleted: number): Promise<RunCounts> {
  const rows = await sql.rows<{ outcome: string; number: number | string }>(
    'SELECT outcome, COUNT(*) AS number FROM staged GROUP BY outcome',
  );
  const of = (outcome: string): number => Number(rows.find((row) => row.outcome === outcome)?.number ?? 0);
  const [created, updated, ignored, rejected] = [of('created'), of('updated'), of('ignored'), of('rejected')];
  const unchanged = rowCount - created - updated - ignored - rejected;
  return { read: rowCount, created, updated, unchanged, ignored, rejected, deleted };
}

/** What a full run has seen is one row a batch: a million unchanged rows cost some hundred writes. */
async function noteSeen(
  sql: Sql,
  dialect: Dialect,
  target: LoadTarget,
  { sequence, rows, seenIds }: LoadBatch,
): Promise<void> {
  const insert = `INSERT INTO run_batches (run_id, sequence, seen)`;
  await sql.run(
    `${insert} SELECT $2, $3, ${dialect.groupTexts('each.value ->> 0')} FROM ${dialect.unpackBytes('$1')}`,
    [bytesOf(rows), target.runId, sequence],
  );
  if (seenIds.length === 0) return;
  // Beside the batch's own row, under a number that no batch has.
  await sql.run(`${insert} VALUES ($1, $2, $3)`, [target.runId, -sequence, JSON.stringify(seenIds)]);
}
