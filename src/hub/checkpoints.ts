import { FatalError } from '../domain/errors.ts';
import { addCounts, maxBatchesInFlight, zeroCounts } from '../domain/run.ts';
import type { RunCounts } from '../domain/run.ts';
import type { HubDatabase, Sql } from './dialect.ts';
import type { LoadReject, LoadResult, RunCheckpoint } from './hub.ts';

interface CheckpointRow {
  readonly sequence: number;
  readonly counts: string;
  readonly checkpoint: string;
}

const checkpointOf = 'SELECT sequence, counts, checkpoint FROM run_checkpoints WHERE run_id = $1';
const rejectsOf =
  'SELECT sequence, rejects FROM run_batches WHERE run_id = $1 AND rejects IS NOT NULL ORDER BY sequence';

/** What a step of a run adds to its checkpoint. */
export interface Step {
  readonly runId: string;
  readonly sequence: number;
  readonly checkpoint: unknown;
}

/**
 * The answer to a step that is in already, or null where it is next.
 * @throws FatalError for one that is neither, which is a bug of the caller.
 */
export async function answered(sql: Sql, { runId, sequence }: Step): Promise<LoadResult | null> {
  const [row] = await sql.rows<CheckpointRow>(checkpointOf, [runId]);
  const last = row?.sequence ?? 0;
  if (sequence === last + 1) return null;
  if (sequence > last || row === undefined) {
    throw new FatalError(`Batch ${sequence} of the run came after batch ${last}.`, { code: 'batch_order' });
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
  await sql.run(
    `INSERT INTO run_checkpoints (run_id, sequence, counts, checkpoint) VALUES ($1, $2, $3, $4)
     ON CONFLICT (run_id) DO UPDATE
       SET sequence = excluded.sequence, counts = excluded.counts, checkpoint = excluded.checkpoint`,
    [step.runId, step.sequence, JSON.stringify(total), JSON.stringify(step.checkpoint)],
  );
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
export async function addDeleted(sql: Sql, runId: string, deleted: number): Promise<boolean> {
  const [row] = await sql.rows<CheckpointRow>(checkpointOf, [runId]);
  if (row === undefined) return false;
  const total = addCounts(parseCounts(row), { ...zeroCounts, deleted });
  await sql.run('UPDATE run_checkpoints SET counts = $2 WHERE run_id = $1', [runId, JSON.stringify(total)]);
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

export async function clearCheckpoint(database: HubDatabase, runId: string): Promise<void> {
  await database.transact(null, async (sql) => {
    for (const table of ['run_checkpoints', 'run_batches', 'dry_claims', 'dry_gone']) {
      await sql.run(`DELETE FROM ${table} WHERE run_id = $1`, [runId]);
    }
  });
}

function parseCounts({ counts }: CheckpointRow): RunCounts {
  return JSON.parse(counts) as RunCounts;
}

function parseRejects(rejects: string | null): readonly LoadReject[] {
  return rejects === null ? [] : (JSON.parse(rejects) as LoadReject[]);
}
