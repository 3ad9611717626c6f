import { UserError } from '../../domain/errors.ts';
import { testMessage } from '../../domain/webhook.ts';
import type { Webhook } from '../../domain/webhook.ts';
import { auditEntry, authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

interface WebhookInput {
  readonly webhookId: string;
}

/** Nothing more goes there, also not what waits. @throws UserError `unknown_webhook` */
export async function deleteWebhook(
  deps: OperationDeps,
  context: OperationContext,
  { webhookId }: WebhookInput,
): Promise<Webhook> {
  authorize(context, 'admin', 'delete a webhook');
  const { webhooks } = await deps.store();
  const webhook = await webhooks.byId(webhookId);
  if (webhook === null) throw unknownWebhook();
  const { url, jobId, events } = webhook;
  const before = { url, jobId, events };
  const entry = auditEntry(context, { operation: 'delete-webhook', subject: webhookId, before, after: null });
  if (!(await webhooks.remove(webhookId, entry))) throw unknownWebhook();
  return webhook;
}

/** Sends it a message that is about nothing. @throws UserError `unknown_webhook` */
export async function testWebhook(
  deps: OperationDeps,
  context: OperationContext,
  { webhookId }: WebhookInput,
): Promise<void> {
  authorize(context, 'admin', 'test a webhook');
  const message = testMessage(deps.newId(), context.now);
  const after = { message: message.id };
  const entry = auditEntry(context, { operation: 'test-webhook', subject: webhookId, before: null, after });
  const { webhooks } = await deps.store();
  if (!(await webhooks.send(webhookId, message, context.now, entry))) throw unknownWebhook();
}

function unknownWebhook(): UserError {
  return new UserError('That webhook has been deleted already.', { code: 'unknown_webhook' });
}
