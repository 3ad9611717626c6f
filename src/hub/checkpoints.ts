import { FatalError } from '../domain/errors.ts';
import { addCounts, maxBatchesInFlight, zeroCounts } from '../domain/run.ts';
import type { RunCounts } from '../domain/run.ts';
import type { HubDatabase, Sql } from './dialect.ts';
import { attemptOver } from './hub.ts';
import type { LoadReject, LoadResult, RunCheckpoint, RunStart, RunWithCheckpoint } from './hub.ts';

interface CheckpointRow {
  readonly attempt: number;
  readonly sequence: number;
  readonly counts: string;
  readonly checkpoint: string;
}

const checkpointOf = 'SELECT attempt, sequence, counts, checkpoint FROM run_checkpoints WHERE run_id = $1';
const rejectsOf =
  'SELECT sequence, rejects FROM run_batches WHERE run_id = $1 AND rejects IS NOT NULL ORDER BY sequence';

/** What a step of a run adds to its checkpoint. */
export interface Step {
  readonly runId: string;
  readonly attempt: number;
  readonly sequence: number;
  readonly checkpoint: unknown;
  readonly now: Date;
}

/**
 * The answer to a step that is in already, or null where it is next.
 * @throws FatalError `attemptOver` where a later attempt has the run, and for a step that is neither in nor next,
 * which is a bug of the caller.
 */
export async function answered(sql: Sql, { runId, attempt, sequence }: Step): Promise<LoadResult | null> {
  const [row] = await sql.rows<CheckpointRow>(checkpointOf, [runId]);
  if (row !== undefined && row.attempt > attempt) throw laterAttempt();
  const last = row?.sequence ?? 0;
  if (sequence === last + 1) return null;
  if (sequence > last || row === undefined) {
    throw new FatalError(
      `Batch ${sequence} of the run came after batch ${last}. Run the job again: it reads anew.`,
      { code: 'batch_order' },
    );
  }
  const [batch] = await sql.rows<{ rejects: string | null }>(
    'SELECT rejects FROM run_batches WHERE run_id = $1 AND sequence = $2',
    [runId, sequence],
  );
  return { counts: parseCounts(row), rejects: parseRejects(batch?.rejects ?? null) };
}

/** Notes a step as done, in the transaction that did it. */
export async function note(
  sql: Sql,
  step: Step,
  counts: RunCounts,
  rejects: readonly LoadReject[],
): Promise<LoadResult> {
  const [row] = await sql.rows<CheckpointRow>(checkpointOf, [step.runId]);
  const total = addCounts(row === undefined ? zeroCounts : parseCounts(row), counts);
  await put(sql, step, total);
  if (rejects.length > 0) {
    await sql.run(
      `INSERT INTO run_batches (run_id, sequence, rejects) VALUES ($1, $2, $3)
       ON CONFLICT (run_id, sequence) DO UPDATE SET rejects = excluded.rejects`,
      [step.runId, step.sequence, JSON.stringify(rejects)],
    );
  }
  if (total.rejected === 0) return { counts: total, rejects };
  await sql.run(
    'UPDATE run_batches SET rejects = NULL WHERE run_id = $1 AND sequence <= $2 AND rejects IS NOT NULL',
    [step.runId, step.sequence - maxBatchesInFlight],
  );
  return { counts: total, rejects };
}

/** Counts what a step has done so far, before it is done. @returns false where the run has no checkpoint yet. */
export async function addDeleted(sql: Sql, { runId, attempt }: Step, deleted: number): Promise<boolean> {
  const [row] = await sql.rows<CheckpointRow>(checkpointOf, [runId]);
  if (row === undefined) return false;
  const total = addCounts(parseCounts(row), { ...zeroCounts, deleted });
  const kept = await sql.change(
    'UPDATE run_checkpoints SET counts = $2 WHERE run_id = $1 AND attempt <= $3',
    [runId, JSON.stringify(total), attempt],
  );
  if (kept === 0) throw laterAttempt();
  return true;
}

export async function checkpointOfRun(database: HubDatabase, runId: string): Promise<RunCheckpoint | null> {
  const [row] = await database.read<CheckpointRow>(checkpointOf, [runId]);
  if (row === undefined) return null;
  const batches = await database.read<{ sequence: number; rejects: string }>(rejectsOf, [runId]);
  return {
    sequence: row.sequence,
    counts: parseCounts(row),
    checkpoint: JSON.parse(row.checkpoint) as unknown,
    rejects: batches.map(({ sequence, rejects }) => ({ sequence, rejects: parseRejects(rejects) })),
  };
}

export async function takeCheckpoint(
  database: HubDatabase,
  given: Pick<Step, 'runId' | 'attempt' | 'now'>,
): Promise<RunCheckpoint | null> {
  await database.transact(null, async (sql) => {
    const [row] = await sql.rows<CheckpointRow>(checkpointOf, [given.runId]);
    if (row === undefined) {
      await put(sql, { ...given, ...nothing }, zeroCounts);
      return;
    }
    const taken = await sql.change(
      'UPDATE run_checkpoints SET attempt = $2 WHERE run_id = $1 AND attempt <= $2',
      [given.runId, given.attempt],
    );
    if (taken === 0) throw laterAttempt();
  });
  const checkpoint = await checkpointOfRun(database, given.runId);
  return checkpoint?.sequence === nothing.sequence ? null : checkpoint;
}

export async function restart(
  database: HubDatabase,
  given: Pick<Step, 'runId' | 'attempt' | 'now'>,
  start: RunStart | null,
): Promise<void> {
  await database.transact(null, async (sql) => {
    const step = start === null ? nothing : { sequence: startSequence, checkpoint: start.checkpoint };
    await put(sql, { ...given, ...step }, start?.counts ?? zeroCounts);
    await clear(sql, given.runId, tablesOfRun);
  });
}

export async function clearCheckpoint(database: HubDatabase, runId: string): Promise<void> {
  await database.transact(null, (sql) => clear(sql, runId, ['run_checkpoints', ...tablesOfRun]));
}

export async function runsWithCheckpoint(database: HubDatabase): Promise<readonly RunWithCheckpoint[]> {
  const rows = await database.read<{ run_id: string; noted_at: string }>(
    'SELECT run_id, noted_at FROM run_checkpoints ORDER BY run_id',
  );
  return rows.map((row) => ({
    runId: row.run_id,
    notedAt: new Date(row.noted_at === '' ? 0 : row.noted_at),
  }));
}

/** Where a run stands that has done nothing yet. */
const nothing = { sequence: 0, checkpoint: null };
/** Of a run that begins with something: what follows is its second step. */
const startSequence = 1;
const tablesOfRun = ['run_batches', 'dry_claims', 'dry_gone'];

async function clear(sql: Sql, runId: string, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql.run(`DELETE FROM ${table} WHERE run_id = $1`, [runId]);
}

/** An attempt that took the run since is seen even where its transaction ended while this one was under way. */
async function put(sql: Sql, step: Step, counts: RunCounts): Promise<void> {
  const kept = await sql.change(
    `INSERT INTO run_checkpoints (run_id, attempt, sequence, counts, checkpoint, noted_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (run_id) DO UPDATE
       SET attempt = excluded.attempt, sequence = excluded.sequence, counts = excluded.counts,
           checkpoint = excluded.checkpoint, noted_at = excluded.noted_at
     WHERE run_checkpoints.attempt <= excluded.attempt`,
    [
      step.runId,
      step.attempt,
      step.sequence,
      JSON.stringify(counts),
      JSON.stringify(step.checkpoint),
      step.now.toISOString(),
    ],
  );
  if (kept === 0) throw laterAttempt();
}

function laterAttempt(): FatalError {
  return new FatalError('A later attempt goes on with this run.', { code: attemptOver });
}

function parseCounts({ counts }: CheckpointRow): RunCounts {
  return JSON.parse(counts) as RunCounts;
}

function parseRejects(rejects: string | null): readonly LoadReject[] {
  return rejects === null ? [] : (JSON.parse(rejects) as LoadReject[]);
}
