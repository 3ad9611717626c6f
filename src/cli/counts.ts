import type { RunCounts } from '../domain/run.ts';
import { formatNumber } from './format.ts';

type CountName = keyof RunCounts;

/** What a dry run did not do. The rest is what it found, as every run. */
const writes: readonly CountName[] = ['created', 'updated', 'deleted'];

/** `created 3`; of a dry run `would be created 3`. */
export function countText(name: CountName, counts: RunCounts, dryRun: boolean): string {
  const would = dryRun && writes.includes(name) ? 'would be ' : '';
  return `${would}${name} ${formatNumber(counts[name])}`;
}
