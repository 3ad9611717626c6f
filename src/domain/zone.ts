import { IANAZone } from 'luxon';
import { dayMs } from './calendar.ts';
import { UserError } from './errors.ts';
import { didYouMean, excerpt } from './filter/filter-error.ts';
import { nearestNames } from './nearest.ts';

/** Between the clock on the wall and UTC. All in milliseconds since 1970; "clock" as if the wall showed UTC. */
export interface Zone {
  clockOf(utcMs: number): number;
  /** Of a clock time that comes twice the first. One that is skipped moves on by the gap: 02:30 is 03:30. */
  utcOf(clockMs: number): number;
  /** As utcOf, but for a clock time that is skipped the moment at which the gap ends: for 02:30 that of 03:00. */
  utcAtOrAfter(clockMs: number): number;
}

/** @throws UserError where `name` is no IANA zone. */
export function openZone(name: string): Zone {
  if (/^(utc|gmt|etc\/utc|z)$/i.test(name)) return utc;
  const zone = IANAZone.create(name);
  if (!zone.isValid || !/^[a-z]/i.test(name)) throw unknownZone(name);
  const offsetAt = cachedOffsets(zone);

  /** The moment of a clock time, or the two offsets around the gap that it is in. */
  const find = (clockMs: number): number | { before: number; after: number } => {
    // No zone changes its clock twice within two days: these two are the only offsets.
    const before = offsetAt(clockMs - dayMs);
    if (offsetAt(clockMs - before) === before) return clockMs - before;
    const after = offsetAt(clockMs + dayMs);
    return offsetAt(clockMs - after) === after ? clockMs - after : { before, after };
  };

  return {
    clockOf: (utcMs) => utcMs + offsetAt(utcMs),
    utcOf(clockMs) {
      const found = find(clockMs);
      return typeof found === 'number' ? found : clockMs - found.before;
    },
    utcAtOrAfter(clockMs) {
      const found = find(clockMs);
      if (typeof found === 'number') return found;
      // The clock is changed between these two, at a whole quarter of an hour.
      let early = Math.floor((clockMs - found.after) / quarterHourMs);
      let late = Math.ceil((clockMs - found.before) / quarterHourMs);
      while (late - early > 1) {
        const middle = Math.floor((early + late) / 2);
        if (offsetAt(middle * quarterHourMs) === found.before) early = middle;
        else late = middle;
      }
      return late * quarterHourMs;
    },
  };
}

const utc: Zone = { clockOf: (ms) => ms, utcOf: (ms) => ms, utcAtOrAfter: (ms) => ms };

/**
 * Clocks are changed at whole quarters of an hour (one Canadian zone did it a minute later until 2011), so an
 * answer is good for its quarter.
 */
const quarterHourMs = 900_000;
/** Quarters kept: asking the zone's data costs microseconds, a Map tens of nanoseconds. */
const maxCached = 20_000;

function cachedOffsets(zone: IANAZone): (utcMs: number) => number {
  const cached = new Map<number, number>();
  return (utcMs) => {
    const quarter = Math.floor(utcMs / quarterHourMs);
    let offset = cached.get(quarter);
    if (offset === undefined) {
      if (cached.size >= maxCached) cached.clear();
      offset = Math.round(zone.offset(quarter * quarterHourMs) * 60_000);
      cached.set(quarter, offset);
    }
    return offset;
  };
}

function unknownZone(name: string): UserError {
  const near = didYouMean(nearestNames(name, Intl.supportedValuesOf('timeZone')));
  return new UserError(
    `"${excerpt(name)}" is not a time zone. Write one such as Europe/Berlin or UTC.${near}`,
    {
      code: 'unknown_timezone',
    },
  );
}
