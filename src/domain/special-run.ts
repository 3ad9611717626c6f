import type { Run } from './run.ts';

/** What a run is that is more than an incremental or a full sync; null where it is one of the two. */
export function specialRun({ rebuild, retryOf }: Pick<Run, 'rebuild' | 'retryOf'>): string | null {
  if (retryOf !== undefined) return 'retry of rejected rows';
  return rebuild === true ? 'full sync that rebuilds the mapping' : null;
}
