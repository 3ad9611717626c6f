/** Whether a draft works with the CRM and the hub as they are now: the one check for files, wizard and assistant. */
import type { CrmClient } from '../connectors/connector.ts';
import type { DraftCheck } from '../domain/draft-check-mapping.ts';
import { checkDraft, draftPaths } from '../domain/draft-check.ts';
import { problemAt } from '../domain/draft-problem.ts';
import type { DraftContext, DraftProblem } from '../domain/draft-problem.ts';
import type { JobDraft } from '../domain/draft.ts';
import { UserError } from '../domain/errors.ts';

/**
 * An object that is not there is a problem of the draft.
 *
 * @throws RetryableError, FatalError where the CRM cannot be asked.
 */
export async function checkLiveDraft(
  client: Pick<CrmClient, 'loadSchema'>,
  draft: JobDraft,
  against: Omit<DraftContext, 'schema'>,
): Promise<DraftCheck> {
  try {
    const schema = await client.loadSchema(draft.source.object ?? '', draftPaths(draft));
    return checkDraft(draft, { schema, ...against });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { problems } = checkDraft(draft, { schema: null, ...against });
    return { problems: [notDescribed(error.message), ...problems], newAttributes: [] };
  }
}

export function notDescribed(message: string): DraftProblem {
  return problemAt(['source', 'object'], 'not_described', message);
}
