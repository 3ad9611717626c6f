/**
 * The connectors in the thread of a run, which loads the one that it needs: half of what a thread took to start were
 * the other CRM's library, and what settings and logins are checked with.
 */
import type { ConnectorName, RunConnector } from './connector.ts';

type Load = (allowsPrivate: boolean) => Promise<RunConnector>;

const load: Readonly<Record<ConnectorName, Load>> = {
  salesforce: async (allowsPrivate) =>
    (await import('./salesforce/run-connector.ts')).createRunConnector({}, allowsPrivate),
  dynamics: async (allowsPrivate) =>
    (await import('./dynamics/run-connector.ts')).createRunConnector({}, allowsPrivate),
};

const loaded = new Map<string, RunConnector>();

/**
 * The same for all runs of a thread, which find its connections open.
 *
 * @param allowsPrivate as `Connector` has it
 */
export async function runConnector(name: ConnectorName, allowsPrivate: boolean): Promise<RunConnector> {
  const key = `${name} ${allowsPrivate}`;
  const connector = loaded.get(key) ?? (await load[name](allowsPrivate));
  loaded.set(key, connector);
  return connector;
}
