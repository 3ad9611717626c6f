/** "Connections": what Crosswalk is logged in to, and what can be done about it. */
import type { KnownBlock, ModalView } from '@slack/types';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { ListedConnection } from '../../operations/list-connections.ts';
import { actions, button, confirmation, context, modal, section } from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import { pageButtons } from '../blocks/page-buttons.ts';
import { momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { connectButton, connectionIds, reconnectButton } from './connection-buttons.ts';
import { connectionText, orgText } from './connection-text.ts';

export const connectionsTitle = 'Connections';
const connectionsOnPage = 8;
/** Of a reason, which may quote what a CRM said. */
const maxTextLength = 1_200;

export interface ConnectionsData {
  readonly connections: readonly ListedConnection[];
  /** Ids of those that jobs use. */
  readonly used: ReadonlySet<string>;
  readonly page: number;
  readonly role: Role;
  readonly clock: Clock;
  /** What became of what the person did last, as mrkdwn; null where nothing is to be told. */
  readonly note: string | null;
}

export function connectionsView({ connections, used, page, role, clock, note }: ConnectionsData): ModalView {
  const shown = pageOf(connections, page, connectionsOnPage);
  const mayConnect = isAllowed(role, 'admin');
  const turns = pageButtons(connectionIds.page, shown);
  const below = [...(mayConnect ? [connectButton('primary')] : []), ...turns];
  return modal({
    title: connectionsTitle,
    callbackId: connectionIds.callback,
    privateMetadata: JSON.stringify({ page: shown.page }),
    blocks: [
      ...(note === null ? [] : [section(note, { limit: maxTextLength })]),
      ...(shown.total === 0 ? [section(noneText(mayConnect))] : []),
      ...shown.items.flatMap((each) => connectionBlocks(each, { isUsed: used.has(each.id), role, clock })),
      ...(below.length === 0 ? [] : [actions(below)]),
      ...(shown.pages > 1 ? [context(`Connections ${pageText(shown)}`)] : []),
    ],
  });
}

function noneText(mayConnect: boolean): string {
  return mayConnect
    ? 'Crosswalk is logged in to no CRM yet. Press *Connect* to begin.'
    : 'Crosswalk is logged in to no CRM yet. An admin connects one.';
}

interface Shown extends Pick<ConnectionsData, 'role' | 'clock'> {
  readonly isUsed: boolean;
}

function connectionBlocks(connection: ListedConnection, { isUsed, role, clock }: Shown): KnownBlock[] {
  const { id, name, org } = connection;
  const confirm = confirmation(
    'Remove this connection?',
    `Crosswalk forgets how to log in to ${name}, and gives back the access that was allowed for it where the CRM can do that. Its records stay in the hub.`,
    { confirm: 'Remove' },
  );
  const buttons = [
    ...(isAllowed(role, 'admin') ? [reconnectButton(connection)] : []),
    ...(isAllowed(role, 'operator') ? [button('Test connection', connectionIds.test, { value: id })] : []),
    ...(isAllowed(role, 'admin')
      ? [
          button('Rename', connectionIds.rename, { value: id }),
          // Nobody is asked whether they are sure of what is refused.
          isUsed
            ? button('Remove', connectionIds.removeUsed, { value: id, style: 'danger' })
            : button('Remove', connectionIds.remove, { value: id, style: 'danger', confirm }),
        ]
      : []),
  ];
  const seen = org === null ? [] : [`${orgText(connection)} · seen ${momentText(new Date(org.at), clock)}`];
  return [
    section(connectionText(connection), { limit: maxTextLength }),
    ...(seen.length === 0 ? [] : [context(...seen)]),
    ...(buttons.length === 0 ? [] : [actions(buttons, `connection:${id}`)]),
  ];
}

/** The page that is shown; the first where the metadata is none of ours. */
export function readConnectionsPage(metadata: string): number {
  try {
    const parsed: unknown = JSON.parse(metadata);
    const isOurs = typeof parsed === 'object' && parsed !== null && 'page' in parsed;
    return isOurs && Number.isSafeInteger(parsed.page) ? Number(parsed.page) : 0;
  } catch {
    return 0;
  }
}
