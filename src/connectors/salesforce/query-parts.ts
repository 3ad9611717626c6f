import { FatalError } from '../../domain/errors.ts';
import type { ReadWindow, SourceQuery } from '../connector.ts';
import type { FilterClock } from '../../domain/filter/date-bounds.ts';
import { planRead } from './plan-read.ts';
import type { ReadPlan } from './plan-read.ts';
import { countSoql, fitsAddress, maxSoqlLength, orderedSoql, selectSoql } from './soql.ts';
import { splitFilter } from './split-filter.ts';

/** Ways in which a query is sent; each takes another length. */
export type QueryUse = 'rest' | 'bulk' | 'count';

/** As long as a place to go on behind can be. */
const longestKey = { stamp: '2000-01-01T00:00:00.001Z', id: '0'.repeat(18) };

const fits: Readonly<Record<QueryUse, (plan: ReadPlan) => boolean>> = {
  rest: (plan) => fitsAddress(orderedSoql(plan, longestKey)),
  bulk: (plan) => selectSoql(plan).length <= maxSoqlLength,
  count: (plan) => fitsAddress(countSoql(plan)),
};

/**
 * The queries that together bring one set, each short enough for its use.
 *
 * @returns null where no cut makes them so.
 */
export function partsOf(
  query: SourceQuery,
  window: ReadWindow | null,
  clock: FilterClock,
  use: QueryUse,
): readonly ReadPlan[] | null {
  const { filter, schema } = query;
  const isShortEnough = (plan: ReadPlan): boolean => plan.condition === 'never' || fits[use](plan);
  const whole = planRead(query, window, clock);
  if (isShortEnough(whole)) return [whole];
  if (filter === null) return null;
  const plan = (filter: SourceQuery['filter']): ReadPlan => planRead({ ...query, filter }, window, clock);
  const pieces = splitFilter(filter, schema, (piece) => isShortEnough(plan(piece)));
  return pieces === null ? null : pieces.map(plan).filter(({ condition }) => condition !== 'never');
}

export function queryTooLong(): FatalError {
  return new FatalError(
    `The query is longer than the ${maxSoqlLength.toLocaleString('en')} characters that Salesforce takes. Take out fields or shorten the filter.`,
    { code: 'query_too_long' },
  );
}
