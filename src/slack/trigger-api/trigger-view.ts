/** "Trigger API": the call that starts a job, and the tokens that it takes. */
import type { KnownBlock, ModalView } from '@slack/types';
import { isExpired } from '../../domain/api-token.ts';
import type { ApiToken } from '../../domain/api-token.ts';
import type { ListedTokens } from '../../operations/trigger-api/list-tokens.ts';
import {
  actions,
  asTyped,
  bold,
  button,
  confirmation,
  context,
  header,
  modal,
  section,
  warning,
} from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import { pageButtons } from '../blocks/page-buttons.ts';
import { actorText } from '../jobs/saved-text.ts';
import { lastingMomentText, momentText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { callText, documentUrl, isThisMachine, runsUrl } from './call-text.ts';
import type { TriggerQuery } from './trigger-query.ts';
import { webhookIds } from './webhooks-view.ts';

export const triggerIds = {
  callback: 'trigger-api',
  newToken: 'token-new',
  revoke: 'token-revoke',
  page: 'token-page',
} as const;

export const triggerTitle = 'Trigger API';
const tokensOnPage = 10;
const tokenVariable = '$CROSSWALK_TOKEN';

export interface TriggerData {
  readonly listed: ListedTokens;
  readonly query: TriggerQuery;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly clock: Clock;
  /** What became of what the person did last, as mrkdwn; null where nothing is to be told. */
  readonly note: string | null;
}

export function triggerView({ listed, query, publicUrl, clock, note }: TriggerData): ModalView {
  const { job, tokens } = listed;
  const page = pageOf(tokens, query.page, tokensOnPage);
  return modal({
    title: triggerTitle,
    callbackId: triggerIds.callback,
    privateMetadata: JSON.stringify({ job: job.id, page: page.page } satisfies TriggerQuery),
    blocks: [
      ...(note === null ? [] : [section(note)]),
      section(`Programs start ${bold(job.name)} by this call:`),
      section(callText(runsUrl(publicUrl, job.id), tokenVariable)),
      ...addressBlocks(publicUrl),
      context(
        '`mode` is `incremental` or `full`. It is answered with `runId` and `statusUrl`, where the run can be followed.',
        'It works while scheduling is disabled, and the schedule does not move.',
        `All that there is: ${documentUrl(publicUrl)}`,
      ),
      header('Tokens'),
      ...(page.total === 0 ? [section('There are none yet: nobody can call.')] : []),
      ...page.items.map((token) => tokenBlock(token, clock)),
      actions([
        button('New token', triggerIds.newToken, { style: 'primary' }),
        button('Webhooks', webhookIds.open),
        ...pageButtons(triggerIds.page, page),
      ]),
      ...(page.pages > 1 ? [context(`Tokens ${pageText(page)}`)] : []),
    ],
  });
}

function addressBlocks(publicUrl: string): KnownBlock[] {
  if (!isThisMachine(publicUrl)) return [];
  return [
    warning(
      'Only programs on the machine of Crosswalk reach this address. Whoever runs it can set PUBLIC_URL to one that others reach.',
    ),
  ];
}

function tokenBlock(token: ApiToken, clock: Clock) {
  const confirm = confirmation(
    'Revoke this token?',
    `Programs that show "${token.name}" are refused from then on.`,
    {
      confirm: 'Revoke',
    },
  );
  const accessory = button('Revoke', triggerIds.revoke, { value: token.id, style: 'danger', confirm });
  return section(tokenText(token, clock), { accessory });
}

function tokenText(token: ApiToken, clock: Clock): string {
  const { name, jobId, createdAt, createdBy, lastUsedAt } = token;
  const used = lastUsedAt === null ? 'never used' : `last used ${momentText(lastUsedAt, clock)}`;
  const made = `made ${momentText(createdAt, clock)} by ${actorText({ actor: createdBy, door: 'slack' })}`;
  return [
    bold(name),
    `For ${jobId === null ? 'all jobs' : 'this job'} · ${expiryText(token, clock)}`,
    `${used} · ${made}`,
  ].join('\n');
}

export function expiryText(token: Pick<ApiToken, 'expiresAt'>, clock: Clock): string {
  if (token.expiresAt === null) return 'does not expire';
  const moment = asTyped(lastingMomentText(token.expiresAt, clock));
  return isExpired(token, clock.now) ? `⚠️ expired ${moment}` : `expires ${moment}`;
}
