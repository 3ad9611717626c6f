/** What stands in the wizard's modal: a step, or what keeps it from being shown. */
import type { ModalView } from '@slack/types';
import { isTold } from '../../domain/errors.ts';
import { within } from '../../timing/within.ts';
import type { SlackServices } from '../services.ts';
import { updateView } from '../update-view.ts';
import { loadingView, stepView, titleOf, troubleView } from './wizard-view.ts';
import type { Frame, StepPlace } from './wizard-view.ts';
import type { StepId, Turn, WizardStep } from './step.ts';

export interface ShownSteps {
  byId(id: StepId): WizardStep;
  /** The one before, or after; null at either end. */
  beside(id: StepId, move: -1 | 1): StepId | null;
  /** The modal with the step in it, or with what went wrong where people can be told. */
  view(turn: Turn, id: StepId): Promise<ModalView>;
  /** Puts it into a modal that is open; where it takes a while, the modal says so meanwhile. */
  put(viewId: string, turn: Turn, id: StepId): Promise<void>;
  /** The modal that says what went wrong. @throws what people cannot be told. */
  trouble(turn: Turn, id: StepId, error: unknown): ModalView;
}

/** What takes longer than this is worth a word. */
const patientForMs = 600;

export function createShownSteps(
  steps: readonly WizardStep[],
  { slack, timers }: Pick<SlackServices, 'slack' | 'timers'>,
): ShownSteps {
  const indexOf = (id: StepId): number => steps.findIndex((step) => step.id === id);

  function byId(id: StepId): WizardStep {
    const step = steps[indexOf(id)];
    if (step === undefined) throw new Error(`The wizard has no step ${id}.`);
    return step;
  }

  function placeOf(id: StepId): StepPlace {
    const { title, submit } = byId(id);
    const place = { id, title, number: indexOf(id) + 1, count: steps.length };
    return submit === undefined ? place : { ...place, submit };
  }

  const frameOf = ({ stored, at }: Turn, id: StepId): Frame => ({ stored, at, place: placeOf(id) });

  const all: ShownSteps = {
    byId,
    beside: (id, move) => steps[indexOf(id) + move]?.id ?? null,

    async view(turn, id) {
      try {
        return stepView(frameOf(turn, id), await byId(id).show(turn));
      } catch (error) {
        return all.trouble(turn, id, error);
      }
    },

    async put(viewId, turn, id) {
      const work = all.view(turn, id);
      const early = await within(work, patientForMs, timers);
      if (early === null) await updateView(slack, viewId, loadingView(titleOf(turn.stored)));
      await updateView(slack, viewId, early === null ? await work : early.result);
    },

    trouble(turn, id, error) {
      if (!isTold(error)) throw error;
      return troubleView(frameOf(turn, id), error.message);
    },
  };
  return all;
}
