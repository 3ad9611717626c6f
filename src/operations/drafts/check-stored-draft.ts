import { checkDraft } from '../../domain/draft-check.ts';
import type { DraftCheck } from '../../domain/draft-check-mapping.ts';
import { problemAt } from '../../domain/draft-problem.ts';
import type { JobDraft } from '../../domain/draft.ts';
import { crmObjectOf, hubObjectOf } from '../../domain/job-ends.ts';
import { checkLiveDraft } from '../check-live-draft.ts';
import type { OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';

/**
 * Holds a draft against the CRM, the hub and the other jobs as they are now; what can be said without the CRM, where it
 * does not lead to one yet.
 *
 * @throws RetryableError, FatalError, UserError where the CRM cannot be asked.
 */
export async function checkStoredDraft(deps: OperationDeps, draft: JobDraft): Promise<DraftCheck> {
  const { connectionId } = draft;
  const [hubObject, crmObject] = [hubObjectOf(draft), crmObjectOf(draft)];
  const store = await deps.store();
  const hub = await deps.hub();
  const jobs = await store.jobs.list();
  const against = {
    attributes: hubObject === undefined ? [] : await hub.attributes(hubObject),
    otherNames: jobs.filter(({ id }) => id !== draft.id).map(({ name }) => name),
  };
  const isConnected = connectionId !== undefined && (await store.connections.byId(connectionId)) !== null;
  if (isConnected && crmObject !== undefined && crmObject !== '') {
    return await askCrm(deps, connectionId, (client) => checkLiveDraft(client, draft, against));
  }
  const { problems } = checkDraft(draft, { schema: null, ...against });
  const gone =
    connectionId === undefined || isConnected
      ? []
      : [
          problemAt(
            ['connection'],
            'unknown_connection',
            'The connection of this job was deleted. Choose another one.',
          ),
        ];
  return { problems: [...gone, ...problems], newAttributes: [] };
}
