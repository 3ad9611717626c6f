import { zeroCounts } from '../domain/run.ts';
import { storableText } from '../domain/mapping/json-text.ts';
import { addDeleted, answered, note } from './checkpoints.ts';
import type { Step } from './checkpoints.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import type { LoadResult, LoadTarget } from './hub.ts';
import { deleteOrphans } from './orphans.ts';
import { forgetScopes, formerScopeIds, formerTargets, hasFormer, scopeIds } from './scopes.ts';
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
    const deleted = await endGone(sql, target, scopes, step.now);
    return await note(sql, step, { ...zeroCounts, deleted }, []);
  });
}

/**
 * Takes the matches of this job whose records a full run has not seen, all those from before its connection, source
 * object or target changed, and the records left without any. In pieces: a filter that was narrowed may end a
 * million. A crash between two loses nothing, the rest is found again.
 */
export async function reconcile(database: HubDatabase, target: LoadTarget, step: Step): Promise<LoadResult> {
  const { dialect } = database;
  const { hubObject, runId, dryRun } = target;
  let deleted = 0;
  // A run that did nothing else has no checkpoint yet to count in.
  const count = async (sql: Sql, ended: number): Promise<void> => {
    if (dryRun || !(await addDeleted(sql, step, ended))) deleted += ended;
  };
  for (const former of await formerTargets(database, target)) {
    const from = { ...target, hubObject: former };
    await inPieces(() =>
      database.transact(former, async (sql) => {
        if ((await answered(sql, step)) !== null) return true;
        for (const statement of dialect.forLookups) await sql.run(statement);
        const scopes = await formerScopeIds(sql, from);
        await createGone(sql, dialect);
        const found = await findFormer(sql, from, scopes);
        await count(sql, dryRun ? await countGone(sql, scopes) : await endGone(sql, from, scopes, step.now));
        if (!dryRun && found >= pieceSize) return null;
        if (!dryRun) await forgetScopes(sql, scopes);
        return true;
      }),
    );
  }
  return await inPieces(() =>
    database.transact(hubObject, async (sql) => {
      const before = await answered(sql, step);
      if (before !== null) return before;
      for (const statement of dialect.forLookups) await sql.run(statement);
      await mergeSeen(sql, dialect, runId, step.sequence);
      const scopes = await scopeIds(sql, target);
      await createGone(sql, dialect);
      let found = await findUnseen(sql, dialect, target, step, scopes);
      if (!dryRun && found < pieceSize && hasFormer(scopes)) found += await findFormer(sql, target, scopes);
      const ended = await endGone(sql, target, scopes, step.now);
      if (!dryRun && found >= pieceSize) {
        await count(sql, ended);
        return null;
      }
      if (!dryRun) await forgetScopes(sql, scopes);
      return await note(sql, step, { ...zeroCounts, deleted: deleted + ended }, []);
    }),
  );
}

async function inPieces<T>(piece: () => Promise<T | null>): Promise<T> {
  for (let done = 0; done < piecesLimit; done += 1) {
    const result = await piece();
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
  { own, former }: ScopeIds,
): Promise<number> {
  // What a dry run has brought is not matched: a former match of it would not have been the last one.
  const which = dryRun ? `m.scope_id IN (${own}, ${former})` : `m.scope_id = ${own}`;
  const rest = dryRun
    ? 'AND m.crm_id NOT IN (SELECT c.crm_id FROM dry_claims c WHERE c.run_id = $1)'
    : `LIMIT ${pieceSize}`;
  return await sql.change(
    `INSERT INTO gone (scope_id, crm_id, record_id)
     WITH ${gapsBetweenSeen(dialect)}
     SELECT m.scope_id, m.crm_id, m.record_id
       FROM gaps g CROSS JOIN matches m
      WHERE ${which} AND m.record_id > g.behind AND m.record_id < g.before ${rest}`,
    [runId, sequence],
  );
}

/** @returns as `findUnseen`. */
async function findFormer(sql: Sql, { dryRun }: LoadTarget, { former }: ScopeIds): Promise<number> {
  return await sql.change(
    `INSERT INTO gone (scope_id, crm_id, record_id)
     SELECT m.scope_id, m.crm_id, m.record_id FROM matches m
      WHERE m.scope_id IN (${former}) ${dryRun ? '' : `LIMIT ${pieceSize}`}`,
  );
}

/** Ends the matches in `gone`; a dry run only notes what would be. @returns how many records are deleted by it. */
async function endGone(sql: Sql, target: LoadTarget, scopes: ScopeIds, now: Date): Promise<number> {
  if (target.dryRun) return await rehearseGone(sql, target, scopes);
  await sql.run('DELETE FROM matches WHERE (scope_id, crm_id) IN (SELECT g.scope_id, g.crm_id FROM gone g)');
  return await deleteOrphans(sql, target, scopes, 'SELECT record_id FROM gone', now.toISOString());
}

/** Records that nothing would match any more. */
async function countGone(sql: Sql, { ofObject }: ScopeIds): Promise<number> {
  const [row] = await sql.rows<{ number: number | string }>(
    `SELECT COUNT(DISTINCT g.record_id) AS number FROM gone g WHERE ${isUnmatched(ofObject)}`,
  );
  return Number(row?.number ?? 0);
}

/** SQL that holds where all matches of a record in `gone` are there. */
function isUnmatched(ofObject: string): string {
  return `NOT EXISTS (SELECT 1 FROM matches m
                       WHERE m.record_id = g.record_id AND m.scope_id IN (${ofObject})
                         AND (m.scope_id, m.crm_id) NOT IN (SELECT o.scope_id, o.crm_id FROM gone o))`;
}

async function rehearseGone(sql: Sql, { runId }: LoadTarget, { ofObject }: ScopeIds): Promise<number> {
  await sql.run(
    `INSERT INTO dry_claims (run_id, crm_id) SELECT DISTINCT $1, g.crm_id FROM gone g WHERE true
     ON CONFLICT DO NOTHING`,
    [runId],
  );
  return await sql.change(
    `INSERT INTO dry_gone (run_id, record_id)
     SELECT DISTINCT $1, g.record_id FROM gone g WHERE ${isUnmatched(ofObject)}
     ON CONFLICT DO NOTHING`,
    [runId],
  );
}

async function createGone(sql: Sql, { temporary, columnTypes }: Dialect): Promise<void> {
  const { key, integer } = columnTypes;
  const columns = `scope_id ${integer}, crm_id ${key}, record_id ${integer}, PRIMARY KEY (scope_id, crm_id)`;
  for (const statement of temporary('gone', columns)) await sql.run(statement);
}
