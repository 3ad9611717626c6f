import type { ApiUsage, ConnectionSettings, Connector } from '../../connectors/connector.ts';
import { authorizationCode } from '../../connectors/authorizing.ts';
import type { ConnectLink, OrgIdentity } from '../../domain/connect-link.ts';
import type { Connection } from '../../store/connection-store.ts';
import { auditEntry } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';
import { splitSecrets, valueAt } from '../secret-settings.ts';

export interface ToStore {
  readonly link: ConnectLink;
  readonly name: string;
  readonly connector: Connector;
  /** As it is; null where it is new. */
  readonly stored: Connection | null;
  readonly settings: ConnectionSettings;
  readonly org: OrgIdentity;
  readonly apiUsage: ApiUsage | null;
}

/** The connection, its secrets, the audit entry, the end of the link, and what its owner is told: all or nothing. */
export async function storeConnected(
  deps: OperationDeps,
  context: OperationContext,
  { link, name: wantedName, connector, stored, settings: whole, org, apiUsage }: ToStore,
): Promise<void> {
  const store = await deps.store();
  const id = link.connectionId ?? deps.newId();
  const name = stored?.name ?? wantedName;
  const { settings, secrets } = splitSecrets(whole, connector.secretPaths);
  const placeholders = placeholdersOf(deps, connector, whole, stored);
  const shown = { connector: connector.name, settings, placeholders };
  await store.applyConfiguration({
    connections: [{ id, name, ...shown, secrets, owner: link.person, org }],
    jobs: [],
    savedBy: { at: context.now, actor: context.actor, door: context.door },
    audit: [
      auditEntry(context, {
        operation: stored === null ? 'connect' : 'reconnect',
        subject: id,
        before: stored === null ? null : beforeOf(stored),
        after: { name, ...shown, org: org.orgName, user: org.userName, secrets: Object.keys(secrets) },
      }),
    ],
    linkId: link.id,
    tell: [
      {
        to: link.person,
        content: {
          kind: 'connection made',
          connectionId: id,
          isNew: stored === null,
          at: context.now.toISOString(),
        },
      },
    ],
  });
  // Jobs that waited for it are due.
  deps.wake();
  if (apiUsage === null) return;
  try {
    await store.connections.setUsage(id, { ...apiUsage, at: context.now });
  } catch (error) {
    // It is connected: whoever did it must not be told that it was refused.
    deps.log.warn({ err: error, connectionId: id }, 'what the CRM told of its limit could not be noted');
  }
}

function beforeOf({ name, connector, settings, placeholders, org }: Connection): object {
  return {
    name,
    connector,
    settings,
    placeholders,
    org: org?.orgName ?? null,
    user: org?.userName ?? null,
  };
}

/** What stands in an exported file for what nobody typed here. */
function placeholdersOf(
  { connectApps, environment }: OperationDeps,
  connector: Connector,
  settings: ConnectionSettings,
  stored: Connection | null,
): Readonly<Record<string, string>> {
  const isConsent = valueAt(settings, ['auth', 'grant']) === authorizationCode;
  const own = isConsent ? (connectApps[connector.name]?.placeholders ?? {}) : {};
  const candidates = { ...stored?.placeholders, ...own };
  // Only what says the same as what is stored: a file that says otherwise would change it.
  const isRight = ([path, text]: readonly [string, string]): boolean =>
    valueAt(settings, path.split('.')) === valueOf(text, environment);
  return Object.fromEntries(Object.entries(candidates).filter(isRight));
}

function valueOf(text: string, environment: OperationDeps['environment']): string | undefined {
  const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
  return name === undefined ? undefined : environment(name);
}
