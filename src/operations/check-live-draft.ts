/** Whether a draft works with the CRM and the hub as they are now: the one check for files, wizard and assistant. */
import type { CrmClient } from '../connectors/connector.ts';
import type { DraftCheck } from '../domain/draft-check-mapping.ts';
import { checkDraft, draftPaths } from '../domain/draft-check.ts';
import { filterProblems } from '../domain/draft-check-filter.ts';
import { problemAt, problemOfError } from '../domain/draft-problem.ts';
import type { DraftContext, DraftProblem } from '../domain/draft-problem.ts';
import type { JobDraft } from '../domain/draft.ts';
import { UserError } from '../domain/errors.ts';
import { checkFilter } from '../domain/filter/check.ts';
import { parseFilter } from '../domain/filter/parse.ts';
import { crmObjectOf } from '../domain/job-ends.ts';
import type { SourceSchema } from '../domain/source-schema.ts';

/**
 * An object that is not there is a problem of the draft.
 *
 * @throws RetryableError, FatalError where the CRM cannot be asked.
 */
export async function checkLiveDraft(
  client: Pick<CrmClient, 'loadSchema' | 'checkFilter'>,
  draft: JobDraft,
  against: Omit<DraftContext, 'schema'>,
): Promise<DraftCheck> {
  try {
    const schema = await client.loadSchema(crmObjectOf(draft) ?? '', draftPaths(draft));
    const check = checkDraft(draft, { schema, ...against });
    return { ...check, problems: [...check.problems, ...unsayable(client, draft, schema)] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { problems } = checkDraft(draft, { schema: null, ...against });
    return { problems: [notDescribed(draft, error.message), ...problems], newAttributes: [] };
  }
}

/** What the filter language can say and the CRM's own cannot. */
function unsayable(
  client: Pick<CrmClient, 'checkFilter'>,
  draft: JobDraft,
  schema: SourceSchema,
): DraftProblem[] {
  const text = draft.source.filter ?? '';
  // What is wrong with the filter itself is told already.
  const isWrong = filterProblems(text, schema).some(({ severity }) => severity === 'error');
  const filter = draft.direction === 'outbound' || isWrong ? null : parseFilter(text);
  if (filter === null) return [];
  try {
    client.checkFilter(checkFilter(filter, schema), schema);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [problemOfError(['source', 'filter'], error)];
  }
}

/** Of what the CRM says of its own object. */
export function notDescribed({ direction }: JobDraft, message: string): DraftProblem {
  const part = direction === 'inbound' ? 'source' : 'target';
  return problemAt([part, 'object'], 'not_described', message);
}
