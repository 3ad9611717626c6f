/** Dates of a filter as SOQL literals. Relative periods are worked out here: docs/decisions/filter-to-soql.md. */
import { dateText } from '../../domain/calendar.ts';
import { daysOf, momentsOf } from '../../domain/filter/date-bounds.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';
import { datetimeLiteral } from './soql-literal.ts';

export interface DateLiterals {
  readonly from: string;
  /** The first moment after it; null where the value is a single moment or day, which is compared as it is. */
  readonly to: string | null;
}

export function dateLiterals(
  value: FilterValue,
  kind: 'date' | 'datetime',
  clock: FilterClock,
): DateLiterals {
  if (kind === 'date') {
    const { from, to } = daysOf(value, clock);
    return { from: dateText(from), to: to - from === 1 ? null : dateText(to) };
  }
  const { fromMs, toMs } = momentsOf(value, clock);
  return {
    from: datetimeLiteral(fromMs),
    to: value.kind === 'datetime' ? null : datetimeLiteral(toMs),
  };
}
