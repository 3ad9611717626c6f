import type { Connection } from '../store/store.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export type ListedConnection = Pick<Connection, 'id' | 'name' | 'connector' | 'state' | 'stateReason'>;

/** All connections by name, without their settings. */
export async function listConnections(
  deps: OperationDeps,
  context: OperationContext,
): Promise<readonly ListedConnection[]> {
  authorize(context, 'viewer', 'see connections');
  const { connections } = await deps.store();
  return (await connections.list()).map(({ id, name, connector, state, stateReason }) => ({
    id,
    name,
    connector,
    state,
    stateReason,
  }));
}
