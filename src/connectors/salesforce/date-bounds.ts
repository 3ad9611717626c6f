/** Dates of a filter as SOQL literals. Relative periods are worked out here: docs/decisions/filter-to-soql.md. */
import { dateText, dayMs, readIsoDate } from '../../domain/calendar.ts';
import { periodOf } from '../../domain/filter/period.ts';
import type { Period } from '../../domain/filter/period.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';
import type { Zone } from '../../domain/zone.ts';
import { datetimeLiteral, momentOf } from './soql-literal.ts';

export interface FilterClock {
  readonly nowMs: number;
  /** That of the connection's user: where a day begins. */
  readonly zone: Zone;
}

export interface SoqlBounds {
  readonly from: string;
  /** The first moment after it; null where the value is a single moment or day, which is compared as it is. */
  readonly to: string | null;
}

export function boundsOf(
  value: FilterValue,
  kind: 'date' | 'datetime',
  { nowMs, zone }: FilterClock,
): SoqlBounds {
  if (value.kind === 'datetime') return { from: datetimeLiteral(momentOf(value.text)), to: null };
  const { from, to } = daysOf(value, Math.floor(zone.clockOf(nowMs) / dayMs));
  if (kind === 'date') return { from: dateText(from), to: to - from === 1 ? null : dateText(to) };
  // A day that daylight saving begins without its midnight begins when the clock goes on.
  const literal = (day: number): string => datetimeLiteral(zone.utcAtOrAfter(day * dayMs));
  return { from: literal(from), to: literal(to) };
}

function daysOf(value: FilterValue, today: number): Period {
  if (value.kind === 'date-literal' || value.kind === 'counted-date-literal') return periodOf(value, today);
  const day = value.kind === 'date' ? readIsoDate(value.text) : null;
  if (day === null) throw new Error(`A date was expected, not ${value.kind}`);
  return { from: day, to: day + 1 };
}
