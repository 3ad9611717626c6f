import { UserError } from '../domain/errors.ts';
import type { Run, RunTrigger } from '../domain/run.ts';
import type { Store } from '../store/store.ts';
import { describeOwner } from '../scheduler/owner.ts';

/** An error of the queue, in more words where it is that the job has a run. */
export async function activeRunErrorOf(
  { runs }: Pick<Store, 'runs'>,
  jobId: string,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof UserError) || error.code !== 'run_active') return error;
  const active = await runs.activeOf(jobId);
  return active === null ? error : activeRunError(active, error);
}

/** What to say to whoever asks for a run of a job that has one: which, started by whom, executed where, and what to do. */
function activeRunError(run: Run, cause: unknown): UserError {
  const { id, status, startedAt, queuedAt, owner, trigger } = run;
  const state = `is ${status} since ${(startedAt ?? queuedAt).toISOString()}`;
  const executed = owner === null ? '' : `, and ${describeOwner(owner)} executes it`;
  const { started, toDo: usual } = doors[trigger];
  const toDo =
    status === 'waiting for approval'
      ? 'An admin has to approve or reject it first: in Slack, where it asks, or in its history.'
      : usual;
  return new UserError(
    `This job has a run already: ${id} ${state}. ${started(run.startedBy)}${executed}. ${toDo}`,
    { code: 'run_active', about: id, cause },
  );
}

interface DoorWords {
  readonly started: (who: string) => string;
  readonly toDo: string;
}

const bySchedule: DoorWords = { started: () => 'Its schedule started it', toDo: 'Wait until it ends.' };

const doors: Readonly<Record<RunTrigger, DoorWords>> = {
  schedule: bySchedule,
  'catch-up': bySchedule,
  cli: {
    started: (who) => `${who} started it on the command line`,
    toDo: 'Wait until it ends, or press Ctrl-C there, which cancels it.',
  },
  slack: {
    started: (who) => `${who} started it in Slack`,
    toDo: 'Wait until it ends, or cancel it there.',
  },
  assistant: {
    started: (who) => `${who} started it by the assistant`,
    toDo: 'Wait until it ends, or cancel it in Slack.',
  },
  api: { started: (who) => `${who} started it over the API`, toDo: 'Wait until it ends.' },
};
