/** "Webhooks": the addresses that are told how runs of a job end, and what went there. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { DeliveryState, WebhookDelivery } from '../../domain/webhook.ts';
import type { ListedWebhook, ListedWebhooks } from '../../operations/webhooks/list-webhooks.ts';
import {
  actions,
  asTyped,
  bold,
  button,
  code,
  confirmation,
  context,
  cut,
  modal,
  section,
} from '../blocks/index.ts';
import { pageOf } from '../blocks/page.ts';
import { pageButtons } from '../blocks/page-buttons.ts';
import { momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import type { TriggerQuery } from './trigger-query.ts';

export const webhookIds = {
  callback: 'webhooks',
  open: 'webhooks-open',
  newWebhook: 'webhook-new',
  test: 'webhook-test',
  remove: 'webhook-delete',
  refresh: 'webhooks-refresh',
  page: 'webhooks-page',
} as const;

export const webhooksTitle = 'Webhooks';
const webhooksOnPage = 8;
const shownUrlLength = 200;

export interface WebhooksData {
  readonly listed: ListedWebhooks;
  readonly query: TriggerQuery;
  readonly clock: Clock;
  /** What became of what the person did last, as mrkdwn; null where nothing is to be told. */
  readonly note: string | null;
}

export function webhooksView({ listed, query, clock, note }: WebhooksData): ModalView {
  const { job, webhooks } = listed;
  const page = pageOf(webhooks, query.page, webhooksOnPage);
  return modal({
    title: webhooksTitle,
    callbackId: webhookIds.callback,
    close: 'Back',
    privateMetadata: JSON.stringify({ job: job.id, page: page.page } satisfies TriggerQuery),
    blocks: [
      ...(note === null ? [] : [section(note)]),
      section(
        page.total === 0
          ? `Nobody is told how runs of ${bold(job.name)} end.`
          : `These addresses are told how runs of ${bold(job.name)} end:`,
      ),
      ...page.items.flatMap((each) => webhookBlocks(each, clock)),
      actions([
        button('New webhook', webhookIds.newWebhook, { style: 'primary' }),
        ...(page.total === 0 ? [] : [button('Refresh', webhookIds.refresh)]),
        ...pageButtons(webhookIds.page, page),
      ]),
    ],
  });
}

function webhookBlocks({ webhook, deliveries }: ListedWebhook, clock: Clock): KnownBlock[] {
  const { id, url, jobId, events } = webhook;
  const shownUrl = cut(url, shownUrlLength);
  const confirm = confirmation('Delete this webhook?', `${new URL(url).host} is told of nothing more.`, {
    confirm: 'Delete',
  });
  const told = `${jobId === null ? 'All jobs' : 'This job'} · ${events.map(code).join(' ')}`;
  const log = deliveries.map((each) => deliveryText(each, clock));
  return [
    section(`${code(shownUrl)}\n${told}`),
    context(log.length === 0 ? 'Nothing was sent yet.' : log.join('\n')),
    actions(
      [
        button('Send test', webhookIds.test, { value: id }),
        button('Delete', webhookIds.remove, { value: id, style: 'danger', confirm }),
      ],
      `webhook:${id}`,
    ),
  ];
}

const stateIcons: Readonly<Record<DeliveryState, string>> = {
  waiting: '⏳',
  delivered: '✅',
  'given up': '❌',
};

function deliveryText(
  { message, createdAt, state, tries, nextAt, problem }: WebhookDelivery,
  clock: Clock,
): string {
  const again = nextAt === null || tries === 0 ? '' : ` · again ${momentText(nextAt, clock)}`;
  const counted = tries > 1 ? ` after ${tries} tries` : '';
  const why = problem === null ? '' : ` · ${asTyped(problem)}`;
  return `${stateIcons[state]} ${message.type} · ${momentText(createdAt, clock)} · ${state}${counted}${why}${again}`;
}
