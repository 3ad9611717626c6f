import type { Job } from '../../domain/job.ts';
import type { Webhook, WebhookDelivery } from '../../domain/webhook.ts';
import { findJob } from '../find-job.ts';
import { authorize } from '../operation.ts';
import type { OperationContext, OperationDeps } from '../operation.ts';

export interface ListedWebhook {
  readonly webhook: Webhook;
  /** The newest, newest first. */
  readonly deliveries: readonly WebhookDelivery[];
}

export interface ListedWebhooks {
  readonly job: Job;
  /** Those that are told of this job, oldest first. */
  readonly webhooks: readonly ListedWebhook[];
}

export const deliveriesShown = 5;

/** @throws UserError `unknown_job` */
export async function listWebhooks(
  deps: OperationDeps,
  context: OperationContext,
  { job: nameOrId }: { readonly job: string },
): Promise<ListedWebhooks> {
  authorize(context, 'admin', 'see webhooks');
  const store = await deps.store();
  const job = await findJob(store, nameOrId);
  const webhooks: ListedWebhook[] = [];
  for (const webhook of await store.webhooks.list(job.id)) {
    webhooks.push({ webhook, deliveries: await store.webhooks.deliveries(webhook.id, deliveriesShown) });
  }
  return { job, webhooks };
}
