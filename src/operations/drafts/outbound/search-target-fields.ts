import { searchFields } from '../../../domain/field-search.ts';
import { isId } from '../../../domain/outbound/match-fields.ts';
import type { SourceField, SourceSchema } from '../../../domain/source-schema.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm, typeaheadDeadlineMs } from '../ask-crm.ts';
import type { NamedField } from '../mapped-fields.ts';
import { authorizeDrafts, ownDraft } from '../own-draft.ts';
import { destinationOf } from './ends.ts';

export interface TargetField extends NamedField {
  /** The CRM takes no new record without it. */
  readonly isRequired: boolean;
  /** It is given to new records only, or to those that are there only; null where to both. */
  readonly only: 'new' | 'existing' | null;
}

export interface SearchTargetFieldsInput {
  readonly draft: string;
  readonly typed: string;
  readonly limit: number;
}

/**
 * The fields of a draft's destination that can be filled, and that a person may mean by what is typed so far, best
 * first. Where nothing is typed, those first without which there are no new records.
 *
 * @throws UserError `target_missing`, `inbound_draft`; UserError, RetryableError, FatalError where the CRM cannot be asked.
 */
export async function searchTargetFields(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, typed, limit }: SearchTargetFieldsInput,
): Promise<readonly TargetField[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, target } = destinationOf(draft);
  const schema = await askCrm(
    deps,
    connectionId,
    (client) => client.loadSchema(target.object, []),
    typeaheadDeadlineMs,
  );
  const found = searchFields(typed, schema, schema.object.fields.length)
    .flatMap(({ path }) => targetField(path, schema) ?? [])
    .filter(({ path }) => canBeFilled(path, schema, target.matchOn));
  if (typed.trim() !== '') return found.slice(0, limit);
  return [
    ...found.filter(({ isRequired }) => isRequired),
    ...found.filter(({ isRequired }) => !isRequired),
  ].slice(0, limit);
}

/**
 * The fields that the rows of a draft fill, skipped ones included, by the CRM's labels; those that the CRM does not have
 * are left out: the check of the draft says so.
 *
 * @throws as `searchTargetFields`.
 */
export async function mappedTargets(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<readonly TargetField[]> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, target } = destinationOf(draft);
  const schema = await askCrm(deps, connectionId, (client) => client.loadSchema(target.object, []));
  const names = new Set(draft.mapping.map((row) => row.target).filter((name) => name !== ''));
  return [...names].flatMap((name) => targetField(name, schema) ?? []);
}

/** Under the name that the row has. */
function targetField(name: string, schema: SourceSchema): TargetField | null {
  const found = schema.field(name);
  if (found.kind === 'missing' || name.includes('.')) return null;
  const { label, type, requiredOnCreate = false } = found.field;
  return { path: name, label, type, isRequired: requiredOnCreate, only: onlyFor(found.field) };
}

function onlyFor({ createable, updateable }: SourceField): TargetField['only'] {
  if (createable === updateable) return null;
  return createable ? 'new' : 'existing';
}

function canBeFilled(path: string, schema: SourceSchema, matchOn: string): boolean {
  const found = schema.field(path);
  if (found.kind === 'missing') return false;
  const { field } = found;
  if (isId(field)) return field.name.toLowerCase() === matchOn.toLowerCase();
  return field.createable || field.updateable;
}
