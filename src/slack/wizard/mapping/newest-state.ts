/**
 * What an editor is turned to, where a button and an input are used before the modal shows what the first of them did: the
 * second comes from a screen that is out of date, and must not take the first one back.
 */
import type { ActionCall } from '../../feature.ts';
import type { ScreenState } from '../step.ts';

type Where = Pick<ActionCall, 'surface'>;

export interface NewestStates {
  /** The state of the modal that was acted in: what it was turned to last, if that is newer than what it shows. */
  of(call: Where, shown: ScreenState): ScreenState;
  /** The state after a change; remembered. */
  turn(call: Where, shown: ScreenState, change: ScreenState): ScreenState;
}

/** Modals that are open at once; of more, the oldest are taken at their word. */
const maxModals = 500;

export function newestStates(): NewestStates {
  const newest = new Map<string, ScreenState>();

  function of(call: Where, shown: ScreenState): ScreenState {
    const known = newest.get(viewOf(call));
    return known !== undefined && changesOf(known) > changesOf(shown) ? known : shown;
  }

  return {
    of,
    turn(call, shown, change) {
      const before = of(call, shown);
      const state = { ...before, ...change, changes: changesOf(before) + 1 };
      const view = viewOf(call);
      // A Map keeps the order of insertion.
      newest.delete(view);
      newest.set(view, state);
      for (const oldest of newest.keys()) {
        if (newest.size <= maxModals) break;
        newest.delete(oldest);
      }
      return state;
    },
  };
}

function viewOf({ surface }: Where): string {
  return surface.kind === 'message' ? '' : surface.view.id;
}

/** Counted in the modal itself, so that another instance's changes are known for newer ones. */
function changesOf({ changes }: ScreenState): number {
  return typeof changes === 'number' ? changes : 0;
}
