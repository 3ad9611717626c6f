import { zeroCounts } from '../domain/run.ts';
import { answered, note } from './checkpoints.ts';
import type { Step } from './checkpoints.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import type { LoadResult, LoadTarget } from './hub.ts';
import { deleteOrphans } from './orphans.ts';
import { scopeIds } from './scopes.ts';
import type { ScopeIds } from './scopes.ts';

/** Takes the matches of CRM records that are gone, whichever job made them, and the records left without any. */
export async function applyDeletes(
  database: HubDatabase,
  target: LoadTarget,
  step: Step,
  crmIds: readonly string[],
  now: Date,
): Promise<LoadResult> {
  const { dialect } = database;
  return await remove(database, target, step, now, async (sql, { same }) => {
    for (const statement of dialect.forLookups) await sql.run(statement);
    await sql.run(
      `INSERT INTO gone (scope_id, crm_id, record_id)
       SELECT scope_id, crm_id, record_id FROM matches
        WHERE scope_id IN (${same})
          AND crm_id IN (SELECT ${dialect.eachText} FROM ${dialect.unpackTexts('$1')})`,
      [JSON.stringify(crmIds)],
    );
  });
}

/** Takes the matches of this job that a full run has not seen, and the records left without any. */
export async function reconcile(
  database: HubDatabase,
  target: LoadTarget,
  step: Step,
  now: Date,
): Promise<LoadResult> {
  const { dialect } = database;
  return await remove(database, target, step, now, async (sql, { own }) => {
    const { key } = dialect.columnTypes;
    for (const statement of dialect.temporary('seen', `crm_id ${key} PRIMARY KEY`)) await sql.run(statement);
    await sql.run(
      `INSERT INTO seen (crm_id)
       SELECT DISTINCT ${dialect.eachText} FROM run_batches b, ${dialect.unpackTexts('b.seen')}
        WHERE b.run_id = $1 AND b.seen IS NOT NULL`,
      [target.runId],
    );
    await sql.run(
      `INSERT INTO gone (scope_id, crm_id, record_id)
       SELECT m.scope_id, m.crm_id, m.record_id FROM matches m
        WHERE m.scope_id = ${own} AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.crm_id = m.crm_id)`,
    );
  });
}

async function remove(
  database: HubDatabase,
  target: LoadTarget,
  step: Step,
  now: Date,
  findGone: (sql: Sql, scopes: ScopeIds) => Promise<void>,
): Promise<LoadResult> {
  const { dialect } = database;
  const deleteGone = async (sql: Sql): Promise<number> => {
    const scopes = await scopeIds(sql, target);
    await createGone(sql, dialect);
    await findGone(sql, scopes);
    await sql.run(
      `DELETE FROM matches WHERE EXISTS (SELECT 1 FROM gone g
         WHERE g.scope_id = matches.scope_id AND g.crm_id = matches.crm_id)`,
    );
    return await deleteOrphans(sql, target, scopes, 'SELECT record_id FROM gone', now.toISOString());
  };
  // A dry run does it and takes it back.
  const wouldDelete = target.dryRun ? await database.tryOut(deleteGone) : 0;
  return await database.transact(async (sql) => {
    const before = await answered(sql, step);
    if (before !== null) return before;
    const deleted = target.dryRun ? wouldDelete : await deleteGone(sql);
    return await note(sql, step, { ...zeroCounts, deleted }, []);
  });
}

async function createGone(sql: Sql, { temporary, columnTypes }: Dialect): Promise<void> {
  const { key, integer } = columnTypes;
  const columns = `scope_id ${integer}, crm_id ${key}, record_id ${integer}, PRIMARY KEY (scope_id, crm_id)`;
  for (const statement of temporary('gone', columns)) await sql.run(statement);
}
