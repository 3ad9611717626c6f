/** One POST to an address that somebody typed, which must not lead to this machine or its network. */
import { request as requestPlain } from 'node:http';
import type { RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import { checkedLookup, isPrivateAddress, PrivateAddress } from '../network/checked-lookup.ts';
import type { LookupOptions } from '../network/checked-lookup.ts';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions extends LookupOptions {
  /** For all of it, from the name to the answer. */
  readonly timeoutMs: number;
}

export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  /** In words, without anything that was sent. */
  | { readonly kind: 'not answered'; readonly reason: string };

const refusedText = 'Its name leads to an address that is not public, which the settings do not allow.';

/** Never throws. What is answered is not read, and a redirect is an answer like any other. */
export function post({ url, headers, body }: Post, options: PostOptions): Promise<Posted> {
  const { protocol, hostname } = new URL(url);
  // A name is looked up below; what is an address already is not.
  if (!options.allowsPrivate && isPrivateAddress(hostname)) {
    return Promise.resolve({ kind: 'not answered', reason: refusedText });
  }
  const start = protocol === 'https:' ? requestTls : requestPlain;
  const signal = AbortSignal.timeout(options.timeoutMs);
  const how: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    // A connection of its own: a kept one could be to where the name led before.
    agent: false,
    lookup: checkedLookup(options),
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

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its name is not known.',
  EAI_AGAIN: 'Its name could not be looked up.',
  ECONNREFUSED: 'Nobody listens there.',
  ECONNRESET: 'The connection was broken off.',
  EPIPE: 'The connection was broken off.',
};

function reasonOf(error: NodeJS.ErrnoException, isLate: boolean): string {
  if (error instanceof PrivateAddress) return refusedText;
  if (isLate) return 'There was no answer in time.';
  const { code = '' } = error;
  return reasons[code] ?? `It could not be reached (${/^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown'}).`;
}
