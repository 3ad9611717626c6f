import { addCounts, zeroCounts } from '../domain/run.ts';
import { answered, note } from './checkpoints.ts';
import type { Step } from './checkpoints.ts';
import { decideOutcomes, findHolders } from './conflicts.ts';
import { decideContests } from './contests.ts';
import type { Dialect, HubDatabase, Sql } from './dialect.ts';
import type { LoadBatch, LoadReject, LoadResult, LoadTarget } from './hub.ts';
import { findClaims, recall, rehearse } from './rehearsal.ts';
import { rejectsOf } from './reject-words.ts';
import { resolveUserNames } from './resolve-user-names.ts';
import { putAside, roundsOf } from './rounds.ts';
import type { Round } from './rounds.ts';
import { scopeIds } from './scopes.ts';
import type { ScopeIds } from './scopes.ts';
import { createSeenIds, gatherSeen, noteGathered, noteSeen } from './seen.ts';
import { allRows, createStaged, isNamedByName, stage, waitingRows } from './staged.ts';
import type { RowsToStage } from './staged.ts';
import { nothingStaged, survey, tally } from './survey.ts';
import type { Survey, Tally } from './survey.ts';
import { write } from './write.ts';
import type { Written } from './write.ts';

/** Loads a batch and notes the checkpoint, in one transaction. A batch that is in already is answered again. */
export async function load(
  database: HubDatabase,
  target: LoadTarget,
  batch: LoadBatch,
  step: Step,
): Promise<LoadResult> {
  const { dialect } = database;
  return await database.transact(target.hubObject, async (sql) => {
    const before = await answered(sql, step);
    if (before !== null) return before;
    for (const statement of dialect.forLookups) await sql.run(statement);
    const scopes = await scopeIds(sql, target);
    await createStaged(sql, dialect);
    const loading = { sql, dialect, target, scopes, now: step.now.toISOString() };
    const { counts, rejects } = await loadRows(loading, batch);
    const read = { ...batch.countsBefore, read: batch.countsBefore.read + batch.rowCount };
    return await note(sql, step, addCounts(read, counts), rejects);
  });
}

interface Loading {
  readonly sql: Sql;
  readonly dialect: Dialect;
  readonly target: LoadTarget;
  readonly scopes: ScopeIds;
  /** ISO 8601. */
  readonly now: string;
}

async function loadRows(loading: Loading, batch: LoadBatch): Promise<LoadResult> {
  const { sql, dialect, target, scopes } = loading;
  let found = batch.rowCount === 0 ? nothingStaged : await look(loading, allRows(dialect, batch));
  const [first, ...later] = await roundsOf(sql, target, batch, found, scopes);
  if (later.length === 0) {
    const { recordId, tallied, ...result } = await loadStaged(loading, found, first);
    if (target.isFull) {
      await noteSeen(sql, dialect, target, batch, scopes, { recordId, moved: found.moved, tally: tallied });
    }
    return result;
  }

  if (target.isFull) await createSeenIds(sql, dialect);
  await putAside(sql, dialect, batch, later);
  found = await survey(sql);
  let counts = zeroCounts;
  const rejects: LoadReject[] = [];
  for (const round of [first, ...later]) {
    if (round !== first) {
      await sql.run('DELETE FROM staged');
      found = await look(loading, waitingRows(round.all));
    }
    const { recordId, ...result } = await loadStaged(loading, found, round);
    counts = addCounts(counts, result.counts);
    rejects.push(...result.rejects);
    if (target.isFull) await gatherSeen(sql, { recordId, moved: found.moved });
  }
  if (target.isFull) await noteGathered(sql, dialect, target, batch, scopes);
  return { counts, rejects };
}

/** Stages rows and finds out what they need. */
async function look({ sql, dialect, target, scopes }: Loading, rows: RowsToStage): Promise<Survey> {
  await stage(sql, dialect, target, scopes, rows);
  if (target.dryRun) await recall(sql, target);
  if (isNamedByName(target)) await resolveUserNames(sql, dialect, target);
  return await survey(sql);
}

/** Decides what becomes of the staged rows, and does it. */
async function loadStaged(
  { sql, dialect, target, scopes, now }: Loading,
  found: Survey,
  { contests }: Round,
): Promise<LoadResult & { readonly recordId: string; readonly tallied: Tally }> {
  if (found.open > 0) {
    await findHolders(sql, target, scopes);
    if (target.dryRun) await findClaims(sql, target);
  }
  const overtaken = contests.length === 0 ? zeroCounts : await decideContests(sql, dialect, target, contests);
  if (found.open > 0 || contests.length > 0) await decideOutcomes(sql, target);
  const { deleted, recordId } = await keep(sql, target, scopes, found, now);
  const tallied = await tally(sql, recordId);
  const { outcomes } = tallied;
  const rejects = outcomes.rejected === 0 ? [] : await rejectsOf(sql, target);
  return {
    counts: addCounts({ ...zeroCounts, ...outcomes, deleted }, overtaken),
    rejects,
    recordId,
    tallied,
  };
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
