import type { ActionsBlockElement, KnownBlock, ModalView, UsersSelect } from '@slack/types';
import { auditKindNames, auditKinds } from '../../domain/audit.ts';
import { isPersonId } from '../../domain/person-id.ts';
import type { CreatedDownload } from '../../operations/audit/create-download-link.ts';
import type { ListedAudit, ListedEntry } from '../../operations/audit/list-audit.ts';
import { actions, asTyped, bold, button, context, modal, section, select } from '../blocks/index.ts';
import { datePicker, externalSelect } from '../blocks/inputs.ts';
import { byTime, pageButtons } from '../blocks/page-buttons.ts';
import { momentText, numberText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { auditIds } from './audit-ids.ts';
import { changeText, isId } from './change-text.ts';
import { isNarrowed } from './audit-query.ts';
import type { AuditQuery } from './audit-query.ts';

export const auditTitle = 'Audit log';
export const entriesOnPage = 10;
/** Stands for "no matter which". */
const anyKind = 'any';

export interface AuditData {
  readonly listed: ListedAudit;
  readonly query: AuditQuery;
  /** Name of the job that is chosen; null where none is. */
  readonly jobName: string | null;
  /** Where the file is fetched, where somebody asked for it. */
  readonly download: { readonly url: string; readonly expiresAt: CreatedDownload['expiresAt'] } | null;
  readonly clock: Clock;
}

export function auditView({ listed, query, jobName, download, clock }: AuditData): ModalView {
  const { entries, total, names } = listed;
  return modal({
    title: auditTitle,
    callbackId: auditIds.callback,
    privateMetadata: JSON.stringify(query),
    blocks: [
      filterBlock(query, jobName),
      ...(entries.length === 0
        ? [section(noneText(query))]
        : entries.map((each) => section(entryText(each, names, clock)))),
      ...pageBlocks(query, entries.length, total),
      ...(total === 0 ? [] : downloadBlocks(download, clock)),
      context(`Times are in ${asTyped(clock.timezone)}`),
    ],
  });
}

function filterBlock(query: AuditQuery, jobName: string | null): KnownBlock {
  const { person, job, kind, from, to, turn } = query;
  const kinds = [
    { text: 'All kinds', value: anyKind },
    ...auditKindNames.map((value) => ({ text: auditKinds[value].title, value })),
  ];
  const chosenJob = job === null ? undefined : { text: jobName ?? 'Deleted job', value: job };
  const elements: ActionsBlockElement[] = [
    personSelect(person),
    externalSelect(auditIds.job, { placeholder: 'Job', chosen: chosenJob }),
    select(auditIds.kind, { placeholder: 'Kind', choices: kinds, chosen: kind ?? anyKind }),
    datePicker(auditIds.from, from ?? undefined, 'From'),
    datePicker(auditIds.to, to ?? undefined, 'To'),
    ...(isNarrowed(query) ? [button('Clear', auditIds.clear)] : []),
  ];
  return { type: 'actions', block_id: `audit-filter:${turn}`, elements };
}

function personSelect(chosen: string | null): UsersSelect {
  return {
    type: 'users_select',
    action_id: auditIds.person,
    placeholder: { type: 'plain_text', text: 'Person' },
    ...(chosen === null ? {} : { initial_user: chosen }),
  };
}

const doorTexts: Readonly<Record<string, string>> = {
  slack: 'in Slack',
  browser: 'in a browser',
  api: 'by the trigger API',
  cli: 'on the command line',
  assistant: 'by the assistant',
  system: 'by Crosswalk itself',
};

/** `*Save job* · Customer accounts`, who, when, how, and what changed; mrkdwn. */
function entryText(entry: ListedEntry, names: ListedAudit['names'], clock: Clock): string {
  const { operation, about, at, door, actor, before, after } = entry;
  const words = operation.replaceAll('-', ' ');
  const title = bold(`${words.charAt(0).toUpperCase()}${words.slice(1)}`);
  const change = changeText(before, after, { names, clock });
  const of = isId(about) ? '' : whoText(about);
  return [
    [title, ...(of === '' ? [] : [of])].join(' · '),
    `${whoText(actor)} · ${momentText(at, clock)} · ${doorTexts[door] ?? asTyped(door)}`,
    ...(change === '' ? [] : [change]),
  ].join('\n');
}

/** People of the workspace by their names there; tokens and accounts as they are called. */
function whoText(actor: string): string {
  return isPersonId(actor) ? `<@${actor}>` : asTyped(actor);
}

function noneText(query: AuditQuery): string {
  if (isNarrowed(query)) return 'No entry is like that. Press *Clear* to see all.';
  return query.page > 0 ? 'There are no older entries.' : 'Nothing has been done yet.';
}

function pageBlocks({ page }: AuditQuery, shown: number, total: number): KnownBlock[] {
  const first = page * entriesOnPage;
  const turns = pageButtons(auditIds.page, { page, pages: Math.ceil(total / entriesOnPage) }, byTime);
  const range = `Entries ${numberText(first + 1)}–${numberText(first + shown)} of ${numberText(total)}`;
  return [...(turns.length === 0 ? [] : [actions(turns)]), ...(shown === 0 ? [] : [context(range)])];
}

function downloadBlocks(download: AuditData['download'], clock: Clock): KnownBlock[] {
  if (download === null) return [actions([button('Download CSV', auditIds.download)])];
  const { url, expiresAt } = download;
  return [
    actions([{ ...button('Open the file', auditIds.followed, { style: 'primary' }), url }]),
    context(`The link is for you alone. It works once, until ${momentText(expiresAt, clock)}.`),
  ];
}
