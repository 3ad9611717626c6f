import { oneOf } from '../../../domain/filter/filter-error.ts';
import type { ChatContext, JobSummary } from '../../assistant.ts';
import { question, type Proposal } from '../../proposal.ts';
import { maxChoices } from '../limits.ts';
import { commandTo } from './command-words.ts';

/**
 * What cancelling the runs of the jobs that are meant comes to. Where none of them has a run, people mean that the job is
 * not to run: that is offered of those jobs, and of no other.
 */
export function cancelRuns(jobs: readonly JobSummary[], context: CancelContext): Proposal {
  const active = jobs.filter(({ isActive }) => isActive);
  if (active.length > 0) return commandTo('cancel', active, null, context.timezone);
  const [only] = jobs;
  const enabled = jobs.filter((job) => job.enabled);
  // Chosen at the question below.
  if (only !== undefined && only.name === context.chosen && only.enabled) {
    return commandTo('disable', [only], null, context.timezone);
  }
  const names = jobs.slice(0, maxChoices).map(({ name }) => `"${name}"`);
  const nothing =
    jobs.length === 1
      ? `${names.join('')} has no run going on.`
      : `None of ${oneOf(names)} has a run going on.`;
  if (enabled.length === 0) return question(`${nothing} Scheduling is disabled already.`);
  return question(
    `${nothing} Should ${jobs.length === 1 ? 'the job itself' : 'one of them'} be disabled?`,
    enabled.slice(0, maxChoices).map(({ name }) => name),
  );
}

type CancelContext = Pick<ChatContext, 'timezone' | 'chosen'>;
