/** What a decided batch writes. */
import { hubObjects } from '../domain/hub-object.ts';
import { released } from './conflicts.ts';
import type { Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import { deleteOrphans } from './orphans.ts';
import type { ScopeIds } from './scopes.ts';
import { hasMoved, isStored } from './staged.ts';
import type { Survey } from './survey.ts';
import { recordsTable, stagedKey } from './tables.ts';

export interface Written {
  /** Records that are gone because the CRM records that they stood for have other keys now. */
  readonly deleted: number;
  /** SQL for the id of a stored row's record. */
  readonly recordId: string;
}

export async function write(
  sql: Sql,
  target: LoadTarget,
  scopes: ScopeIds,
  { news, old, moved }: Survey,
  now: string,
): Promise<Written> {
  const { hubObject, jobId, runId } = target;
  const { keys } = hubObjects[hubObject];
  const table = recordsTable(hubObject);
  if (target.resolveConflicts) await touchMatches(sql, scopes);
  if (news === 0) return { deleted: 0, recordId: 'record_id' };
  const recordId = await idsOfRecords(sql, target);

  if (old > 0) await endMatchesOfOthers(sql, scopes);
  if (moved > 0) await endMatchesOfMoved(sql, scopes);
  await sql.run(
    `INSERT INTO ${table}
       (id, ${keys.join(', ')}, created_at, updated_at, source_modified_at, job_id, run_id, attributes)
     SELECT ${recordId}, ${keys.map((_, index) => stagedKey(index)).join(', ')}, $1, $1, modified, $2, $3, merged
       FROM staged WHERE outcome = 'created' AND record_id IS NULL`,
    [now, jobId, runId],
  );
  if (old > 0) {
    await sql.run(
      `UPDATE ${table}
          SET deleted_at = NULL, updated_at = $1, source_modified_at = s.modified, job_id = $2, run_id = $3,
              attributes = s.merged
         FROM staged s
        WHERE ${table}.id = s.record_id AND s.outcome IN ('created', 'updated')`,
      [now, jobId, runId],
    );
  }
  await sql.run(
    `INSERT INTO matches (scope_id, crm_id, record_id, hash, source_modified_at)
     SELECT ${scopes.own}, crm_id, ${recordId}, hash, modified FROM staged
      WHERE ${isStored} AND known = 0
     ON CONFLICT (scope_id, crm_id) DO UPDATE
       SET record_id = excluded.record_id, hash = excluded.hash, source_modified_at = excluded.source_modified_at
     WHERE matches.record_id <> excluded.record_id OR matches.hash <> excluded.hash
        OR matches.source_modified_at < excluded.source_modified_at`,
  );
  const left = `SELECT matched_id FROM staged WHERE outcome <> 'rejected' AND ${hasMoved}`;
  const deleted = moved === 0 ? 0 : await deleteOrphans(sql, target, scopes, left, now);
  return { deleted, recordId };
}

/**
 * New records are numbered behind all that there are: none is ever removed, and one transaction at a time writes an
 * object. So a record and its match are written without looking the record up again.
 */
async function idsOfRecords(sql: Sql, { hubObject }: LoadTarget): Promise<string> {
  const [row] = await sql.rows<{ highest: number | string }>(
    `SELECT COALESCE(MAX(id), 0) AS highest FROM ${recordsTable(hubObject)}`,
  );
  return `COALESCE(record_id, ${Number(row?.highest ?? 0)} + position)`;
}

/** Whatever else in the CRM had a record that is one of these rows' now, for any job. */
async function endMatchesOfOthers(sql: Sql, { same }: ScopeIds): Promise<void> {
  await sql.run(
    `DELETE FROM matches
      WHERE (scope_id, crm_id) IN
            (SELECT m.scope_id, m.crm_id FROM staged s JOIN matches m ON m.record_id = s.record_id
              WHERE m.scope_id IN (${same}) AND m.crm_id <> s.crm_id
                AND s.is_there = 1 AND s.known = 0 AND ${isStored})`,
  );
}

async function endMatchesOfMoved(sql: Sql, { own }: ScopeIds): Promise<void> {
  const moved = (outcome: string): string =>
    `scope_id = ${own} AND crm_id IN (SELECT crm_id FROM staged WHERE ${outcome} AND ${hasMoved})`;
  await sql.run(`DELETE FROM matches WHERE ${moved(`outcome = 'ignored'`)}`);
  // The hub keeps what a rejected row had brought, but another CRM record may have the key that it has no more.
  await sql.run(`UPDATE matches SET hash = '${released}' WHERE ${moved(`outcome = 'rejected'`)}`);
}

/** The later of two CRM records wins a conflict, so it has to be known that one was modified, whatever changed. */
async function touchMatches(sql: Sql, { own }: ScopeIds): Promise<void> {
  await sql.run(
    `UPDATE matches SET source_modified_at = s.modified
       FROM staged s
      WHERE s.touched = 1 AND matches.scope_id = ${own} AND matches.crm_id = s.crm_id`,
  );
}
