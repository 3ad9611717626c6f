import type { DraftProblem } from '../../../domain/draft-problem.ts';
import type { JobDraft } from '../../../domain/draft.ts';
import { rejectionWarnings } from '../../../domain/outbound/rejection-warnings.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { readyOutbound } from './ready-outbound.ts';

/** So many tell whether a mapping fits what the hub has; one that differs beyond them is told when it is sent. */
export const recordsLookedAt = 200;

/**
 * What the first records tell of a mapping in which no error was found: which rows of it would have a run reject some,
 * as warnings without a value. Types alone do not tell whether a picklist takes a text, or how long texts are.
 *
 * @throws as `readyOutbound`.
 */
export async function misfits(
  deps: OperationDeps,
  context: OperationContext,
  draft: JobDraft,
): Promise<readonly DraftProblem[]> {
  const { compiled, first } = await readyOutbound(deps, context, draft);
  const records = await first(recordsLookedAt);
  return rejectionWarnings(draft, compiled, { records, areAll: records.length < recordsLookedAt });
}
