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
const fetchInTime: FetchFunction = (url, init) =>
  fetch(url, { signal: AbortSignal.timeout(callTimeoutMs), ...init });

export function webClientOptions(apiUrl: string, log: Log): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    logger: slackLog(log),
    timeout: callTimeoutMs,
    fetch: fetchInTime,
    retryConfig,
    rejectRateLimitedCalls: true,
  };
}

export function createWebClient(token: string, apiUrl: string, log: Log): WebClient {
  return new WebClient(token, webClientOptions(apiUrl, log));
}

/** For whoever waits and tries again by their own rules. */
export function createPatientClient(token: string, apiUrl: string, log: Log): WebClient {
  return new WebClient(token, { ...webClientOptions(apiUrl, log), retryConfig: { retries: 0 } });
}
