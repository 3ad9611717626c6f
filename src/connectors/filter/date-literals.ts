/** Dates of a filter as literals. Relative periods are worked out here: docs/decisions/filter-to-soql.md. */
import { dateText, datetimeText, readIsoDatetime } from '../../domain/calendar.ts';
import { daysOf, momentsOf } from '../../domain/filter/date-bounds.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';

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

/** In UTC and with whole seconds where there is no more: the form that SOQL and OData document. */
export function datetimeLiteral(ms: number): string {
  return datetimeText(ms).replace('.000Z', 'Z');
}

/** @param text a datetime of the filter language, which always names its zone. */
export function momentOf(text: string): number {
  const read = readIsoDatetime(text);
  if (read === null) throw new Error(`"${text}" is no datetime`);
  return read.clockMs - (read.offsetMs ?? 0);
}
