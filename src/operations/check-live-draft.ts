/** Whether a draft works with the CRM and the hub as they are now: the one check for files, wizard and assistant. */
import type { CrmClient } from '../connectors/connector.ts';
import type { DraftCheck } from '../domain/draft-check-mapping.ts';
import { checkDraft, draftPaths } from '../domain/draft-check.ts';
import { problemAt } from '../domain/draft-problem.ts';
import type { DraftContext, DraftProblem } from '../domain/draft-problem.ts';
import type { JobDraft } from '../domain/draft.ts';
import { UserError } from '../domain/errors.ts';
import { crmObjectOf } from '../domain/job-ends.ts';

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
    const schema = await client.loadSchema(crmObjectOf(draft) ?? '', draftPaths(draft));
    return checkDraft(draft, { schema, ...against });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { problems } = checkDraft(draft, { schema: null, ...against });
    return { problems: [notDescribed(draft, error.message), ...problems], newAttributes: [] };
  }
}

/** Of what the CRM says of its own object. */
export function notDescribed({ direction }: JobDraft, message: string): DraftProblem {
  const part = direction === 'inbound' ? 'source' : 'target';
  return problemAt([part, 'object'], 'not_described', message);
}
