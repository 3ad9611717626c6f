import { WebClient } from '@slack/web-api';
import type { FetchFunction, WebClientOptions } from '@slack/web-api';
import type { Log } from '../log.ts';
import type { BotToken } from './bot-token.ts';
import { slackLog } from './slack-log.ts';
import { isTokenRefusal } from './token-refusals.ts';

/**
 * By default the library tries for half an hour, and waits in silence when it is told to slow down. A person who
 * looks at the screen gets an answer within seconds, also when it is that Slack does not answer.
 */
const callTimeoutMs = 8_000;
const retryConfig = { retries: 2, factor: 2, minTimeout: 250, maxTimeout: 1_000, randomize: true };

/** Told of every call: its method, and whether Slack answered. */
export type OnCall = (method: string, outcome: 'answered' | 'rate limited' | 'failed') => void;

interface Fetching {
  readonly apiUrl: string;
  /** Put on each call, also on one that is tried again; null where calls bring what they need. */
  readonly token: BotToken | null;
  readonly onCall: OnCall | undefined;
}

function fetching({ apiUrl, token, onCall }: Fetching): FetchFunction {
  const ask = async (...[url, init]: Parameters<FetchFunction>): Promise<[Response, unknown]> => {
    // Addresses that are made for one answer have no method, and no end of names.
    const method = /\/api\/([\w.]{1,60})$/.exec(new URL(String(url)).pathname)?.[1] ?? 'other';
    try {
      // For the calls that have no time limit of their own, such as answers to a response_url.
      const response = await fetch(url, { signal: AbortSignal.timeout(callTimeoutMs), ...init });
      const refusal = await refusalOf(response);
      onCall?.(method, outcomeOf(response, refusal));
      return [response, refusal];
    } catch (error) {
      onCall?.(method, 'failed');
      throw error;
    }
  };
  return async (url, init) => {
    // Files go to addresses of their own, which are to see no token.
    const shown = token !== null && String(url).startsWith(apiUrl) ? await token.get() : null;
    if (token === null || shown === null) return (await ask(url, init))[0];
    const [response, refusal] = await ask(url, showing(shown, init));
    if (!isTokenRefusal(refusal)) return response;
    const other = await token.after(shown, refusal);
    return other === null ? response : (await ask(url, showing(other, init)))[0];
  };
}

function showing(token: string, init: Parameters<FetchFunction>[1]): Parameters<FetchFunction>[1] {
  return { ...init, headers: { ...init?.headers, Authorization: `Bearer ${token}` } };
}

/** Slack refuses with 200, too, and says so in the answer; null where it does not. */
async function refusalOf(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (!response.ok || !isJson) return null;
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  if (typeof answer !== 'object' || answer === null || !('ok' in answer) || answer.ok !== false) return null;
  return 'error' in answer ? answer.error : 'unknown_error';
}

function outcomeOf({ status, ok }: Response, refusal: unknown): Parameters<OnCall>[1] {
  if (status === 429) return 'rate limited';
  return ok && refusal === null ? 'answered' : 'failed';
}

export function webClientOptions(
  apiUrl: string,
  log: Log,
  onCall?: OnCall,
  token: BotToken | null = null,
): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger: slackLog(log),
    timeout: callTimeoutMs,
    fetch: fetching({ apiUrl, token, onCall }),
    retryConfig,
    rejectRateLimitedCalls: true,
  };
}

export function createWebClient(token: BotToken, apiUrl: string, log: Log, onCall?: OnCall): WebClient {
  return new WebClient(undefined, webClientOptions(apiUrl, log, onCall, token));
}

/** For whoever waits and tries again by their own rules. */
export function createPatientClient(token: BotToken, apiUrl: string, log: Log, onCall?: OnCall): WebClient {
  return new WebClient(undefined, {
    ...webClientOptions(apiUrl, log, onCall, token),
    retryConfig: { retries: 0 },
  });
}
