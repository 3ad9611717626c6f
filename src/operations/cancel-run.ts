import { UserError } from '../domain/errors.ts';
import { isActive } from '../domain/run.ts';
import type { Run } from '../domain/run.ts';
import { auditEntry, authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/**
 * Cancels a run that waits, and asks the one who executes it to stop a run in progress, which happens between two
 * batches. What was loaded stays.
 *
 * @throws UserError where there is no such run, or it has ended.
 */
export async function cancelRun(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<Run> {
  authorize(context, 'operator', 'cancel a run');
  const store = await deps.store();
  const run = await store.runs.byId(runId);
  if (run === null) {
    throw new UserError(`There is no run ${runId}. The history of its job lists those that there are.`, {
      code: 'unknown_run',
    });
  }
  const entry = auditEntry(context, {
    operation: 'cancel-run',
    subject: run.jobId,
    before: { run: runId, status: run.status },
    after: null,
  });
  const isAsked = isActive(run.status) && (await ask());
  if (!isAsked) {
    const ended = await store.runs.byId(runId);
    throw new UserError(`Run ${runId} has ended already: it is ${(ended ?? run).status}.`, {
      code: 'run_ended',
    });
  }
  deps.wake();
  return (await store.runs.byId(runId)) ?? run;

  /** It may be taken from the queue, or put back, between the two questions: asked once more, in both ways. */
  async function ask(): Promise<boolean> {
    for (let tries = 1; tries <= askTries; tries += 1) {
      if (await store.runs.cancelQueued(runId, context.now, entry)) return true;
      if (await store.runs.requestCancel(runId, entry)) return true;
    }
    return false;
  }
}

const askTries = 2;
