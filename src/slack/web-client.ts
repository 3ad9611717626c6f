import { WebClient } from '@slack/web-api';
import type { FetchFunction, WebClientOptions } from '@slack/web-api';
import type { Log } from '../log.ts';
import { slackLog } from './slack-log.ts';

/**
 * By default the library tries for half an hour, and waits in silence when it is told to slow down. A person who
 * looks at the screen gets an answer within seconds, also when it is that Slack does not answer.
 */
const callTimeoutMs = 8_000;
const retryConfig = { retries: 2, factor: 2, minTimeout: 250, maxTimeout: 1_000, randomize: true };

/** For the calls that have no time limit of their own, such as answers to a response_url. */
const fetchInTime = (...[url, init]: Parameters<FetchFunction>): Promise<Response> =>
  fetch(url, { signal: AbortSignal.timeout(callTimeoutMs), ...init });

/** Told of every call: its method, and whether Slack answered. */
export type OnCall = (method: string, outcome: 'answered' | 'rate limited' | 'failed') => void;

function counting(onCall: OnCall | undefined): FetchFunction {
  if (onCall === undefined) return fetchInTime;
  return async (url, init) => {
    // Addresses that are made for one answer have no method, and no end of names.
    const method = /\/api\/([\w.]{1,60})$/.exec(new URL(String(url)).pathname)?.[1] ?? 'other';
    try {
      const response = await fetchInTime(url, init);
      onCall(method, await outcomeOf(response));
      return response;
    } catch (error) {
      onCall(method, 'failed');
      throw error;
    }
  };
}

/** Slack refuses with 200, too, and says so in the answer. */
async function outcomeOf(response: Response): Promise<Parameters<OnCall>[1]> {
  if (response.status === 429) return 'rate limited';
  if (!response.ok) return 'failed';
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (!isJson) return 'answered';
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const isRefused = typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
  return isRefused ? 'failed' : 'answered';
}

export function webClientOptions(apiUrl: string, log: Log, onCall?: OnCall): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger: slackLog(log),
    timeout: callTimeoutMs,
    fetch: counting(onCall),
    retryConfig,
    rejectRateLimitedCalls: true,
  };
}

export function createWebClient(token: string, apiUrl: string, log: Log, onCall?: OnCall): WebClient {
  return new WebClient(token, webClientOptions(apiUrl, log, onCall));
}

/** For whoever waits and tries again by their own rules. */
export function createPatientClient(token: string, apiUrl: string, log: Log, onCall?: OnCall): WebClient {
  return new WebClient(token, { ...webClientOptions(apiUrl, log, onCall), retryConfig: { retries: 0 } });
}
