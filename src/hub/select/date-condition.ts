/** Conditions on dates: one attribute holds days and moments side by side, both as ISO text, whose order is that of time. */
import { dateText, datetimeText, dayMs } from '../../domain/calendar.ts';
import { momentsOf, type FilterClock, type Moments } from '../../domain/filter/date-bounds.ts';
import type { FilterValue } from '../../domain/filter/syntax.ts';
import type { Zone } from '../../domain/zone.ts';
import type { Binds } from './binds.ts';
import type { FilterCompilation, SelectField } from './compile-filter.ts';
import type { OrderOperator } from './dialect.ts';
import { any, exactly, isTrue, type Truth } from './truth.ts';

type Field = Pick<SelectField, 'text'>;
type Compilation = Pick<FilterCompilation, 'clock' | 'binds'>;

/** Whether the value is in one of these periods. */
export function momentAmong(
  field: Field,
  values: readonly FilterValue[],
  { clock, binds }: Compilation,
): Truth {
  const periods = merged(values.map((value) => momentsOf(value, clock)));
  return any(
    periods.map(({ fromMs, toMs }) => {
      const from = edgeOf(fromMs, clock, binds);
      const to = edgeOf(toMs, clock, binds);
      return dayOrMoment(field, {
        day: (text) => `${text} >= ${from.day} AND ${text} < ${to.day}`,
        moment: (text) => `${text} >= ${from.moment} AND ${text} < ${to.moment}`,
      });
    }),
  );
}

/** Before a period is before its beginning, after it is after its end. */
export function momentOrder(
  field: Field,
  operator: OrderOperator,
  value: FilterValue,
  { clock, binds }: Compilation,
): Truth {
  const { fromMs, toMs } = momentsOf(value, clock);
  const edge = edgeOf(operator === '<' || operator === '>=' ? fromMs : toMs, clock, binds);
  const sign = operator === '<' || operator === '<=' ? '<' : '>=';
  return dayOrMoment(field, {
    day: (text) => `${text} ${sign} ${edge.day}`,
    moment: (text) => `${text} ${sign} ${edge.moment}`,
  });
}

const dayLength = '2026-03-01'.length;

function dayOrMoment(
  { text }: Field,
  { day, moment }: Readonly<Record<'day' | 'moment', (text: string) => string>>,
): Truth {
  return exactly(isTrue(`CASE length(${text}) WHEN ${dayLength} THEN ${day(text)} ELSE ${moment(text)} END`));
}

/** A moment, and the first day that does not begin before it, as parameters. */
function edgeOf(
  ms: number,
  { zone }: FilterClock,
  binds: Binds,
): { readonly day: string; readonly moment: string } {
  return { day: binds.text(dateText(firstDayFrom(ms, zone))), moment: binds.text(datetimeText(ms)) };
}

/** A day that daylight saving begins without its midnight begins when the clock goes on. */
function firstDayFrom(ms: number, zone: Zone): number {
  const day = Math.floor(zone.clockOf(ms) / dayMs);
  // By the clock it may be a day too late where a whole day was skipped, or where the clock went back over midnight.
  const candidates = [day - 1, day, day + 1];
  return candidates.find((each) => zone.utcAtOrAfter(each * dayMs) >= ms) ?? day + 2;
}

/** The same moments as fewer periods: a list of days in a row is one. */
function merged(periods: readonly Moments[]): readonly Moments[] {
  const sorted = [...periods].sort((a, b) => a.fromMs - b.fromMs);
  const result: Moments[] = [];
  for (const period of sorted) {
    const last = result.at(-1);
    if (last === undefined || period.fromMs > last.toMs) result.push(period);
    else if (period.toMs > last.toMs) result[result.length - 1] = { ...last, toMs: period.toMs };
  }
  return result;
}
