/** Which jobs are shown: by name and by state, in the order in which people count. */
import { naturalOrder } from '../../domain/natural-order.ts';
import type { JobState, ListedJob } from '../../operations/list-jobs.ts';

export const jobFilters = ['all', 'ok', 'running', 'waiting', 'connection', 'failing', 'disabled'] as const;
export type JobFilter = (typeof jobFilters)[number];

interface FilterRule {
  readonly title: string;
  readonly states: readonly JobState[] | null;
}

export const filterRules: Readonly<Record<JobFilter, FilterRule>> = {
  all: { title: 'All states', states: null },
  ok: { title: 'OK', states: ['ok'] },
  running: { title: 'Running', states: ['running', 'queued'] },
  waiting: { title: 'Waiting for approval', states: ['waiting for approval'] },
  connection: { title: 'Waiting for connection', states: ['waiting for connection'] },
  failing: { title: 'Failing', states: ['failing'] },
  disabled: { title: 'Disabled', states: ['disabled'] },
};

export interface JobChoice {
  /** Words that the name must have, in any order and without letter case; empty for all. */
  readonly search: string;
  readonly filter: JobFilter;
}

export function chooseJobs(
  listed: readonly ListedJob[],
  { search, filter }: JobChoice,
): readonly ListedJob[] {
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  const { states } = filterRules[filter];
  const chosen = listed.filter(({ job, state }) => {
    if (states !== null && !states.includes(state)) return false;
    if (words.length === 0) return true;
    const name = fold(job.name);
    return words.every((word) => name.includes(word));
  });
  return chosen.toSorted((a, b) => naturalOrder.compare(a.job.name, b.job.name));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}
