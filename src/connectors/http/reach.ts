/** Where the requests of a connector may go: the address of a connection is somebody's text. */
import { UserError } from '../../domain/errors.ts';
import { checkedLookup, isPrivateAddress, PrivateAddress } from '../../network/checked-lookup.ts';
import type { LookupOptions } from '../../network/checked-lookup.ts';
import { isLoopbackHost } from '../loopback-host.ts';

/** Names that are the CRM's own may lead anywhere (into a private link of its cloud); other names only where it is said. */
export interface Reach extends LookupOptions {
  readonly isOwnAddress: (url: URL) => boolean;
}

/** Connections are kept, and lead where their name was checked to lead. */
const agents = new WeakMap<Reach, Promise<Dispatcher>>();

/** For `fetch`, which is the same library in another version, whose types differ. */
type Dispatcher = object;

/**
 * What connects to the address: undefined where nothing has to be checked, as for nearly all.
 *
 * @throws UserError `private_address` where the host is itself an address of the operator's network. One that names this
 * machine outright hides nothing.
 */
export async function agentFor(url: URL, reach: Reach): Promise<Dispatcher | undefined> {
  if (reach.allowsPrivate || isLoopbackHost(url) || reach.isOwnAddress(url)) return undefined;
  if (isPrivateAddress(url.hostname)) throw privateAddress(url.origin);
  const agent = agents.get(reach) ?? checkingAgent(reach);
  agents.set(reach, agent);
  return await agent;
}

export async function checkingAgent(reach: LookupOptions): Promise<Dispatcher> {
  // Takes long to load, and is seldom needed: runs begin without it.
  const undici = await import('undici');
  return new undici.Agent({ connect: { lookup: checkedLookup(reach) } });
}

/** What a request failed for, where that is where its name led. */
export function errorOfReach(cause: unknown, origin: string): UserError | null {
  // fetch wraps the reason.
  let current = cause;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if (current instanceof PrivateAddress) return privateAddress(origin, cause);
    current = current.cause;
  }
  return null;
}

function privateAddress(origin: string, cause?: unknown): UserError {
  return new UserError(
    `${origin} leads to an address that is not public, and nothing was sent there. Check the address of the connection; ` +
      'where it is meant to be in your own network, set CONNECT_ADDRESSES=any.',
    { code: 'private_address', cause },
  );
}
