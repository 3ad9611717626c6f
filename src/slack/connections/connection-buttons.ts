import type { Button } from '@slack/types';
import type { ListedConnection } from '../../operations/list-connections.ts';
import { button } from '../blocks/index.ts';

export const connectionIds = {
  /** The list. */
  callback: 'connections',
  open: 'connections-open',
  page: 'connections-page',
  /** The link. */
  connectCallback: 'connect',
  connect: 'connect-open',
  reconnect: 'connection-reconnect',
  /** Slack opens the address, and tells that it did. */
  followed: 'connect-followed',
  test: 'connection-test',
  rename: 'connection-rename',
  renameCallback: 'connection-rename',
  remove: 'connection-remove',
  /** Of one that jobs use. It removes nothing: it says which they are. */
  removeUsed: 'connection-remove-used',
} as const;

export function connectButton(style?: 'primary'): Button {
  return button('Connect', connectionIds.connect, style === undefined ? {} : { style });
}

export function connectionsButton(): Button {
  return button('Connections', connectionIds.open);
}

export function reconnectButton({ id, state }: Pick<ListedConnection, 'id' | 'state'>): Button {
  return button('Reconnect', connectionIds.reconnect, {
    value: id,
    ...(state === 'connected' ? {} : { style: 'primary' }),
  });
}
