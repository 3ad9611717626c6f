import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { isAllowed } from '../../domain/role.ts';
import type { Run } from '../../domain/run.ts';
import { maxRejectsShown } from '../../operations/rejected-rows.ts';
import { asTyped } from '../blocks/index.ts';
import { readPage } from '../blocks/page.ts';
import type { ActionCall, Call, Feature } from '../feature.ts';
import { jobNameOf } from '../notifications/job-name.ts';
import type { Answer } from '../runs/answer.ts';
import { pushView } from '../open-view.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { detailsIds, detailsView } from './details-view.ts';
import type { DetailsState, Rejects } from './details-view.ts';
import { historyIds, loadingView, messageView } from './history-view.ts';

/** A run of the history, opened. */
export interface Details {
  readonly feature: Feature;
  /** For the buttons of a run, which stand in this modal and at messages. */
  readonly answer: Answer;
}

const title = 'Run';
const stateSchema = z.object({
  run: z.string().max(200).catch(''),
  page: z.int().min(0).max(maxRejectsShown).catch(0),
});

export function createDetails({ slack, operations }: SlackServices): Details {
  async function load(
    { context, person }: Pick<Call, 'context' | 'person'>,
    state: DetailsState,
    note: string | null,
  ): Promise<ModalView> {
    const run = await operations.showRun(context, { runId: state.run });
    const mayOperate = isAllowed(person.role, 'operator');
    return detailsView({
      run,
      jobName: await jobNameOf(run.jobId, operations, context),
      rejects: run.counts.rejected === 0 ? null : await rejectsOf(run, mayOperate, context),
      role: person.role,
      state,
      clock: { timezone: person.timezone, now: context.now },
      note,
    });
  }

  async function rejectsOf(
    { id: runId }: Run,
    mayOperate: boolean,
    context: Call['context'],
  ): Promise<Rejects | null> {
    if (mayOperate) {
      const rows = await operations.rejectedRows(context, { runId });
      return rows === null ? null : { kind: 'rows', rows };
    }
    const summary = await operations.rejectSummary(context, { runId });
    return summary === null ? null : { kind: 'summary', summary };
  }

  async function open(call: ActionCall): Promise<void> {
    const viewId = await pushView(slack, call, loadingView(title, detailsIds.callback));
    await show(call, viewId, { run: call.value ?? '', page: 0 }, null);
  }

  async function show(
    call: Pick<Call, 'context' | 'person'>,
    viewId: string,
    state: DetailsState,
    note: string | null,
  ): Promise<boolean> {
    const view = await load(call, state, note).catch((error: unknown) =>
      messageView(title, detailsIds.callback, wordsOf(error)),
    );
    return await updateView(slack, viewId, view);
  }

  return {
    feature: {
      actions: [
        { actionId: historyIds.open, handle: open },
        {
          actionId: detailsIds.page,
          async handle(call) {
            if (call.surface.kind !== 'modal') return;
            const { id, privateMetadata } = call.surface.view;
            await show(call, id, { ...readState(privateMetadata), page: readPage(call.value) }, null);
          },
        },
      ],
    },

    async answer(call, work) {
      if (call.surface.kind !== 'modal' || call.surface.view.callbackId !== detailsIds.callback) {
        const told = await work();
        if (told !== null) await call.tell(told);
        return;
      }
      const { id, privateMetadata } = call.surface.view;
      const note = await work().then((told) => told?.text ?? null, wordsOf);
      const isSeen = await show(call, id, readState(privateMetadata), note);
      if (!isSeen && note !== null) await call.tell({ text: note });
    },
  };
}

/** In a modal an error of the person's stands where they look. @throws any other */
function wordsOf(error: unknown): string {
  if (error instanceof UserError) return `⚠️ ${asTyped(error.message)}`;
  throw error;
}

function readState(privateMetadata: string): DetailsState {
  try {
    return stateSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return { run: '', page: 0 };
  }
}
