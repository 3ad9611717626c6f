import type { ModalView } from '@slack/types';
import { UserError } from '../../domain/errors.ts';
import { asTyped } from '../blocks/index.ts';
import { readPage } from '../blocks/page.ts';
import { readJobName } from '../commands/job-name.ts';
import type { ActionCall, Call, Feature, InputValues } from '../feature.ts';
import { keepNewest } from '../../domain/keep-newest.ts';
import { openView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { runActions } from '../runs/run-buttons.ts';
import { dayOf, historyInput, modeOf, newHistoryQuery, readHistoryQuery, statusOf } from './history-query.ts';
import type { HistoryQuery } from './history-query.ts';
import { historyIds, historyView, loadingView, messageView } from './history-view.ts';
import { runsCharted } from './sparkline.ts';

const title = 'History';
/** Modals that are being turned at one time. */
const maxTurning = 500;

/** "History": the runs of a job in a modal. */
export function createHistory(services: SlackServices): Feature {
  const { slack, operations } = services;
  /** Modal → the last thing that was chosen in it; whoever is overtaken by another one shows nothing. */
  const newest = new Map<string, symbol>();

  /** @param job name or id */
  async function open(call: Call & { readonly triggerId: string }, job: string): Promise<void> {
    const viewId = await openView(slack, call, loadingView(title, historyIds.callback));
    const view = await viewOrTrouble(() => load(call, newHistoryQuery(job)));
    await updateView(slack, viewId, view);
  }

  async function load({ context, person }: Call, asked: HistoryQuery): Promise<ModalView> {
    const clock = { timezone: person.timezone, now: context.now };
    const history = await operations.jobHistory(context, historyInput(asked, person.timezone));
    const all = { job: history.job.id, limit: runsCharted, offset: 0 };
    const { runs: recent } = await operations.jobHistory(context, all);
    return historyView({ history, recent, query: { ...asked, job: history.job.id }, clock });
  }

  /** An action in the modal that changes what it shows. */
  const turning =
    (change: (query: HistoryQuery, value: string) => Partial<HistoryQuery>) =>
    async (call: ActionCall): Promise<void> => {
      if (call.surface.kind !== 'modal') return;
      const { id, privateMetadata, values } = call.surface.view;
      const turn = Symbol(call.actionId);
      keepNewest(newest, id, turn, maxTurning);
      // The modal may show less than was chosen: what came just before is still on its way there.
      const query = withChosen(readHistoryQuery(privateMetadata), values);
      const next = { ...query, page: 0, ...change(query, call.value ?? '') };
      const view = await viewOrTrouble(() => load(call, next));
      if (newest.get(id) === turn) await updateView(slack, id, view);
    };

  return {
    commands: [
      {
        name: 'history',
        usage: '<job>',
        summary: 'Show the runs of a job: results, rejected rows, files',
        handle: (call) => open(call, readJobName(call.text, 'history')),
      },
    ],
    jobMenu: [{ label: 'History', role: 'viewer', handle: open }],
    actions: [
      { actionId: runActions.history, handle: (call) => open(call, call.value ?? '') },
      {
        actionId: historyIds.status,
        handle: turning((_, value) => ({ status: statusOf(value) })),
      },
      {
        actionId: historyIds.mode,
        handle: turning((_, value) => ({ mode: modeOf(value) })),
      },
      { actionId: historyIds.from, handle: turning((_, value) => ({ from: dayOf(value) })) },
      { actionId: historyIds.to, handle: turning((_, value) => ({ to: dayOf(value) })) },
      {
        actionId: historyIds.clear,
        handle: turning(({ job, turn }) => ({ ...newHistoryQuery(job), turn: turn + 1 })),
      },
      { actionId: historyIds.page, handle: turning((_, value) => ({ page: readPage(value) })) },
    ],
  };
}

/** The filters as they are on the screen. */
function withChosen(query: HistoryQuery, values: InputValues): HistoryQuery {
  const [status, mode, from, to] = [historyIds.status, historyIds.mode, historyIds.from, historyIds.to].map(
    (id) => Object.values(values).find((block) => id in block)?.[id],
  );
  return {
    ...query,
    ...(status === undefined ? {} : { status: statusOf(status.selected_option?.value) }),
    ...(mode === undefined ? {} : { mode: modeOf(mode.selected_option?.value) }),
    ...(from === undefined ? {} : { from: dayOf(from.selected_date) }),
    ...(to === undefined ? {} : { to: dayOf(to.selected_date) }),
  };
}

/** What went wrong stands in the modal, where the person looks. */
async function viewOrTrouble(load: () => Promise<ModalView>): Promise<ModalView> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return messageView(title, historyIds.callback, asTyped(error.message));
  }
}
