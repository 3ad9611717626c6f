import type { CrmClient } from '../../connectors/connector.ts';
import { RetryableError } from '../../domain/errors.ts';
import { parentsToSearch, searchFields as searchSchema } from '../../domain/field-search.ts';
import { maxRelationshipDepth } from '../../domain/source-schema.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm, typeaheadDeadlineMs } from './ask-crm.ts';
import type { NamedField } from './mapped-fields.ts';
import { authorizeDrafts, ownDraft, sourceOf } from './own-draft.ts';

export interface SearchFieldsInput {
  readonly draft: string;
  readonly typed: string;
  readonly limit: number;
}

/**
 * The fields of a draft's source, and of its parents by dots, that a person may mean by what is typed so far, best first.
 * Parents that are not there in time are left out: they are on their way for the next letter.
 *
 * @throws UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function searchFields(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, typed, limit }: SearchFieldsInput,
): Promise<readonly NamedField[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, object } = sourceOf(draft);
  const known: { schema: SourceSchema | null } = { schema: null };
  try {
    await askCrm(
      deps,
      connectionId,
      (client) => loadByNeed(client, object, typed, known),
      typeaheadDeadlineMs,
    );
  } catch (error) {
    // Of what could not be loaded, nothing is offered.
    if (known.schema === null || !(error instanceof RetryableError)) throw error;
  }
  return known.schema === null ? [] : searchSchema(typed, known.schema, limit);
}

/** The object, then the parents that what is typed leads over, a level at a time. */
async function loadByNeed(
  client: CrmClient,
  object: string,
  typed: string,
  known: { schema: SourceSchema | null },
): Promise<void> {
  const asked = new Set<string>();
  known.schema = await client.loadSchema(object, []);
  for (let depth = 0; depth < maxRelationshipDepth; depth += 1) {
    const parents = parentsToSearch(typed, known.schema).filter((path) => !asked.has(path));
    if (parents.length === 0) return;
    for (const path of parents) asked.add(path);
    known.schema = await client.loadSchema(object, [...asked].map(fieldBehind));
  }
}

/** Any field makes its parents known. */
const fieldBehind = (path: string): string => `${path}.Id`;
