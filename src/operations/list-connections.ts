import type { Connection } from '../store/store.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ListedConnection extends Pick<Connection, 'id' | 'name' | 'state' | 'stateReason'> {
  /** As people call the CRM: "Salesforce". */
  readonly crm: string;
}

/** All connections by name, without their settings. */
export async function listConnections(
  deps: OperationDeps,
  context: OperationContext,
): Promise<readonly ListedConnection[]> {
  authorize(context, 'viewer', 'see connections');
  const { connections } = await deps.store();
  const titles = new Map((await deps.connectors()).map(({ name, title }) => [name as string, title]));
  return (await connections.list()).map(({ id, name, connector, state, stateReason }) => ({
    id,
    name,
    crm: titles.get(connector) ?? connector,
    state,
    stateReason,
  }));
}
