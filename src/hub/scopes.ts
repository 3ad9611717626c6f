import type { HubObjectName } from '../domain/hub-object.ts';
import type { Sql } from './dialect.ts';
import type { LoadTarget, MatchScope } from './hub.ts';

/** Numbers of match scopes, as SQL lists them: they are integers of ours and need no parameter. */
export interface ScopeIds {
  /** This job's own; 0 where it has none yet. */
  readonly own: number;
  /** All jobs that bring the same CRM object over the same connection to the same hub object. */
  readonly same: string;
  /** All that fill the hub object. */
  readonly ofObject: string;
}

const none = '0';

export async function scopeIds(sql: Sql, target: LoadTarget): Promise<ScopeIds> {
  const { connectionId, sourceObject, hubObject, jobId } = target;
  const isOwn = (row: ScopeRow): boolean =>
    row.connection_id === connectionId && row.source_object === sourceObject && row.job_id === jobId;
  let rows = await scopesOf(sql, hubObject);
  if (!target.dryRun && !rows.some(isOwn)) {
    await sql.run(
      `INSERT INTO match_scopes (hub_object, connection_id, source_object, job_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [hubObject, connectionId, sourceObject, jobId],
    );
    rows = await scopesOf(sql, hubObject);
  }
  const same = rows.filter((row) => row.connection_id === connectionId && row.source_object === sourceObject);
  return {
    own: Number(rows.find(isOwn)?.id ?? 0),
    same: listed(same),
    ofObject: listed(rows),
  };
}

export async function scopeIdsOf(sql: Sql, scope: MatchScope): Promise<string> {
  const rows = await scopesOf(sql, scope.hubObject);
  return listed(
    rows.filter(
      (row) => row.connection_id === scope.connectionId && row.source_object === scope.sourceObject,
    ),
  );
}

interface ScopeRow {
  /** PostgreSQL's driver gives its big integers as text. */
  readonly id: number | string;
  readonly connection_id: string;
  readonly source_object: string;
  readonly job_id: string;
}

function scopesOf(sql: Sql, object: HubObjectName): Promise<ScopeRow[]> {
  return sql.rows<ScopeRow>(
    'SELECT id, connection_id, source_object, job_id FROM match_scopes WHERE hub_object = $1',
    [object],
  );
}

function listed(rows: readonly ScopeRow[]): string {
  return rows.length === 0 ? none : rows.map(({ id }) => Number(id)).join(', ');
}
