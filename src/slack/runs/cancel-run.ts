import type { Feature } from '../feature.ts';
import type { SlackServices } from '../services.ts';
import type { Answer } from './answer.ts';
import { runActions } from './run-buttons.ts';

export const cancelledText =
  'The run is asked to stop. It ends after the rows that are under way; what it has stored stays.';

export interface CancelDeps extends Pick<SlackServices, 'operations' | 'changed'> {
  readonly wake: () => void;
  readonly answer: Answer;
}

/** "Cancel" at a run's progress; it asks before. */
export function createCancel({ operations, changed, wake, answer }: CancelDeps): Feature {
  return {
    actions: [
      {
        actionId: runActions.cancel,
        handle: (call) =>
          answer(call, async () => {
            await operations.cancelRun(call.context, { runId: call.value ?? '' });
            wake();
            changed();
            return { text: cancelledText };
          }),
      },
    ],
  };
}
