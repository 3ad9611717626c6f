import type { Run } from '../domain/run.ts';

/**
 * Why a run is asked to stop; the `reason` of its AbortSignal.
 *
 * - `cancelled`: a person asked. The executor stores the outcome `cancelled`.
 * - `shutdown`: this process ends. The executor stops between batches and stores no outcome: the scheduler puts
 *   the run back in the queue, where it goes on from its checkpoint.
 * - `lost`: another instance took the run over. The executor stops at once; whatever it stored would be refused.
 */
export type StopReason = 'cancelled' | 'shutdown' | 'lost';

/** What executes a claimed run: worker threads in production (worker-threads.ts). */
export interface RunExecutor {
  /**
   * Resolves when the run has ended: its outcome is stored, or it stopped as `signal.reason` (a StopReason)
   * asks. A run that fails in a way someone can explain (credentials, a limit, a changed field) is an outcome,
   * not a rejection. Rejects on a bug or a crashed worker: the scheduler then resumes the run once and fails it
   * the second time.
   */
  execute(run: Run, signal: AbortSignal): Promise<void>;
}
