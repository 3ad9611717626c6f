import type { Place } from '../domain/outgoing.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

/** Where in Slack the progress of a run is told; null where it is not. */
export async function runProgress(
  deps: OperationDeps,
  context: OperationContext,
  { runId }: { readonly runId: string },
): Promise<Place | null> {
  authorize(context, 'viewer', 'see runs');
  return await (await deps.store()).outbox.progressOf(runId);
}
