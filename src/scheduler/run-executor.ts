import type { Run } from '../domain/run.ts';

export type { StopReason } from '../domain/run.ts';

/** What executes a claimed run: worker threads in production (worker-executor.ts). */
export interface RunExecutor {
  /**
   * Resolves when the run has ended: its outcome is stored, or it stopped as `signal.reason` (a StopReason)
   * asks. A run that fails in a way someone can explain (credentials, a limit, a changed field) is an outcome,
   * not a rejection. Rejects on a bug or a crashed worker: the scheduler then resumes the run once and fails it
   * the second time.
   */
  execute(run: Run, signal: AbortSignal): Promise<void>;
}
