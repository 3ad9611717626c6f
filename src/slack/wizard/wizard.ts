/** The wizard in which jobs are created and edited: moves between steps, and stores what is entered. */
import type { ModalView } from '@slack/types';
import { isTold, UserError } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { actions, asTyped, bold, button, section, warning } from '../blocks/index.ts';
import type {
  ActionCall,
  ActionListener,
  Call,
  ClosingCall,
  Feature,
  ShownView,
  SubmissionAnswer,
  SubmissionCall,
} from '../feature.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { createEditors } from './editors.ts';
import { noState, readScreen } from './metadata.ts';
import { oneByOne } from '../one-by-one.ts';
import { createShownSteps } from './shown-steps.ts';
import { shown } from './step.ts';
import type { Leaving, Reaction, ScreenState, StepAction, StepId, Turn, WizardStep } from './step.ts';
import { inWindow, isChangedElsewhere, readable, tellingOfWindow } from './windows.ts';
import { lastView, wizardIds } from './wizard-view.ts';

export interface Wizard {
  readonly feature: Feature;
  /** Shows a draft in a modal that is open, at the step where it was left or at the first one. */
  readonly begin: (viewId: string, call: Call, stored: StoredDraft) => Promise<void>;
}

/** Somebody at a step, and at which. */
interface Placed extends Turn {
  readonly step: StepId;
  /** The draft was changed in another window since this one showed it. */
  readonly isOutdated: boolean;
}

export function createWizard(services: SlackServices, all: readonly WizardStep[]): Wizard {
  const { operations, slack } = services;
  const steps = createShownSteps(all, services);
  const turns = oneByOne();
  const editors = createEditors(services, all, steps, turns);

  /** Stores what is entered in a step, and where the person is. */
  async function store(call: Call, view: ShownView): Promise<Placed> {
    const { draft: id, step, at: shownAt, seen } = readScreen(view.privateMetadata);
    // What a button works on there is no place to come back to.
    const { busy: _busy, ...at } = shownAt;
    const before = await operations.showDraft(call.context, id);
    const isOutdated = isChangedElsewhere(view, seen, before);
    const { patch, entered } = steps.byId(step).read(readable(view, isOutdated), before);
    const stored = await operations.changeDraft(call.context, {
      draft: id,
      step,
      ...(patch === undefined ? {} : { patch }),
      entered: { ...entered, ...inWindow(view) },
    });
    return { call, stored, at, step, isOutdated };
  }

  async function move(turn: Turn, step: StepId): Promise<Turn> {
    const stored = await operations.changeDraft(turn.call.context, { draft: turn.stored.id, step });
    return { ...turn, stored, at: noState };
  }

  async function next(call: SubmissionCall): Promise<SubmissionAnswer> {
    // What a button still does there would be shown in the place of what follows.
    await turns.settled(call.view.id);
    const turn = await store(call, call.view);
    const answer = await answerAfter(turn, call);
    const isTold = turn.isOutdated && answer.kind === 'update';
    return isTold ? { ...answer, view: tellingOfWindow(answer.view) } : answer;
  }

  async function answerAfter(turn: Placed, call: SubmissionCall): Promise<SubmissionAnswer> {
    const { step } = turn;
    try {
      const leaving = (await steps.byId(step).leave?.(turn, call.view.values)) ?? ({ kind: 'go' } as const);
      return await answerTo(leaving, turn, step);
    } catch (error) {
      if (error instanceof UserError && error.path?.length === 1) {
        return refusal({ [String(error.path[0])]: error.message }, turn, step);
      }
      return { kind: 'update', view: steps.trouble(turn, step, error) };
    }
  }

  async function answerTo(leaving: Leaving, turn: Turn, step: StepId): Promise<SubmissionAnswer> {
    switch (leaving.kind) {
      case 'end':
        return leaving.answer;
      case 'errors':
        return refusal(leaving.errors, turn, step);
      case 'stay':
        return { kind: 'update', view: await steps.view(await fresh(turn, leaving.at), step) };
      case 'go':
        break;
    }
    const following = steps.beside(step, 1, (await fresh(turn, turn.at)).stored.draft) ?? step;
    return { kind: 'update', view: await steps.view(await move(turn, following), following) };
  }

  /** Where the inputs are gone, the step is shown again, with what was wrong in words. */
  function refusal(errors: Readonly<Record<string, string>>, turn: Turn, step: StepId): SubmissionAnswer {
    const instead = async (): Promise<ModalView> => {
      const view = await steps.view(await fresh(turn, turn.at), step);
      const [message = ''] = Object.values(errors);
      return { ...view, blocks: [warning(message), ...view.blocks] };
    };
    return { kind: 'refuse', errors, instead };
  }

  /** The draft as it stands after a step or a button has changed it. */
  async function fresh({ call, stored }: Turn, at: ScreenState): Promise<Turn> {
    return { call, at, stored: await operations.showDraft(call.context, stored.id) };
  }

  /** A button in a step's modal. */
  const acting =
    (handle: (turn: Placed, call: ActionCall) => Promise<Reaction>, busy?: string) =>
    async (call: ActionCall): Promise<void> => {
      const { surface } = call;
      if (surface.kind !== 'modal') return;
      const { view } = surface;
      await turns.run(view.id, `${call.actionId} ${call.value ?? ''}`, async () => {
        await whereItStands(view, async () => {
          const turn = await store(call, view);
          await react(view.id, turn, call, { handle: () => handle(turn, call), busy });
        });
      });
    };

  async function react(
    viewId: string,
    turn: Placed,
    call: ActionCall,
    { handle, busy }: { readonly handle: () => Promise<Reaction>; readonly busy: string | undefined },
  ): Promise<void> {
    const { step } = turn;
    const work = async (): Promise<ModalView | null> => {
      try {
        const view = await viewAfter(await handle(), viewId, turn, call);
        return view !== null && turn.isOutdated ? tellingOfWindow(view) : view;
      } catch (error) {
        return steps.trouble(turn, step, error);
      }
    };
    if (busy === undefined) await steps.putWhenReady(viewId, turn, step, work());
    else await steps.putBusy(viewId, { ...turn, at: { ...turn.at, busy } }, step, work());
  }

  /** null where what is shown may stay. */
  async function viewAfter(
    reaction: Reaction,
    viewId: string,
    turn: Placed,
    call: ActionCall,
  ): Promise<ModalView | null> {
    const { step } = turn;
    switch (reaction.kind) {
      case 'open':
        await editors.open(call, { below: viewId, turn, step, ...reaction });
        return null;
      case 'go':
        return await steps.view(await move(turn, reaction.step), reaction.step);
      case 'end':
        return reaction.view;
      case 'show':
        break;
    }
    return await steps.view(await fresh(turn, reaction.at ?? turn.at), step);
  }

  /** A draft that is gone is told in the modal: there is nothing else to be done in it. */
  async function whereItStands(view: ShownView, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isTold(error)) throw error;
      await updateView(slack, view.id, lastView('New integration', `⚠️ ${asTyped(error.message)}`));
    }
  }

  async function submit(call: SubmissionCall): Promise<SubmissionAnswer> {
    try {
      return await next(call);
    } catch (error) {
      if (!isTold(error)) throw error;
      return { kind: 'update', view: lastView('New integration', `⚠️ ${asTyped(error.message)}`) };
    }
  }

  const listenerOf = ({ actionId, handle, busy }: StepAction): ActionListener => ({
    actionId,
    handle: acting(handle, busy),
  });

  return {
    async begin(viewId, call, stored) {
      await steps.put(viewId, { call, stored, at: noState }, steps.placeOf(stored));
    },
    feature: {
      submissions: [{ callbackId: wizardIds.callback, handle: submit }, ...editors.submissions],
      closings: [{ callbackId: wizardIds.callback, handle: (call) => keep(call) }],
      actions: [
        {
          actionId: wizardIds.back,
          handle: acting(({ step, stored }) =>
            Promise.resolve({ kind: 'go', step: steps.beside(step, -1, stored.draft) ?? step }),
          ),
        },
        { actionId: wizardIds.retry, handle: acting(() => Promise.resolve(shown)) },
        ...all.flatMap(({ actions = [] }) => actions.map(listenerOf)),
        ...editors.actions,
      ],
      options: [...all.flatMap(({ options = [] }) => options), ...editors.options],
    },
  };

  /** Closing loses nothing: what is entered is stored, and the person is told where it is found again. */
  async function keep(call: ClosingCall): Promise<void> {
    // What only says something, or asks, has no draft to keep.
    if (call.view.privateMetadata === '') return;
    let stored: StoredDraft;
    try {
      ({ stored } = await store(call, call.view));
    } catch (error) {
      // Saved or discarded in another window: there is nothing to come back to.
      if (error instanceof UserError && error.code === 'draft_gone') return;
      throw error;
    }
    if (stored.draft.connectionId === undefined) return;
    const text = `Your draft is kept: ${draftText(stored)}. Nothing was saved to a job yet.`;
    const resume = button('Resume', wizardIds.resume, { value: stored.id });
    await call.tell({ text, blocks: [section(text), actions([resume])] });
  }
}

/** `*Customers*`, `a new integration of Account`; mrkdwn. */
function draftText({ purpose, draft }: StoredDraft): string {
  if (draft.name !== undefined && draft.name !== '') return bold(draft.name);
  const object = draft.source.object === undefined ? '' : ` of ${asTyped(draft.source.object)}`;
  return purpose === 'edit' ? `the changes${object}` : `a new integration${object}`;
}
