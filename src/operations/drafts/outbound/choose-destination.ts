import { applyPatch } from '../../../domain/draft-patch.ts';
import type { OutboundPatch } from '../../../domain/draft-patch.ts';
import type { DraftRow, OutboundDraft } from '../../../domain/draft.ts';
import { requireOutbound } from '../../../domain/draft.ts';
import { hubObjects } from '../../../domain/hub-object.ts';
import { choiceAttributes, templateRows, usualTarget } from '../../../domain/outbound/apply-template.ts';
import type { TemplateInput } from '../../../domain/outbound/apply-template.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { HubSelection, HubSelections } from '../../../hub/selection.ts';
import type { OperationContext, OperationDeps } from '../../operation.ts';
import { askCrm } from '../ask-crm.ts';
import { authorizeDrafts, changeOwnDraft, ownDraft } from '../own-draft.ts';
import { destinationOf, sentRecords } from './ends.ts';
import { hubRecords, rightSelection } from './hub-selection.ts';
import { recordsLookedAt } from './misfits.ts';

export interface ChooseDestinationInput {
  readonly draft: string;
  readonly connectionId: string;
  /** API name of the CRM's object, in any letter case. */
  readonly object: string;
  /** Left out: what is usual for another object, or as it is. */
  readonly matchOn?: string;
  /** Left out: what is usual for another object, or as it is. null: none. */
  readonly parent?: string | null;
}

/**
 * "Connect": chooses where the records of a draft go. Another object brings the template of the pair: how its records
 * are found, what leads to their account, and the usual rows, completed by names. Rows that somebody decided on stay
 * where the object stays the same.
 *
 * @throws UserError where the CRM has no such object, with the nearest names; `source_missing`, `inbound_draft`,
 *   `draft_gone`, `not_your_draft`; RetryableError, FatalError where the CRM cannot be asked.
 */
export async function chooseDestination(
  deps: OperationDeps,
  context: OperationContext,
  input: ChooseDestinationInput,
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const { connectionId } = input;
  const template = await loadedTemplate(deps, context, { ...input, connectionId });
  return await changeOwnDraft(await deps.store(), context, input.draft, (stored) => {
    const draft = requireOutbound(stored.draft);
    // Another hub object was chosen meanwhile: this is not its template.
    if (draft.source.object !== template.object.name) return null;
    const isSame = draft.target.object === template.crm.name;
    const usual = isSame && (draft.target.matchOn ?? '') !== '' ? {} : usualTarget(template);
    const patch: OutboundPatch = {
      direction: 'outbound',
      connectionId,
      target: {
        ...usual,
        object: template.crm.name,
        ...(input.matchOn === undefined ? {} : { matchOn: input.matchOn }),
        ...(input.parent === undefined ? {} : { parent: input.parent }),
      },
    };
    const patched = applyPatch(draft, patch);
    const isUntouched = !draft.mapping.some(isDecided);
    const next = isSame && !isUntouched ? patched : withTemplate(patched, template);
    return { ...stored, draft: next, updatedAt: context.now };
  });
}

/**
 * Puts the template of a draft's pair in place of all rows.
 *
 * @throws as `chooseDestination`, and `target_missing`.
 */
export async function loadTemplate(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id }: { readonly draft: string },
): Promise<StoredDraft> {
  authorizeDrafts(context);
  const { draft } = await ownDraft(await deps.store(), context, id);
  const { connectionId, target } = destinationOf(draft);
  const template = await loadedTemplate(deps, context, { draft: id, connectionId, object: target.object });
  return await changeOwnDraft(await deps.store(), context, id, (stored) => {
    const current = requireOutbound(stored.draft);
    if (current.source.object !== template.object.name || current.target.object !== template.crm.name)
      return null;
    const next = withTemplate({ ...current, mapping: [] }, template);
    return { ...stored, draft: next, updatedAt: context.now };
  });
}

async function loadedTemplate(
  deps: OperationDeps,
  context: OperationContext,
  { draft: id, connectionId, object }: Pick<ChooseDestinationInput, 'draft' | 'connectionId' | 'object'>,
): Promise<TemplateInput> {
  const { draft } = await ownDraft(await deps.store(), context, id);
  const sent = sentRecords(draft);
  const records = await hubRecords(deps, context, sent);
  const { attributes, schema } = records;
  const crm = await askCrm(deps, connectionId, (client) => client.loadSchema(object, []));
  const input = { object: hubObjects[sent.object], attributes, hub: schema, crm: crm.object };
  // Where a day begins makes no difference for what values there are.
  const selection = rightSelection(records, { timezone: 'UTC' });
  return { ...input, held: await heldValues(await deps.hub(), selection, choiceAttributes(input)) };
}

/** The values that the first records have which are sent. They stay in here: only whether a picklist takes them counts. */
async function heldValues(
  hub: Pick<HubSelections, 'select'>,
  selection: HubSelection,
  attributes: readonly string[],
): Promise<TemplateInput['held']> {
  if (attributes.length === 0) return new Map();
  const { records } = await hub.select(selection, { attributes, after: null, limit: recordsLookedAt });
  return new Map(
    attributes.map((attribute, column) => [
      attribute,
      [...new Set(records.flatMap(({ cells }) => cells[column] ?? []))].filter((value) => value !== ''),
    ]),
  );
}

/** Rows that fill nothing yet are those of another object. */
function withTemplate(draft: OutboundDraft, template: TemplateInput): OutboundDraft {
  const kept = draft.mapping.filter((row) => isDecided(row) && row.target !== '');
  const rows = templateRows(template, kept, draft.target.parent);
  return applyPatch(draft, { direction: 'outbound', mapping: [{ change: 'replace', rows }] });
}

const isDecided = ({ auto }: DraftRow): boolean => auto === undefined;
