import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { openZone } from '../../domain/zone.ts';
import type { Zone } from '../../domain/zone.ts';
import type { SessionSource, SourceQuery } from '../connector.ts';
import { dependsOnClock } from './compile-conditions.ts';

export interface FilterClocks {
  /** The zone of the connection's user, which relative dates follow. */
  readonly readZone: () => Promise<Zone>;
  /** ISO 8601 UTC. */
  readonly serverTime: () => Promise<string>;
  readonly sessions: SessionSource;
}

export type ClockFor = (query: SourceQuery, nowMs: number | null) => Promise<FilterClock>;

const utc = openZone('UTC');

/** Asks the CRM only where a filter speaks of days, and for the zone once. */
export function createFilterClocks({ readZone, serverTime, sessions }: FilterClocks): ClockFor {
  let zone: Promise<Zone> | null = null;
  const zoneOfUser = (): Promise<Zone> => {
    zone ??= readZone();
    zone.catch(() => {
      zone = null;
    });
    return zone;
  };
  return async ({ filter }, nowMs) => {
    if (filter === null || !dependsOnClock(filter)) return { nowMs: nowMs ?? 0, zone: utc };
    const { firstWeekday } = await sessions.get();
    return {
      zone: await zoneOfUser(),
      nowMs: nowMs ?? Date.parse(await serverTime()),
      ...(firstWeekday === undefined ? {} : { firstWeekday }),
    };
  };
}
