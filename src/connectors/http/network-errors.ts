/** What the network did, as trouble that passes. */
import { RetryableError } from '../../domain/errors.ts';

/** @param cause what fetch or a body threw: resets, broken bodies, names that do not resolve. */
export function errorOfNetwork(cause: unknown, origin: string): RetryableError {
  const code = networkCode(cause);
  const reason = networkReasons[code] ?? 'the connection broke';
  return new RetryableError(`Could not connect to ${origin}: ${reason}.`, {
    code: 'network',
    cause,
  });
}

export function timeoutError(origin: string, timeoutMs: number): RetryableError {
  return new RetryableError(`${origin} sent nothing for ${Math.round(timeoutMs / 1000)} seconds.`, {
    code: 'timeout',
  });
}

/** A 200 whose body cannot be read: cut off on the way, or a page of some proxy. */
export function unreadableAnswer(origin: string, cause?: unknown): RetryableError {
  return new RetryableError(`The answer of ${origin} could not be read: it is cut off or no JSON.`, {
    code: 'unreadable_answer',
    cause,
  });
}

const untrusted =
  'its certificate is not trusted; check the address, or set NODE_EXTRA_CA_CERTS to its authority';

const networkReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name does not resolve; check the address and the network',
  EAI_AGAIN: 'its name does not resolve at the moment',
  ECONNREFUSED: 'it refuses connections; check the address',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer was cut off',
  Z_BUF_ERROR: 'the answer was cut off',
  CERT_HAS_EXPIRED: 'its certificate has expired; whoever runs it has to renew it',
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
};

function networkCode(cause: unknown): string {
  // fetch wraps the reason: TypeError('fetch failed', { cause: Error with a code }).
  let current: unknown = cause;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = current.cause;
  }
  return '';
}
