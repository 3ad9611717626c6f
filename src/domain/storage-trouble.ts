import { FatalError, RetryableError } from './errors.ts';

/** The code of what is said while a database of ours cannot be used: it restarts, or the way to it is cut. */
export const databaseAway = 'database_away';

export function isDatabaseAway(error: unknown): error is RetryableError {
  return error instanceof RetryableError && error.code === databaseAway;
}

/** The code of what is said where a file or a database cannot grow. */
export const diskFull = 'disk_full';

export function isDiskFull(error: unknown): error is FatalError {
  return error instanceof FatalError && error.code === diskFull;
}
