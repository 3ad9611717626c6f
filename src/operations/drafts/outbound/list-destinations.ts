import type { ObjectSummary } from '../../../connectors/connector.ts';
import { isUsualDestination } from '../../../domain/outbound/templates.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm, crmDeadlineMs, typeaheadDeadlineMs } from '../ask-crm.ts';
import { findObjects } from '../list-source-objects.ts';
import { ownDraft, authorizeDrafts } from '../own-draft.ts';
import { sentRecords } from './ends.ts';

export interface ListDestinationsInput {
  readonly draft: string;
  /** Which need not be in the draft yet. */
  readonly connectionId: string;
  /** Part of a label or an API name; empty for all. */
  readonly typed: string;
  readonly limit?: number;
  /** Somebody is typing: Slack waits three seconds for what a select offers. */
  readonly isTyping?: boolean;
}

export interface DestinationChoice extends Pick<ObjectSummary, 'name' | 'label' | 'custom'> {
  /** Whether records of the draft's hub object usually go there. */
  readonly isUsual: boolean;
}

const maxOffered = 100;

/**
 * Objects of a CRM that a draft's records may go to, those first that are meant most likely. Without anything typed the
 * usual one comes first. Whether its fields can be written is told when it is chosen.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked; `source_missing`, `inbound_draft`.
 */
export async function listDestinations(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, connectionId, typed, limit = maxOffered, isTyping = false }: ListDestinationsInput,
): Promise<readonly DestinationChoice[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { object: hubObject } = sentRecords(draft);
  const all = await askCrm(
    deps,
    connectionId,
    (client) => client.listObjects(),
    isTyping ? typeaheadDeadlineMs : crmDeadlineMs,
  );
  const objects = all
    .filter(({ queryable }) => queryable)
    .map(({ name, label, custom }) => ({
      name,
      label,
      custom,
      isUsual: isUsualDestination(hubObject, name),
    }));
  return findObjects(objects, typed, ({ isUsual }) => isUsual).slice(0, limit);
}
