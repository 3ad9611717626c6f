/** A new webhook: what is asked before it is made, and the only view that shows its secret. */
import type { ModalView } from '@slack/types';
import { webhookEvents } from '../../domain/webhook.ts';
import type { WebhookEvent } from '../../domain/webhook.ts';
import type { CreatedWebhook } from '../../operations/webhooks/create-webhook.ts';
import { code, context, cut, input, modal, section } from '../blocks/index.ts';
import { checkboxes, radioButtons, textInput } from '../blocks/inputs.ts';
import type { InputValues } from '../feature.ts';
import { codeBlock } from './call-text.ts';
import type { JobForm } from './trigger-query.ts';

export const webhookFormIds = { callback: 'webhook', url: 'url', events: 'events', scope: 'scope' } as const;

const title = 'New webhook';
const maxUrl = 2_000;
const shownUrlLength = 200;
const thisJob = 'job';

const eventTexts: Readonly<Record<WebhookEvent, string>> = {
  'run.succeeded': 'A run succeeded',
  'run.partly_succeeded': 'A run partly succeeded',
  'run.failed': 'A run failed',
  'run.cancelled': 'A run was cancelled',
  'run.waiting_for_approval': 'A run waits for approval',
};

export function webhookFormView(form: JobForm): ModalView {
  const scopes = [
    { text: 'This job', value: thisJob },
    { text: 'All jobs', value: 'all' },
  ];
  const choices = webhookEvents.map((value) => ({ text: eventTexts[value], value }));
  return modal({
    title,
    callbackId: webhookFormIds.callback,
    submit: 'Create',
    close: 'Cancel',
    privateMetadata: JSON.stringify(form),
    blocks: [
      input(
        'Address',
        textInput(webhookFormIds.url, { placeholder: 'https://example.com/hooks', maxLength: maxUrl }),
        {
          blockId: webhookFormIds.url,
          hint: 'Takes a POST with JSON, over https.',
        },
      ),
      input('Is told when', checkboxes(webhookFormIds.events, { choices, chosen: [...webhookEvents] }), {
        blockId: webhookFormIds.events,
      }),
      input('Is told of', radioButtons(webhookFormIds.scope, { choices: scopes, chosen: thisJob }), {
        blockId: webhookFormIds.scope,
      }),
    ],
  });
}

export interface EnteredWebhook {
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly isForAll: boolean;
}

export function readWebhookForm(values: InputValues): EnteredWebhook {
  const { url, events, scope } = webhookFormIds;
  const chosen = values[events]?.[events]?.selected_options ?? [];
  return {
    url: values[url]?.[url]?.value ?? '',
    events: webhookEvents.filter((event) => chosen.some(({ value }) => value === event)),
    isForAll: values[scope]?.[scope]?.selected_option?.value === 'all',
  };
}

export function createdWebhookView({ webhook, secret }: CreatedWebhook): ModalView {
  return modal({
    title,
    callbackId: webhookFormIds.callback,
    close: 'Done',
    blocks: [
      section(
        `✅ ${code(cut(webhook.url, shownUrlLength))} is told from now on. *Its secret is shown this once:* copy it now, and keep it as you keep a password.`,
      ),
      section(codeBlock(secret)),
      context(
        'Messages are signed as Standard Webhooks has it: `webhook-signature` is `v1,` and the HMAC-SHA256, in base64, of `webhook-id.webhook-timestamp.body`. Its key is what follows `whsec_`, decoded from base64.',
        'A message may come more than once: `webhook-id` is then the same.',
      ),
    ],
  });
}
