import type { Connection } from '../store/connection-store.ts';
import { authorize } from './operation.ts';
import type { OperationContext, OperationDeps } from './operation.ts';

export interface ListedConnection extends Pick<Connection, 'id' | 'name' | 'state' | 'stateReason' | 'org'> {
  /** As people call the CRM: "Salesforce". */
  readonly crm: string;
  /** API requests of the org in a day, where that is known and no older. */
  readonly apiUsage: { readonly used: number; readonly limit: number } | null;
}

/** What is older says nothing of the day that counts. */
const usageLastsMs = 24 * 3_600_000;

/** All connections by name, without their settings. */
export async function listConnections(
  deps: OperationDeps,
  context: OperationContext,
): Promise<readonly ListedConnection[]> {
  authorize(context, 'viewer', 'see connections');
  const { connections } = await deps.store();
  const titles = new Map((await deps.connectors()).map(({ name, title }) => [name as string, title]));
  return (await connections.list()).map(({ id, name, connector, state, stateReason, org, apiUsage }) => ({
    id,
    name,
    crm: titles.get(connector) ?? connector,
    state,
    stateReason,
    apiUsage: usageAt(apiUsage, context.now),
    org,
  }));
}

function usageAt(usage: Connection['apiUsage'], now: Date): ListedConnection['apiUsage'] {
  if (usage === undefined || now.getTime() - usage.at.getTime() > usageLastsMs) return null;
  return { used: usage.used, limit: usage.limit };
}
