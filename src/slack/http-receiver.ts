/** Events over HTTP: signed, fresh, and each request once. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { Log } from '../log.ts';
import { slackLog } from './slack-log.ts';

export const eventsPath = '/slack/events';

/** A view may have 250 KB, and an interaction brings the whole of it, with every sign escaped. */
const maxBodyBytes = 2_000_000;
/** Bolt refuses what is older than this; we also refuse what is as far ahead. */
const clockToleranceMs = 5 * 60_000;
/** Signatures of the last ten minutes: more than people and Slack send in that time. */
const maxSignatures = 20_000;

export interface HttpReceiver {
  readonly receiver: HTTPReceiver;
  readonly requestListener: RequestListener;
}

export function createHttpReceiver(signingSecret: string, log: Log, now: () => Date): HttpReceiver {
  const seen = createSeen(now);
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [eventsPath],
    bodyLimit: maxBodyBytes,
    logger: slackLog(log),
    // Verified by then: a signature that only an attacker made up is never remembered.
    customPropertiesExtractor: (request: IncomingMessage) => {
      // Two people's letters, or one's, may be the same within the second that a signature names.
      if (!asksForOptions(request)) seen.add(signatureOf(request));
      return {};
    },
    unhandledRequestHandler: () => log.error('Slack: a request was not answered in time'),
  });

  function requestListener(request: IncomingMessage, response: ServerResponse): void {
    const aheadMs = Number(request.headers['x-slack-request-timestamp']) * 1_000 - now().getTime();
    if (!(aheadMs <= clockToleranceMs)) return refuse(response, 401, 'from the future, or without a time');
    // What Slack sends again is signed again. It says so, and what it was about is acted on once all the same.
    const isAgain = request.headers['x-slack-retry-num'] !== undefined;
    if (!isAgain && seen.has(signatureOf(request))) return refuse(response, 409, 'sent a second time');
    receiver.requestListener(request, response);
  }

  function refuse(response: ServerResponse, status: number, why: string): void {
    log.warn(`Slack: a request was refused: ${why}`);
    response.writeHead(status, { connection: 'close' }).end();
  }

  return { receiver, requestListener };
}

/** Whether it only asks what a select offers: answering that twice does nothing twice. */
function asksForOptions(request: IncomingMessage): boolean {
  const body = 'rawBody' in request && Buffer.isBuffer(request.rawBody) ? request.rawBody : null;
  if (body?.includes('block_suggestion') !== true) return false;
  const payload: unknown = JSON.parse(new URLSearchParams(body.toString()).get('payload') ?? 'null');
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'type' in payload &&
    payload.type === 'block_suggestion'
  );
}

function signatureOf({ headers }: IncomingMessage): string {
  return createHash('sha256').update(String(headers['x-slack-signature'])).digest('base64url');
}

/** Remembers for as long as the time of a request would pass. */
function createSeen(now: () => Date): { has(id: string): boolean; add(id: string): void } {
  /** In the order in which they end. */
  const until = new Map<string, number>();
  return {
    has: (id) => (until.get(id) ?? 0) > now().getTime(),
    add(id) {
      const nowMs = now().getTime();
      until.delete(id);
      until.set(id, nowMs + 2 * clockToleranceMs);
      for (const [oldest, endMs] of until) {
        if (endMs > nowMs && until.size <= maxSignatures) break;
        until.delete(oldest);
      }
    },
  };
}
