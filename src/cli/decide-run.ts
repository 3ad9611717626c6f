import type { ExitStatus } from './exit-status.ts';
import { exitStatus } from './exit-status.ts';
import { withApp } from './command.ts';
import { print } from './output.ts';

/** `crosswalk approve RUN`: the bot goes on with it, or the next `crosswalk run` of its job. */
export async function approve(runId: string): Promise<ExitStatus> {
  return await withApp(async ({ app, context }) => {
    const run = await app.operations.approveRun(context(), { runId });
    print(`Run ${run.id} is approved. The bot goes on with it; where none runs, crosswalk run does.`);
    return exitStatus.done;
  });
}

/** `crosswalk reject RUN`: it has ended, with nothing written. */
export async function reject(runId: string): Promise<ExitStatus> {
  return await withApp(async ({ app, context }) => {
    const run = await app.operations.rejectRun(context(), { runId });
    print(`Run ${run.id} is rejected. Nothing was written.`);
    return exitStatus.done;
  });
}
