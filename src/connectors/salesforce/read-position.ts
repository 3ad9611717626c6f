import { RetryableError } from '../../domain/errors.ts';
import { positionGone } from '../connector.ts';
import type { ReadPosition } from '../connector.ts';
import type { ReadKey } from './soql.ts';

/**
 * Where a page begins. `part` counts the queries that one read was split into, and `nowMs` is the time from
 * which the filter's relative periods were counted, so that a read resumed after midnight means the same days.
 */
export type SalesforcePosition = {
  readonly part: number;
  readonly nowMs: number;
} & (
  | {
      readonly way: 'REST';
      /** null = from the first record. */
      readonly after: ReadKey | null;
    }
  | {
      readonly way: 'Bulk';
      readonly job: string;
      /** null = the first page of the job's result. */
      readonly locator: string | null;
    }
);

export function writePosition(position: SalesforcePosition): ReadPosition {
  const { way, part, nowMs } = position;
  if (position.way === 'REST') {
    return { way, part, nowMs, stamp: position.after?.stamp ?? null, id: position.after?.id ?? null };
  }
  return { way, part, nowMs, job: position.job, locator: position.locator };
}

/** @throws RetryableError `position_gone` for one that an older version wrote. */
export function readPosition(position: ReadPosition): SalesforcePosition {
  const { way, part, nowMs, stamp, id, job, locator } = position;
  if (typeof part === 'number' && typeof nowMs === 'number') {
    if (way === 'REST' && isTextOrNull(stamp) && isTextOrNull(id)) {
      return { way, part, nowMs, after: id === null ? null : { stamp, id } };
    }
    if (way === 'Bulk' && typeof job === 'string' && isTextOrNull(locator)) {
      return { way, part, nowMs, job, locator };
    }
  }
  throw errorOfGonePosition('its bookmark is not one of this version');
}

export function errorOfGonePosition(why: string): RetryableError {
  return new RetryableError(`The read cannot go on where it stopped: ${why}. It is to begin again.`, {
    code: positionGone,
  });
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
