import { LogLevel, WebClient } from '@slack/web-api';
import type { WebClientOptions } from '@slack/web-api';
import type { Playground } from '../../../src/playground/index.ts';

/** The real client, which does not try again by itself. */
export function clientOf(
  playground: Playground,
  token = playground.botToken,
  options: WebClientOptions = {},
): WebClient {
  return new WebClient(token, {
    slackApiUrl: playground.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: silent,
    ...options,
  });
}

const nothing = (): void => undefined;

/** What is refused on purpose is not to be read about. */
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

interface Refusal {
  readonly error: string;
  readonly needed?: string;
  readonly response_metadata?: { readonly messages?: readonly string[] };
}

/** What Slack said no with. @throws where it did not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (typeof outcome === 'object' && outcome !== null && 'data' in outcome) return outcome.data as Refusal;
  throw new Error(`It was not refused in Slack's way: ${String(outcome)}`);
}

/** The word that Slack said no with. */
export async function refusedWith(call: Promise<unknown>): Promise<string> {
  return (await refusalOf(call)).error;
}
