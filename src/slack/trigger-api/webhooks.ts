/** "Webhooks" of a job: made, tested, looked at and deleted. */
import type { ModalView } from '@slack/types';
import { requireRole } from '../../domain/role.ts';
import { asTyped } from '../blocks/index.ts';
import { readPage } from '../blocks/page.ts';
import type { ActionCall, Call, Feature, SubmissionAnswer, SubmissionCall } from '../feature.ts';
import { openAtOnce, showIn } from '../jobs/open-at-once.ts';
import { pushView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { modalOf } from '../modal-of.ts';
import { noteOf } from '../note-of.ts';
import { readJobForm, readTriggerQuery } from './trigger-query.ts';
import type { TriggerQuery } from './trigger-query.ts';
import { createdWebhookView, readWebhookForm, webhookFormIds, webhookFormView } from './webhook-form.ts';
import { webhookIds, webhooksTitle, webhooksView } from './webhooks-view.ts';

const opened = { title: webhooksTitle, callbackId: webhookIds.callback };

export function createWebhooks(services: SlackServices): Feature {
  const { operations, slack } = services;

  async function load(
    { context, person }: Pick<Call, 'context' | 'person'>,
    query: TriggerQuery,
    note: string | null = null,
  ): Promise<ModalView> {
    const listed = await operations.listWebhooks(context, { job: query.job });
    return webhooksView({ listed, query, clock: { timezone: person.timezone, now: context.now }, note });
  }

  async function open(call: ActionCall): Promise<void> {
    requireRole(call.context.role, 'admin', 'see webhooks');
    const { job } = readTriggerQuery(modalOf(call).privateMetadata);
    await openAtOnce(services, call, opened, () => load(call, { job, page: 0 }));
  }

  async function turn(call: ActionCall): Promise<void> {
    const view = modalOf(call);
    const query = { ...readTriggerQuery(view.privateMetadata), page: readPage(call.value) };
    await showIn(services, view.id, opened, () => load(call, query));
  }

  /** What becomes of it stands above the list. */
  const acting =
    (act: (call: ActionCall, webhookId: string) => Promise<string>) =>
    async (call: ActionCall): Promise<void> => {
      const view = modalOf(call);
      const query = readTriggerQuery(view.privateMetadata);
      await showIn(services, view.id, opened, async () => {
        const note = await noteOf(() => act(call, call.value ?? ''));
        return await load(call, query, note);
      });
    };

  async function openForm(call: ActionCall): Promise<void> {
    requireRole(call.context.role, 'admin', 'make a webhook');
    const view = modalOf(call);
    const { job } = readTriggerQuery(view.privateMetadata);
    await pushView(slack, call, webhookFormView({ job, below: view.id }));
  }

  async function create({ context, person, view }: SubmissionCall): Promise<SubmissionAnswer> {
    const { job, below } = readJobForm(view.privateMetadata);
    const { isForAll, ...entered } = readWebhookForm(view.values);
    const created = await operations.createWebhook(context, { ...entered, jobId: isForAll ? null : job });
    return {
      kind: 'update',
      view: createdWebhookView(created),
      afterwards: async () => {
        await updateView(slack, below, await load({ context, person }, { job, page: 0 }));
      },
    };
  }

  return {
    actions: [
      { actionId: webhookIds.open, handle: open },
      { actionId: webhookIds.newWebhook, handle: openForm },
      { actionId: webhookIds.page, handle: turn },
      {
        actionId: webhookIds.refresh,
        handle: (call) => {
          const view = modalOf(call);
          return showIn(services, view.id, opened, () => load(call, readTriggerQuery(view.privateMetadata)));
        },
      },
      {
        actionId: webhookIds.test,
        handle: acting(async ({ context }, webhookId) => {
          await operations.testWebhook(context, { webhookId });
          return '📨 A test is on its way. *Refresh* shows what becomes of it.';
        }),
      },
      {
        actionId: webhookIds.remove,
        handle: acting(async ({ context }, webhookId) => {
          const { url } = await operations.deleteWebhook(context, { webhookId });
          return `✅ ${asTyped(new URL(url).host)} is told of nothing more.`;
        }),
      },
    ],
    submissions: [{ callbackId: webhookFormIds.callback, handle: create }],
  };
}
