import type { Sql } from './dialect.ts';
import type { LoadTarget } from './hub.ts';
import type { ScopeIds } from './scopes.ts';
import { recordsTable } from './tables.ts';

/**
 * Marks records as deleted where nothing matches them any more; those that another job or connection brings stay.
 *
 * @param candidates a SELECT of record ids.
 * @returns how many.
 */
export async function deleteOrphans(
  sql: Sql,
  { hubObject, jobId, runId }: LoadTarget,
  { ofObject }: ScopeIds,
  candidates: string,
  now: string,
): Promise<number> {
  const table = recordsTable(hubObject);
  return await sql.change(
    `UPDATE ${table} SET deleted_at = $1, updated_at = $1, job_id = $2, run_id = $3
      WHERE id IN (${candidates}) AND deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM matches m
                         WHERE m.record_id = ${table}.id AND m.scope_id IN (${ofObject}))`,
    [now, jobId, runId],
  );
}
