/** One POST to an address that somebody typed, which must not lead to this machine or its network. */
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { request as requestPlain } from 'node:http';
import type { RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../domain/public-address.ts';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  readonly allowsPrivate: boolean;
  /** All addresses of a name; the system's where it is not given. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
  /** For all of it, from the name to the answer. */
  readonly timeoutMs: number;
}

export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  /** In words, without anything that was sent. */
  | { readonly kind: 'not answered'; readonly reason: string };

class RefusedAddress extends Error {}

const refusedText = 'Its name leads to an address that is not public, which the settings do not allow.';

/** Never throws. What is answered is not read, and a redirect is an answer like any other. */
export function post({ url, headers, body }: Post, options: PostOptions): Promise<Posted> {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // A name is looked up below; what is an address already is not.
  if (!options.allowsPrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
    return Promise.resolve({ kind: 'not answered', reason: refusedText });
  }
  const start = protocol === 'https:' ? requestTls : requestPlain;
  const signal = AbortSignal.timeout(options.timeoutMs);
  const how: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    // A connection of its own: a kept one could be to where the name led before.
    agent: false,
    lookup: guardedLookup(options),
    signal,
  };
  return new Promise((resolve) => {
    const sent = start(url, how, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      resolve({ kind: 'answered', status, retryAfter: answered['retry-after'] });
      response.destroy();
    });
    sent.on('error', (error) => resolve({ kind: 'not answered', reason: reasonOf(error, signal.aborted) }));
    sent.end(body);
  });
}

/** What it gives is what is connected to: nobody can have it changed between the check and the connection. */
function guardedLookup(options: PostOptions): LookupFunction {
  return (name, { all = false }, callback) => void tellChecked(name, { all, callback }, options);
}

async function tellChecked(
  name: string,
  { all, callback }: { readonly all: boolean; readonly callback: Parameters<LookupFunction>[2] },
  options: PostOptions,
): Promise<void> {
  try {
    const found = await checkedAddresses(name, options);
    const [first] = found;
    if (all) callback(null, [...found]);
    else callback(null, first.address, first.family);
  } catch (error) {
    callback(error instanceof Error ? error : new Error('It could not be looked up.'), '', 0);
  }
}

/** @throws RefusedAddress where one of them is not public: which one is called would be chance */
async function checkedAddresses(
  name: string,
  { allowsPrivate, resolve = resolveAll }: PostOptions,
): Promise<readonly [LookupAddress, ...LookupAddress[]]> {
  const [first, ...others] = await resolve(name);
  if (first === undefined) throw new RefusedAddress();
  const found = [first, ...others] as const;
  if (!allowsPrivate && !found.every(({ address }) => isPublicAddress(address))) throw new RefusedAddress();
  return found;
}

function resolveAll(name: string): Promise<readonly LookupAddress[]> {
  return systemLookup(name, { all: true });
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name is not known.',
  EAI_AGAIN: 'Its name could not be looked up.',
  ECONNREFUSED: 'Nobody listens there.',
  ECONNRESET: 'The connection was broken off.',
  EPIPE: 'The connection was broken off.',
};

function reasonOf(error: NodeJS.ErrnoException, isLate: boolean): string {
  if (error instanceof RefusedAddress) return refusedText;
  if (isLate) return 'There was no answer in time.';
  const { code = '' } = error;
  return reasons[code] ?? `It could not be reached (${/^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown'}).`;
}
