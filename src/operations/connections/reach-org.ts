import { withRefreshToken } from '../../connectors/authorizing.ts';
import type {
  ApiUsage,
  ConnectionIdentity,
  ConnectionSettings,
  Connector,
} from '../../connectors/connector.ts';
import type { OrgIdentity } from '../../domain/connect-link.ts';
import { UserError } from '../../domain/errors.ts';

/** Somebody waits in front of their browser. */
const withinMs = 25_000;

export interface Reached {
  /** By which it was logged in: another refresh token than before where the CRM has given one. */
  readonly settings: ConnectionSettings;
  readonly org: OrgIdentity;
  readonly apiUsage: ApiUsage | null;
}

/** Logs in by settings that are not stored yet, and asks who that is. */
export async function reachOrg(
  connector: Connector,
  settings: ConnectionSettings,
  now: Date,
): Promise<Reached> {
  return await inTime(connector, async (signal) => {
    let latest = settings;
    const session = await connector.logIn(connector.parseSettings(settings), {
      signal,
      onNewRefreshToken: (token) => {
        latest = withRefreshToken(latest, token);
        return Promise.resolve();
      },
    });
    const sessions = { get: () => Promise.resolve(session), refresh: () => Promise.resolve(session) };
    const client = connector.openClient({ sessions, signal });
    try {
      const found = await client.identify();
      return { settings: latest, org: orgOf(found, now), apiUsage: found.apiUsage };
    } finally {
      await client.close();
    }
  });
}

/** @throws UserError where it takes longer than somebody waits. */
export async function inTime<Result>(
  { title }: Connector,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    return await task(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UserError(
      `${title} did not answer within ${withinMs / 1000} seconds. Check the address, or try again later.`,
      { code: 'timeout', cause: error },
    );
  }
}

export function orgOf({ orgId, orgName, userName }: ConnectionIdentity, now: Date): OrgIdentity {
  return { orgId, orgName, userName, at: now.toISOString() };
}
