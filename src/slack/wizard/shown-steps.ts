/** What stands in the wizard's modal: a step, or what keeps it from being shown. */
import type { ModalView } from '@slack/types';
import type { JobDraft } from '../../domain/draft.ts';
import { isTold } from '../../domain/errors.ts';
import type { StoredDraft } from '../../domain/stored-draft.ts';
import { within } from '../../timing/within.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { lastView, loadingView, stepView, titleOf, troubleView } from './wizard-view.ts';
import type { Frame, StepPlace } from './wizard-view.ts';
import { stepIds } from './step.ts';
import type { StepId, Turn, WizardStep } from './step.ts';

export interface ShownSteps {
  byId(id: StepId): WizardStep;
  /** The one before, or after, of those that the draft goes over; null at either end. */
  beside(id: StepId, move: -1 | 1, draft: JobDraft): StepId | null;
  /** Where the draft was left, or its first one. */
  placeOf(stored: StoredDraft): StepId;
  /** The modal with the step in it, or with what went wrong where people can be told. */
  view(turn: Turn, id: StepId): Promise<ModalView>;
  /** Puts it into a modal that is open. */
  put(viewId: string, turn: Turn, id: StepId): Promise<void>;
  /**
   * Puts into a modal that is open what the work gives, or leaves it as it is where that is null; where it takes a
   * while, the modal says so meanwhile.
   */
  putWhenReady(viewId: string, turn: Turn, id: StepId, work: Promise<ModalView | null>): Promise<void>;
  /**
   * The same for work that the step itself says meanwhile, and at once: what is entered there stays.
   *
   * @param turn turned to what is worked on
   */
  putBusy(viewId: string, turn: Turn, id: StepId, work: Promise<ModalView | null>): Promise<void>;
  /** The modal that says what went wrong. @throws what people cannot be told. */
  trouble(turn: Turn, id: StepId, error: unknown): ModalView;
}

const keptText = 'Something went wrong on our side. Your draft is kept: close this, and open it again.';

/** What takes longer than this is worth a word. */
const patientForMs = 600;

export function createShownSteps(
  steps: readonly WizardStep[],
  { slack, timers }: Pick<SlackServices, 'slack' | 'timers'>,
): ShownSteps {
  const neededBy = (draft: JobDraft): readonly WizardStep[] =>
    steps.filter(({ isNeeded }) => isNeeded?.(draft) ?? true);

  function byId(id: StepId): WizardStep {
    const step = steps.find((each) => each.id === id);
    if (step === undefined) throw new Error(`The wizard has no step ${id}.`);
    return step;
  }

  function placeOf(id: StepId, draft: JobDraft): StepPlace {
    const { title, submit } = byId(id);
    const needed = neededBy(draft);
    // A window that is out of date may stand at a step that its draft no longer goes over.
    const number = Math.max(needed.findIndex((step) => step.id === id) + 1, 1);
    const place = { id, title, number, count: needed.length };
    return submit === undefined ? place : { ...place, submit };
  }

  const frameOf = ({ stored, at }: Turn, id: StepId): Frame => ({
    stored,
    at,
    place: placeOf(id, stored.draft),
  });

  const all: ShownSteps = {
    byId,
    beside(id, move, draft) {
      const needed = neededBy(draft);
      const index = needed.findIndex((step) => step.id === id);
      return index === -1 ? (needed[0]?.id ?? null) : (needed[index + move]?.id ?? null);
    },

    placeOf({ step, draft }) {
      const needed = neededBy(draft).map(({ id }) => id);
      return needed.find((id) => id === step) ?? needed[0] ?? stepIds[0];
    },

    async view(turn, id) {
      try {
        return stepView(frameOf(turn, id), await byId(id).show(turn));
      } catch (error) {
        return all.trouble(turn, id, error);
      }
    },

    put: (viewId, turn, id) => all.putWhenReady(viewId, turn, id, all.view(turn, id)),

    async putWhenReady(viewId, turn, id, work) {
      const early = await within(work, patientForMs, timers);
      if (early !== null) {
        if (early.result !== null) await updateView(slack, viewId, early.result);
        return;
      }
      const title = titleOf(turn.stored);
      await updateView(slack, viewId, loadingView(title));
      try {
        await updateView(slack, viewId, (await work) ?? (await all.view(turn, id)));
      } catch (error) {
        // Whoever asked is told; but what says "One moment" is not to stand there for ever.
        await updateView(slack, viewId, lastView(title, keptText));
        throw error;
      }
    },

    async putBusy(viewId, turn, id, work) {
      const isDone = work.then(() => null);
      const meanwhile = await Promise.race([isDone, all.view(turn, id)]);
      if (meanwhile !== null) await updateView(slack, viewId, meanwhile);
      try {
        const view = await work;
        if (view !== null) await updateView(slack, viewId, view);
      } catch (error) {
        await updateView(slack, viewId, lastView(titleOf(turn.stored), keptText));
        throw error;
      }
    },

    trouble(turn, id, error) {
      if (!isTold(error)) throw error;
      return troubleView(frameOf(turn, id), error.message);
    },
  };
  return all;
}
