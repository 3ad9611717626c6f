import { UserError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** How a run stands now. @throws UserError where there is none of that id. */
export async function showRun(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<Run> {
  authorize(context, 'viewer', 'see runs');
  const run = await (await deps.store()).runs.byId(runId);
  if (run !== null) return run;
  throw new UserError(`There is no run ${runId}. It may have been deleted after its time was up.`, {
    code: 'unknown_run',
  });
}
