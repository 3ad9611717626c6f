/** Requests in the name of a connection: session, retries and errors are settled in one place, for every CRM. */
import { isTold } from '../../domain/errors.ts';
import type { CrmSession, OnRetry, SessionSource } from '../connector.ts';
import { fetchAnswer, isSuccess, refusedAnswer } from './fetch-answer.ts';
import type { HttpCall, OpenAnswer, RefusedAnswer } from './fetch-answer.ts';
import { unreadableAnswer } from './network-errors.ts';
import { retrying } from './retry.ts';
import type { RetryTuning } from './retry.ts';

export interface SessionRequest {
  readonly method?: HttpCall['method'];
  /** Below the API's version (`query?q=…`), or from the root (`/services/oauth2/userinfo`). */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Ends the pauses before the request is sent again; an answer that is under way is waited for. For writes. */
  readonly pauseSignal?: AbortSignal | undefined;
}

export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

export interface SessionHttp<Tuning extends RetryTuning> {
  readonly tuning: Tuning;
  /** The answer with its whole body; one whose body broke off is asked for again. */
  send(request: SessionRequest): Promise<WholeAnswer>;
  /**
   * The body, read by `parse`. One that `parse` throws on was cut off or comes from some proxy, so it is
   * asked for again too.
   */
  read<T>(request: SessionRequest, parse: (bytes: Buffer) => T): Promise<T>;
  /** The same, of text. */
  json<T>(request: SessionRequest, parse: (text: string) => T): Promise<T>;
  /** The answer as soon as its head is here: for bodies too large to hold. */
  open(request: SessionRequest): Promise<OpenAnswer>;
}

/** What differs from service to service. */
export interface Service {
  /** As shown to people: "Salesforce". */
  readonly title: string;
  addressOf(path: string, session: CrmSession): string;
  errorOfAnswer(answer: RefusedAnswer): Error;
  isExpiredSession(answer: RefusedAnswer): boolean;
  /** Sees the head of every answer. */
  onAnswer?(headers: Headers): void;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SessionHttpOptions<Tuning extends RetryTuning> {
  readonly service: Service;
  readonly sessions: SessionSource;
  readonly tuning: Tuning;
  readonly onRetry?: OnRetry | undefined;
  /** Ends every request, beside the signal of its own. */
  readonly signal?: AbortSignal | undefined;
}

export function createSessionHttp<Tuning extends RetryTuning>({
  service,
  sessions,
  tuning,
  onRetry,
  signal: ofAll,
}: SessionHttpOptions<Tuning>): SessionHttp<Tuning> {
  const bounded = (request: SessionRequest): SessionRequest => {
    if (ofAll === undefined) return request;
    const { signal } = request;
    return { ...request, signal: signal === undefined ? ofAll : AbortSignal.any([ofAll, signal]) };
  };

  const call = async (request: SessionRequest, session: CrmSession): Promise<OpenAnswer> => {
    const answer = await fetchAnswer(
      {
        method: request.method ?? 'GET',
        url: service.addressOf(request.path, session),
        headers: {
          accept: 'application/json',
          ...service.headers,
          ...request.headers,
          authorization: `Bearer ${session.accessToken}`,
        },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: request.signal,
      },
      tuning,
    );
    service.onAnswer?.(answer.headers);
    return answer;
  };

  /** One attempt: an expired session is renewed once, and the request sent again with the new one. */
  const attempt = async (request: SessionRequest): Promise<OpenAnswer> => {
    const session = await sessions.get();
    const answer = await call(request, session);
    if (isSuccess(answer.status)) return answer;
    const refused = await refusedAnswer(answer, tuning);
    if (!service.isExpiredSession(refused)) throw service.errorOfAnswer(refused);
    const renewed = await call(request, await sessions.refresh(session));
    if (isSuccess(renewed.status)) return renewed;
    throw service.errorOfAnswer(await refusedAnswer(renewed, tuning));
  };

  const readWhole = async (request: SessionRequest): Promise<WholeAnswer> => {
    const answer = await attempt(request);
    const { status, headers } = answer;
    const bytes = await answer.bytes();
    return { status, headers, bytes };
  };

  const repeated = async <T>({ signal, pauseSignal }: SessionRequest, task: () => Promise<T>): Promise<T> => {
    // Outside of what is repeated: a login that failed was tried as often as makes sense already.
    await sessions.get();
    return await retrying(task, tuning, { signal, pauseSignal, onRetry });
  };

  const read = <T>(given: SessionRequest, parse: (bytes: Buffer) => T): Promise<T> => {
    const request = bounded(given);
    return repeated(request, async () => {
      const { bytes } = await readWhole(request);
      try {
        return parse(bytes);
      } catch (cause) {
        // What the answer itself says is wrong is no trouble of its form.
        if (isTold(cause)) throw cause;
        throw unreadableAnswer(service.title, cause);
      }
    });
  };

  return {
    tuning,
    open: (given) => {
      const request = bounded(given);
      return repeated(request, () => attempt(request));
    },
    send: (given) => {
      const request = bounded(given);
      return repeated(request, () => readWhole(request));
    },
    read,
    json: (request, parse) => read(request, (bytes) => parse(bytes.toString('utf8'))),
  };
}
