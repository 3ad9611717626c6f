import { IANAZone } from 'luxon';
import { UserError } from '../errors.ts';
import { dayMs } from './calendar.ts';

/** Between the clock on the wall and UTC. All in milliseconds since 1970; "clock" as if the wall showed UTC. */
export interface Zone {
  clockOf(utcMs: number): number;
  /** A clock time that is skipped moves on by the gap; of one that comes twice the first is meant. */
  utcOf(clockMs: number): number;
}

/** Offsets only change at whole quarters of an hour, which makes an answer good for its whole quarter. */
const quarterHourMs = 900_000;
/** Quarters kept: asking the zone's data costs microseconds, a Map tens of nanoseconds. */
const maxCached = 20_000;

/** @throws UserError where `name` is no IANA zone. */
export function openZone(name: string): Zone {
  if (/^(utc|gmt|etc\/utc|z)$/i.test(name)) return { clockOf: (ms) => ms, utcOf: (ms) => ms };
  const zone = IANAZone.create(name);
  if (!zone.isValid) {
    throw new UserError(`"${name}" is not a time zone. Write one such as Europe/Berlin or UTC.`, {
      code: 'unknown_timezone',
    });
  }
  const cached = new Map<number, number>();
  const offsetAt = (utcMs: number): number => {
    const quarter = Math.floor(utcMs / quarterHourMs);
    let offset = cached.get(quarter);
    if (offset === undefined) {
      if (cached.size >= maxCached) cached.clear();
      offset = Math.round(zone.offset(utcMs) * 60_000);
      cached.set(quarter, offset);
    }
    return offset;
  };
  return {
    clockOf: (utcMs) => utcMs + offsetAt(utcMs),
    utcOf(clockMs) {
      // No zone changes its clock twice within two days: the offsets a day before and after are the only two.
      const before = offsetAt(clockMs - dayMs);
      const early = clockMs - before;
      if (offsetAt(early) === before) return early;
      const after = offsetAt(clockMs + dayMs);
      const late = clockMs - after;
      return offsetAt(late) === after ? late : early;
    },
  };
}
