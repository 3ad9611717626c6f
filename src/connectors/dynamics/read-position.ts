import { RetryableError } from '../../domain/errors.ts';
import { positionGone } from '../connector.ts';
import type { ReadPosition } from '../connector.ts';

/**
 * Where a page begins. `nowMs` is the time from which the filter's relative periods were counted, so that a read
 * resumed after midnight means the same days.
 */
export interface DynamicsPosition {
  readonly nowMs: number;
  /** The service's own bookmark, which names the last row and ends with no session; null = the first page. */
  readonly skipToken: string | null;
}

export function writePosition({ nowMs, skipToken }: DynamicsPosition): ReadPosition {
  return { way: 'pages', nowMs, skipToken };
}

/** @throws RetryableError `position_gone` for one that an older version wrote. */
export function readPosition({ way, nowMs, skipToken }: ReadPosition): DynamicsPosition {
  if (way === 'pages' && typeof nowMs === 'number' && (skipToken === null || typeof skipToken === 'string')) {
    return { nowMs, skipToken };
  }
  throw new RetryableError(
    'The read cannot go on where it stopped: its bookmark is not one of this version. It is to begin again.',
    { code: positionGone },
  );
}
