import type { OrgIdentity } from '../../domain/connect-link.ts';
import { isTold } from '../../domain/errors.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { findConnection } from './find-connection.ts';
import { inTime, orgOf } from './reach-org.ts';

export interface TestedConnection {
  readonly name: string;
  readonly org: OrgIdentity;
}

/**
 * Asks the CRM who the connection's user is, and keeps what it says.
 *
 * @throws what the connection fails for, which is noted on it
 */
export async function testConnection(
  deps: OperationDeps,
  context: OperationContext,
  { connection: nameOrId }: { readonly connection: string },
): Promise<TestedConnection> {
  authorize(context, 'operator', 'test a connection');
  const store = await deps.store();
  const { id, name } = await findConnection(store, nameOrId);
  const sessions = await deps.sessions();
  try {
    const found = await inTime(await sessions.connectorOf(id), async (signal) => {
      const client = await sessions.openClient(id, { signal });
      try {
        return await client.identify();
      } finally {
        await client.close();
      }
    });
    const org = orgOf(found, context.now);
    const { apiUsage } = found;
    await store.connections.noteOrg(id, org);
    if (apiUsage !== null) await store.connections.setUsage(id, { ...apiUsage, at: context.now });
    await sessions.noteUse(id, null);
    deps.wake();
    return { name, org };
  } catch (error) {
    if (isTold(error)) await sessions.noteUse(id, { code: error.code, message: error.message });
    throw error;
  }
}
