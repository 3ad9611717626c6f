import type { HubObjectName } from '../domain/hub-object.ts';
import type { HubDatabase, Sql } from './dialect.ts';
import type { LoadTarget, MatchScope } from './hub.ts';

/** Numbers of match scopes, as SQL lists them: they are integers of ours and need no parameter. */
export interface ScopeIds {
  /** This job's own; 0 where it has none yet. */
  readonly own: number;
  /** All jobs that bring the same CRM object over the same connection to the same hub object. */
  readonly same: string;
  /** What this job brought to the hub object before its connection or source object changed. */
  readonly former: string;
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
  const former = rows.filter((row) => row.job_id === jobId && !isOwn(row));
  return {
    own: Number(rows.find(isOwn)?.id ?? 0),
    same: listed(same),
    former: listed(former),
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

/** Hub objects that this job filled before its target changed. */
export async function formerTargets(
  database: HubDatabase,
  { jobId, hubObject }: LoadTarget,
): Promise<readonly HubObjectName[]> {
  const rows = await database.read<{ hub_object: HubObjectName }>(
    'SELECT DISTINCT hub_object FROM match_scopes WHERE job_id = $1 AND hub_object <> $2',
    [jobId, hubObject],
  );
  return rows.map((row) => row.hub_object);
}

/** @param target one of the former targets */
export async function formerScopeIds(sql: Sql, { jobId, hubObject }: LoadTarget): Promise<ScopeIds> {
  const rows = await scopesOf(sql, hubObject);
  const former = listed(rows.filter((row) => row.job_id === jobId));
  return { own: 0, same: none, former, ofObject: listed(rows) };
}

/** Forgets scopes whose matches have all ended. */
export async function forgetScopes(sql: Sql, { former }: ScopeIds): Promise<void> {
  if (former !== none) await sql.run(`DELETE FROM match_scopes WHERE id IN (${former})`);
}

export const hasFormer = ({ former }: ScopeIds): boolean => former !== none;

export interface ScopeRow {
  /** PostgreSQL's driver gives its big integers as text. */
  readonly id: number | string;
  readonly connection_id: string;
  readonly source_object: string;
  readonly job_id: string;
}

export function scopesOf(sql: Pick<Sql, 'rows'>, object: HubObjectName): Promise<ScopeRow[]> {
  return sql.rows<ScopeRow>(
    'SELECT id, connection_id, source_object, job_id FROM match_scopes WHERE hub_object = $1',
    [object],
  );
}

function listed(rows: readonly ScopeRow[]): string {
  return rows.length === 0 ? none : rows.map(({ id }) => Number(id)).join(', ');
}
