import type { WritePosition } from '../writing.ts';

/** Bulk jobs of one call of `write`, in the order in which they were made. */
export interface BegunJobs {
  readonly jobs: readonly string[];
}

const separator = ' ';

export function writeWritePosition({ jobs }: BegunJobs): WritePosition {
  return { jobs: jobs.join(separator) };
}

/** @returns none where there is nothing to be found by it */
export function readWritePosition(position: WritePosition): BegunJobs {
  const { jobs } = position;
  return { jobs: typeof jobs === 'string' && jobs !== '' ? jobs.split(separator) : [] };
}
