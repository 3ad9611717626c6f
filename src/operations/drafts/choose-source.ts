import { defaultTarget } from '../../domain/default-target.ts';
import { applyPatch } from '../../domain/draft-patch.ts';
import { newDraft } from '../../domain/draft.ts';
import type { DraftRow, InboundDraft, JobDraft } from '../../domain/draft.ts';
import { hubObjects } from '../../domain/hub-object.ts';
import type { HubObjectName } from '../../domain/hub-object.ts';
import { defaultFields } from '../../domain/mapping/default-fields.ts';
import { mapFields, mapOpenRows } from '../../domain/mapping/map-fields.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { askCrm } from './ask-crm.ts';
import { autoMapInput } from './choose-fields.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from './own-draft.ts';

export interface ChooseSourceInput {
  readonly draft: string;
  readonly connectionId: string;
  readonly object: string;
  /** Where it is left out, the target that records of the object usually become, or the draft's own. */
  readonly target?: HubObjectName;
}

/**
 * Chooses what a draft of an import reads, and what it becomes in the hub. A draft of an export becomes one of an import. Another object brings the fields that are usual for it,
 * mapped automatically. Another target maps anew what nobody has decided on.
 *
 * @throws UserError where the object cannot be read, with the nearest names; `draft_gone`, `not_your_draft`;
 *   RetryableError, FatalError where the CRM cannot be asked.
 */
export async function chooseSource(
  deps: OperationDeps,
  context: OperationContext,
  input: ChooseSourceInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const store = await deps.store();
  const { draft } = await ownDraft(store, context, input.draft);
  const before = draft.direction === 'inbound' ? draft : newDraft(draft.id);
  const { connectionId } = input;
  const target = targetOf(input, before);
  const { schema, usual } = await askCrm(deps, connectionId, async (client) => {
    const described = await client.loadSchema(input.object, []);
    const usual = defaultFields(described.object, hubObjects[target]);
    const paths = [...usual, ...fieldPaths(before.mapping)];
    return { usual, schema: await client.loadSchema(input.object, paths) };
  });
  const automatic = await autoMapInput(deps, { schema, target, except: before.id });
  return await changeOwnDraft(store, context, input.draft, (stored) => {
    const patch = {
      direction: 'inbound',
      connectionId,
      source: { object: schema.object.name },
      target: { object: target },
    } as const;
    const patched = applyPatch(stored.draft, patch);
    const isAnew =
      stored.draft.direction !== 'inbound' ||
      stored.draft.source.object !== schema.object.name ||
      isUntouched(stored.draft);
    const rows = isAnew
      ? mapFields(patched.mapping.filter(isDecided), usual, automatic)
      : mapOpenRows(patched.mapping, automatic);
    const draft = applyPatch(patched, { mapping: [{ change: 'replace', rows }] });
    return { ...stored, draft, updatedAt: context.now };
  });
}

function targetOf(
  { object, target }: ChooseSourceInput,
  { source, target: own }: InboundDraft,
): HubObjectName {
  if (target !== undefined) return target;
  const isSame = source.object?.toLowerCase() === object.toLowerCase();
  return (isSame ? own.object : undefined) ?? defaultTarget(object);
}

/** Nobody has decided on any of its rows. */
const isUntouched = ({ mapping }: JobDraft): boolean => !mapping.some(isDecided);

const isDecided = ({ auto }: DraftRow): boolean => auto === undefined;

function fieldPaths(rows: readonly DraftRow[]): string[] {
  return rows.flatMap(({ source }) => (source.kind === 'field' ? [source.path] : []));
}
