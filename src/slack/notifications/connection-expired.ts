import { actions, asTyped, bold, section } from '../blocks/index.ts';
import { reconnectButton } from '../connections/connection-buttons.ts';
import type { Notification } from './notification.ts';

/** To the owner of a connection, once: nobody gets in by it until they consent anew. */
export const connectionExpired: Notification<'connection expired'> = async (
  { connectionId },
  { operations, context },
) => {
  const connections = await operations.listConnections(context());
  const found = connections.find(({ id }) => id === connectionId);
  // Removed, or connected again before anybody was told.
  if (found?.state !== 'expired') return null;
  const { name, stateReason } = found;
  const why = stateReason === null ? '' : `\n${asTyped(stateReason)}`;
  const lines = `🟠 The login of ${bold(name)} has expired. Its jobs wait until you connect it again; you are not told another time.${why}`;
  return {
    text: `The login of ${asTyped(name)} has expired`,
    blocks: [section(lines), actions([reconnectButton(found)])],
    isLive: false,
  };
};
