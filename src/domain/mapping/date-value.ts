import { datetimeText, dayMs, firstDay, lastDay, readIsoDate, readIsoDatetime } from '../calendar.ts';
import type { Zone } from '../zone.ts';

/** Gives ISO text as the hub stores it (`2026-03-01`, `2026-03-01T09:30:00.000Z`), or null where it does not fit. */
export type ReadDate = (text: string) => string | null;

/** ISO 8601 as connectors give it; a time without a zone is one of `zone`. */
export function isoDateReader(zone: Zone): ReadDate {
  return (text) => {
    const trimmed = text.trim();
    if (readIsoDate(trimmed) !== null) return trimmed;
    const read = readIsoDatetime(trimmed);
    if (read === null) return null;
    const { clockMs, offsetMs } = read;
    return storedMoment(offsetMs === null ? zone.utcOf(clockMs) : clockMs - offsetMs);
  };
}

/** null outside the years 1 to 9999, which is what ISO's four digits hold. */
export function storedMoment(utcMs: number): string | null {
  return utcMs >= firstDay * dayMs && utcMs < (lastDay + 1) * dayMs ? datetimeText(utcMs) : null;
}
