import type { KnownBlock, ModalView } from '@slack/types';
import type { Run } from '../../domain/run.ts';
import { runModes, runStatuses } from '../../domain/run.ts';
import type { JobHistory } from '../../operations/job-history.ts';
import { actions, asTyped, bold, button, context, modal, section, select } from '../blocks/index.ts';
import { datePicker } from '../blocks/inputs.ts';
import { byTime, pageButtons } from '../blocks/page-buttons.ts';
import { versionsButton } from '../jobs/job-actions.ts';
import { momentText, numberText } from '../jobs/words.ts';
import type { Clock } from '../jobs/words.ts';
import { allCounts, durationText, modeText, modeTexts, starterText, statusIcons } from '../runs/run-words.ts';
import { isNarrowed, runsOnPage } from './history-query.ts';
import type { HistoryQuery } from './history-query.ts';
import { sparkline } from './sparkline.ts';

export const historyIds = {
  callback: 'history',
  status: 'history-status',
  mode: 'history-mode',
  from: 'history-from',
  to: 'history-to',
  clear: 'history-clear',
  page: 'history-page',
  open: 'history-open',
} as const;

/** Stands for "no matter which". */
const anyChoice = 'any';

export function loadingView(title: string, callbackId: string): ModalView {
  return modal({ title, callbackId, blocks: [section('Loading …')] });
}

export function messageView(title: string, callbackId: string, text: string): ModalView {
  return modal({ title, callbackId, blocks: [section(text)] });
}

export interface HistoryData {
  readonly history: JobHistory;
  /** The newest runs of all, for the chart; newest first. */
  readonly recent: readonly Run[];
  readonly query: HistoryQuery;
  readonly clock: Clock;
}

export function historyView({ history, recent, query, clock }: HistoryData): ModalView {
  const { job, runs, total } = history;
  const chart = sparkline(recent);
  return modal({
    title: 'History',
    callbackId: historyIds.callback,
    privateMetadata: JSON.stringify({ ...query, job: job.id }),
    blocks: [
      section(bold(job.name), { accessory: versionsButton(job) }),
      ...(chart === null ? [] : [section(chart)]),
      ...filterBlocks(query),
      ...(runs.length === 0
        ? [section(noRunsText(query))]
        : runs.map((run) => section(runText(run, clock), { accessory: openButton(run) }))),
      ...pageBlocks(query, runs.length, total),
      context(`Times are in ${asTyped(clock.timezone)}`),
    ],
  });
}

function runText(run: Run, clock: Clock): string {
  const started = momentText(run.startedAt ?? run.queuedAt, clock);
  const took = durationText(run, clock.now);
  return [
    `${statusIcons[run.status]} *${run.status}* · ${started}${took === null ? '' : ` · ${took}`}`,
    `${modeText(run)}, started ${starterText(run)}`,
    allCounts(run),
  ].join('\n');
}

function openButton({ id }: Run) {
  return button('Open', historyIds.open, { value: id });
}

function filterBlocks(query: HistoryQuery): KnownBlock[] {
  const { status, mode, from, to, turn } = query;
  const statuses = [
    { text: 'All statuses', value: anyChoice },
    ...runStatuses.map((value) => ({ text: `${value.charAt(0).toUpperCase()}${value.slice(1)}`, value })),
  ];
  const kinds = [
    { text: 'All kinds', value: anyChoice },
    ...runModes.map((value) => ({
      text: `${modeTexts[value].charAt(0).toUpperCase()}${modeTexts[value].slice(1)}`,
      value,
    })),
  ];
  return [
    actions(
      [
        select(historyIds.status, { placeholder: 'Status', choices: statuses, chosen: status ?? anyChoice }),
        select(historyIds.mode, { placeholder: 'Kind', choices: kinds, chosen: mode ?? anyChoice }),
        datePicker(historyIds.from, from ?? undefined, 'From'),
        datePicker(historyIds.to, to ?? undefined, 'To'),
        ...(isNarrowed(query) ? [button('Clear', historyIds.clear)] : []),
      ],
      `history-filter:${turn}`,
    ),
  ];
}

function noRunsText(query: HistoryQuery): string {
  if (isNarrowed(query)) return 'No run is like that. Press *Clear* to see all.';
  return query.page > 0 ? 'There are no older runs.' : 'This job has not run yet.';
}

function pageBlocks({ page }: HistoryQuery, shown: number, total: number): KnownBlock[] {
  const first = page * runsOnPage;
  const turns = pageButtons(historyIds.page, { page, pages: Math.ceil(total / runsOnPage) }, byTime);
  const range = `Runs ${numberText(first + 1)}–${numberText(first + shown)} of ${numberText(total)}`;
  return [...(turns.length === 0 ? [] : [actions(turns)]), ...(shown === 0 ? [] : [context(range)])];
}
