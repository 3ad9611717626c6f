import { asTyped, bold, section } from '../blocks/index.ts';
import type { Notification } from './notification.ts';

/** To whoever connected a CRM in their browser: it worked, and what comes next. */
export const connectionMade: Notification<'connection made'> = async (
  { connectionId, isNew },
  { operations, context },
) => {
  const connections = await operations.listConnections(context());
  const found = connections.find(({ id }) => id === connectionId);
  if (found === undefined) return null;
  const { name, crm, org } = found;
  const who =
    org === null ? asTyped(crm) : `${asTyped(org.orgName)} (${asTyped(crm)}) as ${asTyped(org.userName)}`;
  const next = isNew
    ? 'Create a job on it by *New integration* in App Home, or `/crosswalk new`.'
    : 'Jobs that waited for it go on.';
  const lines = `✅ ${bold(name)} is ${isNew ? 'connected' : 'connected again'}: ${who}.\n${next}`;
  return { text: `${asTyped(name)} is connected`, blocks: [section(lines)], isLive: false };
};
