import { sourceQuery } from '../../engine/source-query.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm, crmDeadlineMs } from './ask-crm.ts';
import { authorizeDrafts, ownDraft, sourceOf } from './own-draft.ts';

export interface CountRecordsInput {
  readonly draft: string;
  /** In place of the draft's own. */
  readonly filter?: string;
  /** How long a person waits for it. */
  readonly deadlineMs?: number;
}

/**
 * How many records of a draft's source pass its filter now.
 *
 * @throws UserError where the filter is wrong, with its position; UserError, RetryableError, FatalError where the CRM
 *   cannot be asked.
 */
export async function countRecords(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, filter: given, deadlineMs = crmDeadlineMs }: CountRecordsInput,
): Promise<number> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, object, ...source } = sourceOf(draft);
  const filter = given ?? source.filter;
  return await askCrm(
    deps,
    connectionId,
    async (client, signal) => client.count(await sourceQuery(client, { object, filter }, []), null, signal),
    deadlineMs,
  );
}
