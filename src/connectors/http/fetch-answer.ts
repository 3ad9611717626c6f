import { startDeadline } from './deadline.ts';
import { errorOfNetwork, timeoutError } from './network-errors.ts';
import { agentFor, errorOfReach } from './reach.ts';
import type { Reach } from './reach.ts';
import { parseRetryAfter } from './retry-after.ts';

/** Times of talking to a service, and where it may be. */
export interface HttpTuning {
  /** Longest wait for an answer to begin, and for its next bytes. */
  readonly answerTimeoutMs: number;
  readonly now: () => number;
  readonly reach: Reach;
}

/** An answer that was not a success. */
export interface RefusedAnswer {
  readonly status: number;
  /** The waiting time that `Retry-After` named, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly body: string;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

/** An answer of which only the head is here. Its body must be read to the end or cancelled. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  /**
   * The body, unzipped, as it arrives.
   * @throws RetryableError where it breaks off or nothing comes for too long; the signal's reason on abort.
   */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
  bytes(): Promise<Buffer>;
  text(): Promise<string>;
  /** Safe at any time. */
  cancel(): void;
}

/** One HTTP call without retries: fetch (which asks for gzip itself), a time limit, errors in our words. */
export async function fetchAnswer(call: HttpCall, tuning: HttpTuning): Promise<OpenAnswer> {
  const url = new URL(call.url);
  const { origin } = url;
  call.signal?.throwIfAborted();
  const dispatcher = await agentFor(url, tuning.reach);
  const deadline = startDeadline(tuning.answerTimeoutMs, call.signal);

  const translate = (cause: unknown): unknown => {
    if (call.signal?.aborted) return call.signal.reason;
    if (deadline.passed) return timeoutError(origin, tuning.answerTimeoutMs);
    return errorOfReach(cause, origin) ?? errorOfNetwork(cause, origin);
  };

  let response: Response;
  try {
    deadline.arm();
    const how: RequestInit = {
      method: call.method,
      headers: call.headers,
      body: call.body ?? null,
      // A redirect would carry the session to another address.
      redirect: 'manual',
      signal: deadline.signal,
    };
    response = await fetch(url, dispatcher === undefined ? how : Object.assign(how, { dispatcher }));
    deadline.disarm();
  } catch (cause) {
    deadline.end();
    throw translate(cause);
  }

  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = response.body?.getReader();
    if (reader === undefined) {
      deadline.end();
      return;
    }
    try {
      for (;;) {
        // Armed only while something is awaited: a slow consumer is no fault of the service.
        deadline.arm();
        const { done, value } = await reader.read();
        deadline.disarm();
        if (done) return;
        yield value;
      }
    } catch (cause) {
      throw translate(cause);
    } finally {
      deadline.end();
    }
  }

  async function bytes(): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const chunk of chunks()) parts.push(chunk);
    return Buffer.concat(parts);
  }

  return {
    status: response.status,
    headers: response.headers,
    chunks,
    bytes,
    text: async () => (await bytes()).toString('utf8'),
    cancel: () => deadline.end(),
  };
}

export async function refusedAnswer(answer: OpenAnswer, tuning: HttpTuning): Promise<RefusedAnswer> {
  return {
    status: answer.status,
    retryAfterMs: parseRetryAfter(answer.headers.get('retry-after'), tuning.now()),
    body: await answer.text(),
  };
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
