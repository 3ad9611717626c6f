/** "Destination": where the records of the hub go, from data. */
import type { KnownBlock } from '@slack/types';
import type { OutboundDraft } from '../../../domain/draft.ts';
import type { DestinationFields } from '../../../operations/drafts/outbound/destination-fields.ts';
import { actions, asTyped, bold, button, context, input, section, select } from '../../blocks/index.ts';
import type { Choice } from '../../blocks/index.ts';
import { externalSelect } from '../../blocks/inputs.ts';
import { blockId } from '../entered.ts';
import { objectText } from '../source/source-view.ts';

export const destinationIds = {
  object: 'wizard-destination',
  parent: 'wizard-parent',
  match: 'wizard-match',
  connect: 'wizard-connect',
} as const;

export interface DestinationData {
  readonly draft: OutboundDraft;
  /** Name of the connection. */
  readonly connection: string;
  /** What is chosen, connected or not; null where nothing is. */
  readonly object: { readonly name: string; readonly label: string | null } | null;
  /** Of the object that the draft goes to; null where it goes to none yet. */
  readonly fields: DestinationFields | null;
  /** "Connect" was pressed before there was anything to connect to. */
  readonly isObjectMissing?: boolean;
}

/** In place of a parent. */
export const noParent = '-';

export function destinationBlocks({
  draft,
  connection,
  object,
  fields,
  isObjectMissing = false,
}: DestinationData): KnownBlock[] {
  const chosen =
    object === null ? undefined : { value: object.name, text: objectText(object.name, object.label) };
  return [
    context(`Records are written to ${bold(connection)}.`),
    input(
      'Object',
      externalSelect(destinationIds.object, { placeholder: 'Type a label or an API name', chosen }),
      { blockId: blockId('destination', draft.connectionId ?? ''), dispatches: true },
    ),
    ...(isObjectMissing && object === null
      ? [context('❌ Choose the object first that the records go to, then press *Connect*.')]
      : []),
    ...(fields === null ? [] : fieldBlocks(draft, fields)),
    actions(
      [button('Connect', destinationIds.connect, fields === null ? { style: 'primary' } : {})],
      'connect',
    ),
    ...(fields === null ? [] : [section(connectedText(draft))]),
  ];
}

const findsOnly = 'Finds records that are there; new ones cannot be created by it.';

function fieldBlocks({ target }: OutboundDraft, { parents, matchOn }: DestinationFields): KnownBlock[] {
  const object = target.object ?? '';
  const match = matchOn.map(({ name, label, canCreate, isId }): Choice => {
    const choice = { value: name, text: objectText(name, label) };
    if (!canCreate) return { ...choice, description: findsOnly };
    return isId ? { ...choice, description: 'New records get an id made of their keys in the hub.' } : choice;
  });
  const choosesIds = matchOn.some(({ isId, canCreate }) => isId && canCreate);
  const parent = parents.map(({ name, label, object: leadsTo }): Choice => ({
    value: name,
    text: objectText(name, label),
    description: `Filled with the ${leadsTo} of the record's account`,
  }));
  return [
    ...(parent.length === 0
      ? []
      : [
          input(
            'Parent object',
            select(destinationIds.parent, {
              placeholder: 'What leads to the account',
              choices: [{ value: noParent, text: 'None' }, ...parent],
              chosen: target.parent ?? noParent,
            }),
            {
              blockId: blockId('parent', object),
              hint: 'The record that each of them belongs to in the CRM.',
            },
          ),
        ]),
    ...(match.length === 0
      ? []
      : [
          input(
            'Match records by',
            select(destinationIds.match, {
              placeholder: 'How a record is found',
              choices: match,
              ...(target.matchOn === undefined ? {} : { chosen: target.matchOn }),
            }),
            {
              blockId: blockId('match', object),
              hint: choosesIds
                ? 'How the record of the CRM is found. New records can be created whichever you choose.'
                : 'How the record of the CRM is found. New records can be created where this is an external id or a key.',
            },
          ),
        ]),
  ];
}

function connectedText({ target, mapping }: OutboundDraft): string {
  const rows = mapping.length === 1 ? '1 field is' : `${mapping.length} fields are`;
  return `✅ Connected to ${asTyped(target.object ?? '')}: ${rows} mapped. The next step shows which.`;
}
