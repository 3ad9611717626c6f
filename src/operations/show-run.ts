import { UserError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { describeOwner, isThisProcess } from '../scheduler/owner.ts';
import { authorizeFor } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ShownRun extends Run {
  /** Who executes it, for people; null where nobody does at the moment. */
  readonly executor: { readonly name: string; readonly isHere: boolean } | null;
}

/** How a run stands now. @throws UserError where there is none of that id. */
export async function showRun(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<ShownRun> {
  const run = await (await deps.store()).runs.byId(runId);
  authorizeFor(context, run?.jobId ?? null, 'viewer', 'see runs');
  if (run !== null) {
    const { owner } = run;
    const executor = owner === null ? null : { name: describeOwner(owner), isHere: isThisProcess(owner) };
    return { ...run, executor };
  }
  throw new UserError(`There is no run ${runId}. It may have been deleted after its time was up.`, {
    code: 'unknown_run',
  });
}
