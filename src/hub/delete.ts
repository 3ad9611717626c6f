import { zeroCounts } from '../domain/run.ts';
import { storableText } from '../domain/mapping/json-text.ts';
import { addDeleted, answered, note } from './checkpoints.ts';
import type { Step } from './checkpoints.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import type { LoadResult, LoadTarget } from './hub.ts';
import { deleteOrphans } from './orphans.ts';
import { scopeIds } from './scopes.ts';
import type { ScopeIds } from './scopes.ts';
import { gapsBetweenSeen, mergeSeen } from './seen.ts';

/** Matches that one transaction ends, so that others are let in between. */
const pieceSize = 20_000;
/** Far more pieces than any hub has. */
const piecesLimit = 100_000;

/** Takes the matches of CRM records that are gone, whichever job made them, and the records left without any. */
export async function applyDeletes(
  database: HubDatabase,
  target: LoadTarget,
  step: Step,
  crmIds: readonly string[],
  now: Date,
): Promise<LoadResult> {
  const { dialect } = database;
  return await database.transact(target.hubObject, async (sql) => {
    const before = await answered(sql, step);
    if (before !== null) return before;
    for (const statement of dialect.forLookups) await sql.run(statement);
    const scopes = await scopeIds(sql, target);
    await createGone(sql, dialect);
    await sql.run(
      `INSERT INTO gone (scope_id, crm_id, record_id)
       SELECT scope_id, crm_id, record_id FROM matches
        WHERE scope_id IN (${scopes.same})
          AND crm_id IN (SELECT ${dialect.eachText} FROM ${dialect.unpackTexts('$1')})`,
      [JSON.stringify(crmIds.map(storableText))],
    );
    const deleted = await endGone(sql, target, scopes, now);
    return await note(sql, step, { ...zeroCounts, deleted }, []);
  });
}

/**
 * Takes the matches of this job whose records a full run has not seen, and the records left without any. In pieces:
 * a filter that was narrowed may end a million. A crash between two loses nothing, the rest is found again.
 */
export async function reconcile(
  database: HubDatabase,
  target: LoadTarget,
  step: Step,
  now: Date,
): Promise<LoadResult> {
  const { dialect } = database;
  const { hubObject, runId, dryRun } = target;
  let deleted = 0;
  for (let piece = 1; piece <= piecesLimit; piece += 1) {
    const result = await database.transact(hubObject, async (sql) => {
      const before = await answered(sql, step);
      if (before !== null) return before;
      for (const statement of dialect.forLookups) await sql.run(statement);
      await mergeSeen(sql, dialect, runId, step.sequence);
      const scopes = await scopeIds(sql, target);
      await createGone(sql, dialect);
      const found = await findUnseen(sql, dialect, target, step, scopes);
      const ended = await endGone(sql, target, scopes, now);
      const isLast = dryRun || found < pieceSize;
      if (isLast) return await note(sql, step, { ...zeroCounts, deleted: deleted + ended }, []);
      // A run that did nothing else has no checkpoint yet to count in.
      if (!(await addDeleted(sql, runId, ended))) deleted += ended;
      return null;
    });
    if (result !== null) return result;
  }
  throw new Error('The reconciliation found ever more matches to end.');
}

/** @returns how many matches are in `gone`: at most a piece of them, where they are ended for good. */
async function findUnseen(
  sql: Sql,
  dialect: Dialect,
  { runId, dryRun }: LoadTarget,
  { sequence }: Step,
  { own }: ScopeIds,
): Promise<number> {
  const rest = dryRun
    ? 'AND m.crm_id NOT IN (SELECT c.crm_id FROM dry_claims c WHERE c.run_id = $1)'
    : `LIMIT ${pieceSize}`;
  return await sql.change(
    `INSERT INTO gone (scope_id, crm_id, record_id)
     WITH ${gapsBetweenSeen(dialect)}
     SELECT m.scope_id, m.crm_id, m.record_id
       FROM gaps g CROSS JOIN matches m
      WHERE m.scope_id = ${own} AND m.record_id > g.behind AND m.record_id < g.before ${rest}`,
    [runId, sequence],
  );
}

/** Ends the matches in `gone`; a dry run only notes what would be. @returns how many records are deleted by it. */
async function endGone(sql: Sql, target: LoadTarget, scopes: ScopeIds, now: Date): Promise<number> {
  if (target.dryRun) return await rehearseGone(sql, target, scopes);
  await sql.run('DELETE FROM matches WHERE (scope_id, crm_id) IN (SELECT g.scope_id, g.crm_id FROM gone g)');
  return await deleteOrphans(sql, target, scopes, 'SELECT record_id FROM gone', now.toISOString());
}

async function rehearseGone(sql: Sql, { runId }: LoadTarget, { ofObject }: ScopeIds): Promise<number> {
  await sql.run(
    `INSERT INTO dry_claims (run_id, crm_id) SELECT DISTINCT $1, g.crm_id FROM gone g WHERE true
     ON CONFLICT DO NOTHING`,
    [runId],
  );
  return await sql.change(
    `INSERT INTO dry_gone (run_id, record_id)
     SELECT DISTINCT $1, g.record_id FROM gone g
      WHERE NOT EXISTS (SELECT 1 FROM matches m
                         WHERE m.record_id = g.record_id AND m.scope_id IN (${ofObject})
                           AND (m.scope_id, m.crm_id) NOT IN (SELECT o.scope_id, o.crm_id FROM gone o))
     ON CONFLICT DO NOTHING`,
    [runId],
  );
}

async function createGone(sql: Sql, { temporary, columnTypes }: Dialect): Promise<void> {
  const { key, integer } = columnTypes;
  const columns = `scope_id ${integer}, crm_id ${key}, record_id ${integer}, PRIMARY KEY (scope_id, crm_id)`;
  for (const statement of temporary('gone', columns)) await sql.run(statement);
}
