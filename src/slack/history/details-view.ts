import type { Button, KnownBlock, ModalView } from '@slack/types';
import { isAllowed } from '../../domain/role.ts';
import type { Role } from '../../domain/role.ts';
import type { Run } from '../../domain/run.ts';
import { isActive } from '../../domain/run.ts';
import type { RejectReason } from '../../operations/rejected-rows.ts';
import { actions, asTyped, bold, code, context, cut, divider, modal, section } from '../blocks/index.ts';
import { pageOf, pageText } from '../blocks/page.ts';
import { pageButtons } from '../blocks/page-buttons.ts';
import { momentText, numberText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { rejectLines } from '../notifications/reject-lines.ts';
import {
  cancelButton,
  decisionButtonsFor,
  downloadButton,
  downloadRejectsButton,
  isWorthRetrying,
  retryButton,
  retryRejectedButton,
} from '../runs/run-buttons.ts';
import { approvedLines, decisionText, readersMoment, ruleText } from '../runs/approval-words.ts';
import { wouldText } from '../../domain/guard.ts';
import {
  allCounts,
  durationText,
  failureText,
  modeText,
  phaseTexts,
  starterText,
  statusIcons,
} from '../runs/run-words.ts';
import type { RejectSummary } from '../../operations/rejected-rows.ts';

export const detailsIds = { callback: 'run-details', page: 'run-details-page' } as const;

const rejectsOnPage = 10;
/** Ten of these, with what stands around them, are a section's 3,000 characters. */
const maxReasonLength = 240;
const maxIdLength = 40;

export interface DetailsState {
  readonly run: string;
  /** Of the rejected rows. */
  readonly page: number;
}

/** What the person's role lets them see of the rejected rows; null where the file is gone. */
export type Rejects =
  | { readonly kind: 'rows'; readonly rows: readonly RejectReason[] }
  | { readonly kind: 'summary'; readonly summary: RejectSummary };

export interface DetailsData {
  readonly run: Run;
  readonly jobName: string;
  readonly rejects: Rejects | null;
  readonly role: Role;
  readonly state: DetailsState;
  readonly clock: Clock;
  /** What became of what the person did last, as mrkdwn; null where nothing is to be told. */
  readonly note: string | null;
}

export function detailsView(data: DetailsData): ModalView {
  const { run, note, state } = data;
  const failure = failureText(run);
  const buttons = buttonsFor(data.role, run);
  return modal({
    title: 'Run',
    callbackId: detailsIds.callback,
    close: 'Back',
    privateMetadata: JSON.stringify(state),
    blocks: [
      ...(note === null ? [] : [section(note), divider()]),
      section(summaryText(data)),
      ...(run.modeReason === null ? [] : [section(`*Why a full sync:* ${asTyped(run.modeReason)}`)]),
      ...approvalBlocks(run),
      ...(failure === null ? [] : [section(`*What happened:* ${failure}`)]),
      ...(buttons.length === 0 ? [] : [actions(buttons)]),
      ...rejectBlocks(data),
      context(`Run ${asTyped(run.id)} · Times are in ${asTyped(data.clock.timezone)}`),
    ],
  });
}

function summaryText({ run, jobName, clock }: DetailsData): string {
  const started = momentText(run.startedAt ?? run.queuedAt, clock);
  const took = durationText(run, clock.now);
  const phase = run.status === 'running' ? ` · ${phaseTexts[run.phase]}` : '';
  return [
    `${statusIcons[run.status]} ${bold(jobName)} · *${run.status}*${phase}`,
    `${modeText(run)}, started ${starterText(run)}, ${started}${took === null ? '' : `, ${took}`}`,
    allCounts(run),
  ].join('\n');
}

/** What was asked before it wrote anything, and what became of it. */
function approvalBlocks(run: Run): KnownBlock[] {
  if (run.approval === undefined) return [];
  const decided = approvedLines(run)[0] ?? decisionText(run);
  const lines = [
    `*Approval:* it ${wouldText(run.approval)}. ${ruleText(run.approval)}`,
    decided ?? `Admins decide, until ${readersMoment(run.approval.expiresAt)}.`,
  ];
  return [section(lines.join('\n'))];
}

function buttonsFor(role: Role, run: Run): Button[] {
  if (!isAllowed(role, 'operator')) return [];
  if (isActive(run.status)) return [...decisionButtonsFor(role, run), cancelButton(run)];
  return [
    ...(isWorthRetrying(run) ? [retryButton(run)] : []),
    ...(run.counts.rejected > 0 && !run.dryRun ? [retryRejectedButton(run)] : []),
    ...(run.files.rows === null ? [] : [downloadButton(run)]),
    ...(run.files.rejects === null ? [] : [downloadRejectsButton(run)]),
  ];
}

function rejectBlocks({ run, rejects, state }: DetailsData): KnownBlock[] {
  const { rejected } = run.counts;
  if (rejected === 0) return [];
  const title = `*${numberText(rejected)} rejected ${rejected === 1 ? 'row' : 'rows'}*`;
  if (rejects === null) {
    return [
      section(`${title}\nThe file that has them is gone, or on another machine that executed the run.`),
    ];
  }
  if (rejects.kind === 'summary') {
    const lines = [title, ...rejectLines(rejects.summary), 'Operators and admins see the rows.'];
    return [section(lines.join('\n'))];
  }
  const page = pageOf(rejects.rows, state.page, rejectsOnPage);
  const turns = pageButtons(detailsIds.page, page);
  const more =
    rejected > page.total
      ? ` · The first ${numberText(page.total)}; "Download rejected rows" has them all`
      : '';
  return [
    section([title, ...page.items.map(rejectText)].join('\n')),
    ...(turns.length === 0 ? [] : [actions(turns)]),
    context(`Rejected rows ${pageText(page)}${more}`),
  ];
}

/** A record of the hub by its keys, as in the file; one of the CRM by its id. */
function rejectText({ crmId, keys, reason }: RejectReason): string {
  const id = keys.join(' / ') || crmId || '(no id)';
  return `• ${code(cut(id, maxIdLength))} ${asTyped(cut(reason, maxReasonLength))}`;
}
