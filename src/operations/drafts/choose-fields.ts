import { UserError } from '../../domain/errors.ts';
import { didYouMean } from '../../domain/filter/filter-error.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { HubObjectName } from '../../domain/hub-object.ts';
import type { MappingEntry } from '../../domain/job.ts';
import type { AutoMapInput } from '../../domain/mapping/auto-map.ts';
import { mapFields, maxDraftRows } from '../../domain/mapping/map-fields.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { applyPatch } from '../../domain/draft-patch.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from './own-draft.ts';

export interface ChooseFieldsInput {
  readonly draft: string;
  /** Of all fields that the job reads, by dots over parents; one that stands twice is mapped twice. */
  readonly paths: readonly string[];
}

/**
 * Makes the fields of a draft those that are named. Rows of fields that are no longer named go, others stay as they are,
 * and new ones are mapped automatically.
 *
 * @throws UserError `unknown_field` for every path that leads nowhere, with the nearest names; `too_many_fields`,
 *   `draft_gone`, `not_your_draft`; RetryableError, FatalError where the CRM cannot be asked.
 */
export async function chooseFields(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, paths }: ChooseFieldsInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const { draft } = await ownDraft(store, context, id);
  const { connectionId, source, target } = draft;
  if (connectionId === undefined || source.object === undefined || target.object === undefined) {
    throw new UserError('Choose an object first: its fields come after it.', { code: 'source_missing' });
  }
  if (paths.length > maxDraftRows) {
    throw new UserError(`${paths.length} fields are more than a job can have; at most ${maxDraftRows}.`, {
      code: 'too_many_fields',
    });
  }
  const object = source.object;
  const schema = await askCrm(deps, connectionId, (client) => client.loadSchema(object, paths));
  const known = knownPaths(schema, paths);
  const input = await autoMapInput(deps, { schema, target: target.object, except: draft.id });
  return await changeOwnDraft(store, context, id, (stored) => {
    // Another object was chosen meanwhile: these are not its fields.
    if (stored.draft.source.object !== object) return null;
    const rows = mapFields(stored.draft.mapping, known, input);
    const patched = applyPatch(stored.draft, { mapping: [{ change: 'replace', rows }] });
    return { ...stored, draft: patched, updatedAt: context.now };
  });
}

/** In the CRM's own letter case. */
function knownPaths(schema: SourceSchema, paths: readonly string[]): string[] {
  const known: string[] = [];
  const unknown: string[] = [];
  for (const path of paths) {
    const found = schema.field(path);
    if (found.kind === 'found') known.push(found.path);
    else unknown.push(`${found.object} has no field "${found.segment}".${didYouMean(found.suggestions)}`);
  }
  if (unknown.length === 0) return known;
  throw new UserError([...new Set(unknown)].slice(0, maxUnknownTold).join(' '), { code: 'unknown_field' });
}

const maxUnknownTold = 5;

/** What automatic mapping goes by: the hub as it is, and what people mapped before. */
export async function autoMapInput(
  deps: OperationDeps,
  {
    schema,
    target,
    except,
  }: { readonly schema: SourceSchema; readonly target: HubObjectName; readonly except: string },
): Promise<Omit<AutoMapInput, 'fields' | 'taken'>> {
  const [hub, { jobs }] = await Promise.all([deps.hub(), deps.store()]);
  const earlier = (await jobs.list()).flatMap((job): (readonly MappingEntry[])[] => {
    const isAlike =
      job.direction === 'inbound' &&
      job.id !== except &&
      job.target.object === target &&
      job.source.object === schema.object.name;
    return isAlike ? [job.mapping] : [];
  });
  return {
    object: hubObjects[target],
    attributes: await hub.attributes(target),
    sourceObject: schema.object,
    schema,
    earlier,
  };
}
