import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { UserError } from '../../domain/errors.ts';
import { isPublicAddress } from '../../domain/public-address.ts';
import type { Webhook, WebhookEvent } from '../../domain/webhook.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface CreateWebhookInput {
  readonly url: string;
  /** Id of the one job that it is told of; null for all. */
  readonly jobId: string | null;
  readonly events: readonly WebhookEvent[];
}

export interface CreatedWebhook {
  readonly webhook: Webhook;
  /** What its messages are signed with; never to be had again. */
  readonly secret: string;
}

const secretBytes = 32;
export const maxUrlLength = 2_000;

/** @throws UserError at `url` or `events`; `too_many_webhooks`, `unknown_job`, `encryption_key_missing` */
export async function createWebhook(
  deps: OperationDeps,
  context: OperationContext,
  { url: typed, jobId, events }: CreateWebhookInput,
): Promise<CreatedWebhook> {
  authorize(context, 'admin', 'make a webhook');
  const url = readUrl(typed.trim(), deps.allowsPrivateWebhooks);
  if (events.length === 0) {
    throw new UserError('Choose at least one.', { code: 'no_events', path: ['events'] });
  }
  const { now: createdAt, actor: createdBy } = context;
  const webhook = { id: deps.newId(), url, jobId, events: [...new Set(events)], createdAt, createdBy };
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`;
  const after = { url, jobId, events: webhook.events };
  const entry = auditEntry(context, {
    operation: 'create-webhook',
    subject: webhook.id,
    before: null,
    after,
  });
  await (await deps.store()).webhooks.add(webhook, secret, entry);
  return { webhook, secret };
}

/** Where a name leads is looked at when it is called: it may lead elsewhere by then. */
function readUrl(typed: string, allowsPrivate: boolean): string {
  if (typed.length > maxUrlLength || !URL.canParse(typed)) {
    throw wrongUrl('That is no address. Type one such as https://example.com/hooks.');
  }
  const url = new URL(typed);
  const { protocol, hostname, username, password } = url;
  const isWeb = protocol === 'https:' || (protocol === 'http:' && allowsPrivate);
  if (!isWeb) throw wrongUrl('The address must begin with https://.');
  if (username !== '' || password !== '') {
    throw wrongUrl(
      'Leave the user and password out of the address: receivers know messages by their signature.',
    );
  }
  const host = hostname.replace(/^\[|\]$/g, '');
  const isPrivate = isIP(host) === 0 ? /(?:^|\.)localhost\.?$/.test(host) : !isPublicAddress(host);
  if (isPrivate && !allowsPrivate) {
    throw wrongUrl(
      'That address is of the machine or network of Crosswalk. Whoever runs it can allow that by WEBHOOK_PRIVATE_ADDRESSES.',
    );
  }
  url.hash = '';
  return url.href;
}

function wrongUrl(message: string): UserError {
  return new UserError(message, { code: 'invalid_url', path: ['url'] });
}
