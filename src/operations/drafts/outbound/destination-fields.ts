import { canCreateBy, isId, matchFields } from '../../../domain/outbound/match-fields.ts';
import { parentFields, parentObjectOf } from '../../../domain/outbound/parent.ts';
import type { SourceField } from '../../../domain/source-schema.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm } from '../ask-crm.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import { destinationOf } from './ends.ts';

export interface MatchChoice extends Pick<SourceField, 'name' | 'label'> {
  /** Whether new records can be made that are found by it. */
  readonly canCreate: boolean;
  /** Whether it is the record's own id. */
  readonly isId: boolean;
}

export interface ParentChoice extends Pick<SourceField, 'name' | 'label'> {
  /** API name of the object that it leads to. */
  readonly object: string;
}

export interface DestinationFields {
  /** The id first, then external ids and keys. */
  readonly matchOn: readonly MatchChoice[];
  /** "Parent object": those that lead to accounts first; none where the object has no parent. */
  readonly parents: readonly ParentChoice[];
}

/**
 * By what records of a draft's destination can be found, and what can lead to their account.
 *
 * @throws UserError `target_missing`, `inbound_draft`; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function destinationFields(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<DestinationFields> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, target } = destinationOf(draft);
  const { object } = await askCrm(deps, connectionId, (client) => client.loadSchema(target.object, []));
  return {
    matchOn: matchFields(object).map((field) => ({
      name: field.name,
      label: field.label,
      canCreate: canCreateBy(field),
      isId: isId(field),
    })),
    parents: parentFields(object).flatMap((field) => {
      const leadsTo = parentObjectOf(field);
      return leadsTo === null ? [] : [{ name: field.name, label: field.label, object: leadsTo }];
    }),
  };
}
