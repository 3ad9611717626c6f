/** All requests to the org go through here: session, retries, usage and errors are settled in one place. */
import type { ApiUsage, CrmSession, OnRetry, SessionSource } from '../connector.ts';
import { parseLimitInfo } from './api-usage.ts';
import { unreadableAnswer } from '../http/network-errors.ts';
import { errorOfAnswer, isExpiredSession } from './errors.ts';
import { fetchAnswer, isSuccess, refusedAnswer } from '../http/fetch-answer.ts';
import type { OpenAnswer } from '../http/fetch-answer.ts';
import { retrying } from './retry.ts';
import { defaultApiVersion } from './settings.ts';
import type { Tuning } from './tuning.ts';

export interface SalesforceRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API version (`query?q=…`), or from the root (`/services/oauth2/userinfo`). */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface SalesforceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface SalesforceHttp {
  readonly tuning: Tuning;
  /** The answer with its whole body; one whose body broke off is asked for again. */
  send(request: SalesforceRequest): Promise<SalesforceAnswer>;
  /**
   * The body, read by `parse`. One that `parse` throws on was cut off or comes from some proxy, so it is
   * asked for again too.
   */
  json<T>(request: SalesforceRequest, parse: (text: string) => T): Promise<T>;
  /** The answer as soon as its head is here: for bodies too large to hold. */
  open(request: SalesforceRequest): Promise<OpenAnswer>;
  /** The org's API requests of the last 24 hours as the latest answer told; null before the first. */
  usage(): ApiUsage | null;
}

export interface HttpOptions {
  readonly sessions: SessionSource;
  readonly tuning: Tuning;
  readonly onRetry?: OnRetry | undefined;
}

export function createHttp({ sessions, tuning, onRetry }: HttpOptions): SalesforceHttp {
  let usage: ApiUsage | null = null;

  const call = async (request: SalesforceRequest, session: CrmSession): Promise<OpenAnswer> => {
    const answer = await fetchAnswer(
      {
        method: request.method ?? 'GET',
        url: addressOf(request.path, session),
        headers: {
          accept: 'application/json',
          ...request.headers,
          authorization: `Bearer ${session.accessToken}`,
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: request.signal,
      },
      tuning,
    );
    usage = parseLimitInfo(answer.headers.get('sforce-limit-info')) ?? usage;
    return answer;
  };

  /** One attempt: an expired session is renewed once, and the request sent again with the new one. */
  const attempt = async (request: SalesforceRequest): Promise<OpenAnswer> => {
    const session = await sessions.get();
    const answer = await call(request, session);
    if (isSuccess(answer.status)) return answer;
    const refused = await refusedAnswer(answer, tuning);
    if (!isExpiredSession(refused)) throw errorOfAnswer(refused);
    const renewed = await call(request, await sessions.refresh(session));
    if (isSuccess(renewed.status)) return renewed;
    throw errorOfAnswer(await refusedAnswer(renewed, tuning));
  };

  const readWhole = async (request: SalesforceRequest): Promise<SalesforceAnswer> => {
    const answer = await attempt(request);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  const repeated = async <T>({ signal }: SalesforceRequest, task: () => Promise<T>): Promise<T> => {
    // Outside of what is repeated: a login that failed was tried as often as makes sense already.
    await sessions.get();
    return await retrying(task, tuning, { signal, onRetry });
  };

  return {
    tuning,
    open: (request) => repeated(request, () => attempt(request)),
    send: (request) => repeated(request, () => readWhole(request)),
    json: (request, parse) =>
      repeated(request, async () => {
        const { text } = await readWhole(request);
        try {
          return parse(text);
        } catch (cause) {
          throw unreadableAnswer('Salesforce', cause);
        }
      }),
    usage: () => usage,
  };
}

function addressOf(path: string, session: CrmSession): string {
  if (path.startsWith('/')) return session.instanceUrl + path;
  return `${session.instanceUrl}/services/data/v${session.apiVersion ?? defaultApiVersion}/${path}`;
}
