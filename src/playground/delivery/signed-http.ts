import { createHmac } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Delivery } from '../options.ts';
import type { Acknowledgement, Envelope, Transport } from './envelope.ts';

type HttpDelivery = Extract<Delivery, { readonly transport: 'http' }>;

/** An acknowledgement holds a view at most. */
const maxAnswerBytes = 1_000_000;

/** Delivers by POST, signed as Slack signs (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signedHttp(delivery: HttpDelivery, signingSecret: string, clock: Clock): Transport {
  return {
    isConnected: true,
    async deliver(envelope, signal) {
      const { contentType, body } = bodyOf(envelope);
      const timestamp = String(Math.floor(clock.now().getTime() / 1_000));
      try {
        const response = await fetch(addressFor(envelope, delivery), {
          method: 'POST',
          headers: {
            'content-type': contentType,
            'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
            'x-slack-request-timestamp': timestamp,
            'x-slack-signature': signatureOf(signingSecret, timestamp, body),
            ...retryHeaders(envelope),
          },
          body,
          signal,
          redirect: 'manual',
        });
        const text = await response.text();
        return acknowledgementOf(response, text);
      } catch (error) {
        if (signal.aborted) return { outcome: 'timeout' };
        // Node's fetch rejects with a TypeError for whatever happens to the connection.
        if (error instanceof TypeError) return { outcome: 'unreachable' };
        throw error;
      }
    },
  };
}

function addressFor({ kind, name }: Envelope, delivery: HttpDelivery): string {
  const { eventsUrl, interactivityUrl = eventsUrl, commandsUrl = eventsUrl } = delivery;
  if (kind === 'events_api') return eventsUrl;
  if (kind === 'slash_commands') return commandsUrl;
  return name === 'block_suggestion' ? (delivery.optionsUrl ?? interactivityUrl) : interactivityUrl;
}

function bodyOf({ kind, payload }: Envelope): { readonly contentType: string; readonly body: string } {
  if (kind === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const contentType = 'application/x-www-form-urlencoded';
  if (kind === 'interactive') {
    return { contentType, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
  }
  const fields = new URLSearchParams();
  for (const [key, value] of Object.entries(payload)) fields.set(key, String(value));
  return { contentType, body: fields.toString() };
}

export function signatureOf(signingSecret: string, timestamp: string, body: string): string {
  const hash = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return `v0=${hash}`;
}

function retryHeaders({ retry }: Envelope): Record<string, string> {
  if (retry === null) return {};
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
}

function acknowledgementOf(response: Response, text: string): Acknowledgement {
  if (!response.ok || text.length > maxAnswerBytes) return { outcome: 'http', status: response.status };
  if (text === '') return { outcome: 'ok', payload: null };
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  if (!isJson) return { outcome: 'ok', payload: { text } };
  try {
    return { outcome: 'ok', payload: JSON.parse(text) as unknown };
  } catch {
    return { outcome: 'http', status: response.status };
  }
}
