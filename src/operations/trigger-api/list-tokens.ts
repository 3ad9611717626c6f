import type { ApiToken } from '../../domain/api-token.ts';
import type { Job } from '../../domain/job.ts';
import { findJob } from '../find-job.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface ListedTokens {
  readonly job: Job;
  /** Those for this job and those for all, by name; also such as have expired. */
  readonly tokens: readonly ApiToken[];
}

/** The tokens by which a job can be started. @throws UserError `unknown_job` */
export async function listTokens(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId }: { readonly job: string },
): Promise<ListedTokens> {
  authorize(context, 'admin', 'see tokens');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  return { job, tokens: await store.tokens.list(job.id) };
}
