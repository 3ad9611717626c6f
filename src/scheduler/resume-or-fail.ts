import type { Run, RunError } from '../domain/run.ts';
import type { QueuedRuns } from '../store/team-store.ts';
import type { RunQueue } from './run-queue.ts';

/** A run that ended without an outcome is executed once more, and no more. */
const maxAttempts = 2;

/** `not held`: someone else has seen to it. */
export type Aftermath = 'resumed' | 'failed' | 'not held';

/** Puts a run that was interrupted back into the queue; one that was interrupted before fails with `error`. */
export async function resumeOrFail(
  run: Run,
  error: RunError,
  { queue, runs, now }: { readonly queue: RunQueue; readonly runs: QueuedRuns; readonly now: () => Date },
): Promise<Aftermath> {
  if (run.attempt < maxAttempts) return (await queue.requeue(run)) ? 'resumed' : 'not held';
  return (await endRun(run, 'failed', error, { runs, now })) ? 'failed' : 'not held';
}

/**
 * Ends a run in place of its executor, with the counts that it last stored. The cursor stays where it is.
 * Returns false where the run is not held as `run` says.
 */
export async function endRun(
  run: Run,
  status: 'failed' | 'cancelled',
  error: RunError | null,
  { runs, now }: { readonly runs: QueuedRuns; readonly now: () => Date },
): Promise<boolean> {
  const stored = await runs.byId(run.id);
  if (stored === null || run.owner === null) return false;
  const { counts, files } = stored;
  const outcome = { status, counts, error, files, finishedAt: now(), cursor: null };
  return runs.finish(run.id, run.owner, run.attempt, outcome);
}
