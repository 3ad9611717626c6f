/** How a message to a webhook is signed: as Standard Webhooks has it, so that receivers find libraries for it. */
import { createHmac } from 'node:crypto';
import type { WebhookMessage } from '../domain/webhook.ts';

/** Secrets are told as this and base64 of their bytes. */
const secretPrefix = 'whsec_';

/** HMAC-SHA256 over the message's id, the moment (whole seconds since 1970) and the body, joined by dots. */
export function signedHeaders(
  { id, body }: Pick<WebhookMessage, 'id' | 'body'>,
  secret: string,
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
