import { addCounts } from '../domain/run.ts';
import { answered, note } from './checkpoints.ts';
import { decideOutcomes, findHolders } from './conflicts.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import type { LoadBatch, LoadResult, LoadTarget } from './hub.ts';
import { findClaims, recall, rehearse } from './rehearsal.ts';
import { rejectsOf } from './reject-words.ts';
import { resolveUserNames } from './resolve-user-names.ts';
import { scopeIds } from './scopes.ts';
import type { ScopeIds } from './scopes.ts';
import { noteSeen } from './seen.ts';
import { createStaged, isNamedByName, stage } from './staged.ts';
import { nothingStaged, survey, tally } from './survey.ts';
import type { Survey } from './survey.ts';
import { write } from './write.ts';
import type { Written } from './write.ts';

/** Loads a batch and notes the checkpoint, in one transaction. A batch that is in already is answered again. */
export async function load(
  database: HubDatabase,
  target: LoadTarget,
  batch: LoadBatch,
  now: Date,
): Promise<LoadResult> {
  const { dialect } = database;
  return await database.transact(target.hubObject, async (sql) => {
    const step = { runId: target.runId, sequence: batch.sequence, checkpoint: batch.checkpoint };
    const before = await answered(sql, step);
    if (before !== null) return before;
    for (const statement of dialect.forLookups) await sql.run(statement);
    const scopes = await scopeIds(sql, target);
    await createStaged(sql, dialect);
    const found = batch.rowCount === 0 ? nothingStaged : await decide(sql, dialect, target, batch, scopes);
    const { deleted, recordId } = await keep(sql, target, scopes, found, now.toISOString());
    const tallied = await tally(sql, recordId);
    if (target.isFull) {
      const seen = { recordId, moved: found.moved, tally: tallied };
      await noteSeen(sql, dialect, target, batch, scopes, seen);
    }
    const { outcomes } = tallied;
    const rejects = outcomes.rejected === 0 ? [] : await rejectsOf(sql, target);
    const counts = addCounts(batch.countsBefore, { read: batch.rowCount, ...outcomes, deleted });
    return await note(sql, step, counts, rejects);
  });
}

async function decide(
  sql: Sql,
  dialect: Dialect,
  target: LoadTarget,
  batch: LoadBatch,
  scopes: ScopeIds,
): Promise<Survey> {
  await stage(sql, dialect, target, batch, scopes);
  if (target.dryRun) await recall(sql, target);
  if (isNamedByName(target)) await resolveUserNames(sql, dialect, target);
  const found = await survey(sql);
  if (found.open > 0) {
    await findHolders(sql, target, scopes);
    if (target.dryRun) await findClaims(sql, target);
    await decideOutcomes(sql, target);
  }
  return found;
}

async function keep(
  sql: Sql,
  target: LoadTarget,
  scopes: ScopeIds,
  found: Survey,
  now: string,
): Promise<Written> {
  if (!target.dryRun) return await write(sql, target, scopes, found, now);
  return { deleted: await rehearse(sql, target, scopes), recordId: 'record_id' };
}
