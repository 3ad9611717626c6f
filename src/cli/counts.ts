import type { Run, RunCounts } from '../domain/run.ts';
import { formatNumber } from './format.ts';

type CountName = keyof RunCounts;

/** What a run that wrote nothing did not do. The rest is what it found, as every run. */
const writes: readonly CountName[] = ['created', 'updated', 'deleted'];

/** Whether a run has only seen what it would do. */
export function isOnlySeen({ dryRun, status }: Pick<Run, 'dryRun' | 'status'>): boolean {
  return dryRun || status === 'waiting for approval';
}

/** `created 3`; of what was only seen `would be created 3`. */
export function countText(name: CountName, counts: RunCounts, onlySeen: boolean): string {
  const would = onlySeen && writes.includes(name) ? 'would be ' : '';
  return `${would}${name} ${formatNumber(counts[name])}`;
}
