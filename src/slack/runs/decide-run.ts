/** "Approve" and "Reject", wherever a run that waits is shown. */
import { UserError } from '../../domain/errors.ts';
import type { ActionCall, Feature, Told } from '../feature.ts';
import { bold } from '../blocks/index.ts';
import { jobNameOf } from '../notifications/job-name.ts';
import type { SlackServices } from '../services.ts';
import type { Answer } from './answer.ts';
import { runActions } from './run-buttons.ts';

export interface DecideDeps extends Pick<SlackServices, 'operations' | 'changed'> {
  readonly wake: () => void;
  readonly answer: Answer;
}

export function createDecide({ operations, changed, wake, answer }: DecideDeps): Feature {
  const decide =
    (operation: 'approveRun' | 'rejectRun', what: string) =>
    (call: ActionCall): Promise<void> =>
      answer(call, async (): Promise<Told> => {
        const run = await operations[operation](call.context, readDecision(call.value));
        wake();
        changed();
        return { text: `${bold(await jobNameOf(run.jobId, operations, call.context))}: ${what}` };
      });
  return {
    actions: [
      {
        actionId: runActions.approve,
        handle: decide('approveRun', 'approved. The run goes on, with the rows that were counted.'),
      },
      { actionId: runActions.reject, handle: decide('rejectRun', 'rejected. Nothing was written.') },
    ],
  };
}

const pattern = /^(\S{1,200}) (\d{1,15})$/;

/** @throws UserError where the button is none of ours */
function readDecision(value: string | null): { readonly runId: string; readonly askedAt: Date } {
  const [, runId, askedAt] = pattern.exec(value ?? '') ?? [];
  if (runId !== undefined && askedAt !== undefined) return { runId, askedAt: new Date(Number(askedAt)) };
  throw new UserError(
    "This button belongs to no run that waits. Open the job's history with /crosswalk history.",
  );
}
