import { UserError } from '../../domain/errors.ts';
import type { JobDraft } from '../../domain/draft.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { HubObjectName } from '../../domain/hub-object.ts';
import type { MappingEntry } from '../../domain/job.ts';
import type { AutoMapInput } from '../../domain/mapping/auto-map.ts';
import { mapFields, maxDraftRows } from '../../domain/mapping/map-fields.ts';
import { resolveSource } from '../../domain/mapping/resolve-source.ts';
import { sourcePaths } from '../../domain/mapping/source-paths.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { applyPatch } from '../../domain/draft-patch.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft, sourceOf } from './own-draft.ts';

export interface ChooseFieldsInput {
  readonly draft: string;
  /** Of all fields that the job reads, by dots over parents; one that stands twice is mapped twice. */
  readonly paths: readonly string[];
}

/**
 * Makes the fields of a draft those that are named. Rows of fields that are no longer named go, others stay as they are,
 * and new ones are mapped automatically.
 *
 * @throws UserError `unknown_field` and the like for every path that is new and leads nowhere, with the nearest names;
 *   `too_many_fields`, `source_missing`, `draft_gone`, `not_your_draft`; RetryableError, FatalError where the CRM cannot be asked.
 */
export async function chooseFields(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, paths }: ChooseFieldsInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const { draft } = await ownDraft(store, context, id);
  const { connectionId, object, target } = sourceOf(draft);
  if (paths.length > maxDraftRows) {
    throw new UserError(`${paths.length} fields are more than a job can have; at most ${maxDraftRows}.`, {
      code: 'too_many_fields',
    });
  }
  const schema = await askCrm(deps, connectionId, (client) => client.loadSchema(object, paths));
  const known = knownPaths(schema, paths, draft);
  const input = await autoMapInput(deps, { schema, target, except: draft.id });
  return await changeOwnDraft(store, context, id, (stored) => {
    // Another object was chosen meanwhile: these are not its fields.
    if (stored.draft.source.object !== object) return null;
    const rows = mapFields(stored.draft.mapping, known, input);
    const patched = applyPatch(stored.draft, { mapping: [{ change: 'replace', rows }] });
    return { ...stored, draft: patched, updatedAt: context.now };
  });
}

/**
 * In the CRM's own letter case. Those that rows read already are not looked at: what became of them in the CRM is for
 * "Validate mapping" to say, and for nobody to lose by.
 */
function knownPaths(schema: SourceSchema, paths: readonly string[], { mapping }: JobDraft): string[] {
  const own = new Map(sourcePaths(mapping).map((path) => [path.toLowerCase(), path]));
  const known: string[] = [];
  const troubles = new Set<string>();
  let code: string | undefined;
  for (const path of paths) {
    try {
      known.push(own.get(path.toLowerCase()) ?? readablePath(path, schema));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      code ??= error.code;
      troubles.add(error.message);
    }
  }
  if (code === undefined) return known;
  const told = [...troubles].slice(0, maxTold);
  const more = troubles.size - told.length;
  throw new UserError([...told, ...(more === 0 ? [] : [`And ${more} more like these.`])].join(' '), { code });
}

const maxTold = 5;

/** @throws UserError where it leads nowhere, or to what cannot be read as one value. */
function readablePath(path: string, schema: SourceSchema): string {
  const resolved = resolveSource({ kind: 'field', path }, schema);
  return resolved.kind === 'field' ? resolved.path : path;
}

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
