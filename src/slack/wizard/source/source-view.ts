/** "Source": what it shows, from data. */
import type { KnownBlock } from '@slack/types';
import type { JobDraft, OutboundDraft } from '../../../domain/draft.ts';
import { hubObjectNames } from '../../../domain/hub-object.ts';
import type { HubObjectName } from '../../../domain/hub-object.ts';
import type { StoredDraft } from '../../../domain/stored-draft.ts';
import type { ListedConnection } from '../../../operations/list-connections.ts';
import { context, input, section, select } from '../../blocks/index.ts';
import type { Choice } from '../../blocks/index.ts';
import { externalSelect, radioButtons } from '../../blocks/inputs.ts';
import { directionTitles, hubTitle } from '../../jobs/words.ts';
import { blockId } from '../entered.ts';

export const sourceIds = {
  direction: 'wizard-direction',
  connection: 'wizard-connection',
  object: 'wizard-object',
  hubObject: 'wizard-hub-object',
  target: 'wizard-target',
} as const;

export interface SourceData {
  readonly stored: StoredDraft;
  readonly connections: readonly ListedConnection[];
  /** What is read; null where nothing is chosen. */
  readonly object: { readonly name: string; readonly label: string | null } | null;
}

const stateWords: Readonly<Record<ListedConnection['state'], string>> = {
  connected: 'connected',
  expired: 'expired: it has to log in again',
  failing: 'failing',
};

export function sourceBlocks({ stored, connections, object }: SourceData): KnownBlock[] {
  const { draft, purpose } = stored;
  const { connectionId, direction } = draft;
  if (connections.length === 0) return [section(noConnectionText)];
  const connection = connections.find(({ id }) => id === connectionId);
  return [
    // A job that is there goes the way that it goes: turned around it would be another job.
    ...(purpose === 'edit' ? [section(`*${directionTitles[direction]}*`)] : [directionBlock(direction)]),
    input(
      'Connection',
      select(sourceIds.connection, {
        placeholder: 'Choose a connection',
        choices: connections.map(choiceOf),
        ...(connection === undefined ? {} : { chosen: connection.id }),
      }),
      { blockId: blockId('connection'), dispatches: true },
    ),
    ...(draft.direction === 'outbound'
      ? [hubObjectBlock(draft)]
      : [
          ...(connection === undefined ? [] : objectBlocks(connection.id, object)),
          ...(draft.source.object === undefined || draft.target.object === undefined
            ? []
            : targetBlocks(draft.source.object, draft.target.object)),
        ]),
  ];
}

const directionTexts: Readonly<Record<JobDraft['direction'], string>> = {
  inbound: 'Records of the CRM come into the hub.',
  outbound: 'Records of the hub are written to the CRM.',
};

function directionBlock(chosen: JobDraft['direction']): KnownBlock {
  const choices = (['inbound', 'outbound'] as const).map((value) => ({
    text: directionTitles[value],
    value,
    description: directionTexts[value],
  }));
  return input('Direction', radioButtons(sourceIds.direction, { choices, chosen }), {
    blockId: blockId('direction'),
    dispatches: true,
  });
}

function hubObjectBlock({ source: { object } }: OutboundDraft): KnownBlock {
  return input(
    'Hub object',
    select(sourceIds.hubObject, {
      placeholder: 'Whose records are sent',
      choices: hubObjectNames.map((name) => ({ value: name, text: hubTitle(name) })),
      ...(object === undefined ? {} : { chosen: object }),
    }),
    {
      blockId: blockId('hubObject'),
      hint: 'Whose records are sent. Another one later starts filter, destination and mapping afresh.',
    },
  );
}

function choiceOf({ id, name, crm, state }: ListedConnection): Choice {
  return { text: name, value: id, description: `${crm} · ${stateWords[state]}` };
}

function objectBlocks(connectionId: string, object: SourceData['object']): KnownBlock[] {
  const chosen =
    object === null ? undefined : { value: object.name, text: objectText(object.name, object.label) };
  return [
    input(
      'Object',
      externalSelect(sourceIds.object, { placeholder: 'Type a label or an API name', chosen }),
      { blockId: blockId('object', connectionId), dispatches: true },
    ),
  ];
}

/** `Account (Account__c)`; one of the two where they are the same. */
export function objectText(name: string, label: string | null): string {
  return label === null || label === name ? name : `${label} (${name})`;
}

/** Another object brings another target along: then it is another input. */
function targetBlocks(object: string, target: HubObjectName): KnownBlock[] {
  return [
    input(
      'Hub object',
      select(sourceIds.target, {
        placeholder: 'What the records become',
        choices: hubObjectNames.map((name) => ({ value: name, text: hubTitle(name) })),
        chosen: target,
      }),
      { blockId: blockId('target', object), hint: 'What the records become in the hub.' },
    ),
    context('Another object later starts fields, filter and mapping afresh.'),
  ];
}

const noConnectionText =
  'There is no connection to a CRM yet. An admin of this installation makes the first one with a file: ' +
  '`crosswalk apply jobs.yml`, as README shows it. Then open this again.';
