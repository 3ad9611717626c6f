import { requireOutbound } from '../../../domain/draft.ts';
import type { DraftProblem } from '../../../domain/draft-problem.ts';
import { rejectionWarnings } from '../../../domain/outbound/rejection-warnings.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { checkStoredDraft } from '../check-stored-draft.ts';
import { mappingErrors } from '../note-validated.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import { readyOutbound } from './ready-outbound.ts';

/** So many tell whether a mapping fits what the hub has; one that differs beyond them is told when it is sent. */
export const recordsLookedAt = 200;

/**
 * What the first hub records tell of an export's mapping: which rows of it would have a run reject some, as warnings
 * without a value. Types alone do not tell whether a picklist takes a text, or how long texts are. Nothing is told of a
 * mapping that has an error.
 *
 * @throws UserError `source_missing`, `target_missing`, `inbound_draft`; UserError, RetryableError, FatalError where the
 *   CRM cannot be asked.
 */
export async function misfits(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<readonly DraftProblem[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { problems } = await checkStoredDraft(deps, draft);
  if (mappingErrors(problems).length > 0) return [];
  const { compiled, first } = await readyOutbound(deps, context, draft);
  const { records, next } = await first(recordsLookedAt);
  return rejectionWarnings(requireOutbound(draft), compiled, { records, areAll: next === null });
}
