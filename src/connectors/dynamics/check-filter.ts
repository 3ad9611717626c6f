import { filterError } from '../../domain/filter/filter-error.ts';
import type { Filter } from '../../domain/filter/syntax.ts';
import type { SourceSchema } from '../../domain/source-schema.ts';
import { openZone } from '../../domain/zone.ts';
import { compileFilter } from './compile-filter.ts';
import { maxBatchedLength, maxConditions } from './odata.ts';

/** Any clock will do: which filters can be said does not depend on the day. */
const anyClock = { nowMs: 0, zone: openZone('UTC') };

/** What fields, order and the service's bookmark add to an address, at most. */
const roomForTheRest = 12_000;

/** @throws UserError for what OData cannot say, or not in one query. */
export function checkFilter(filter: Filter, schema: SourceSchema): void {
  const condition = compileFilter(filter, schema, anyClock);
  if (typeof condition === 'string') return;
  const { length } = encodeURIComponent(condition.text);
  if (length > maxBatchedLength - roomForTheRest) {
    throw filterError(
      'filter_too_long',
      0,
      `it becomes a query of ${length.toLocaleString('en')} characters; Dynamics 365 takes ${(maxBatchedLength - roomForTheRest).toLocaleString('en')}. Shorten its lists, or make several jobs of it.`,
    );
  }
  const conditions = (condition.text.match(/ (?:and|or) /g)?.length ?? 0) + 1;
  if (conditions <= maxConditions) return;
  throw filterError(
    'filter_too_long',
    0,
    `it becomes a query of ${conditions} conditions; Dynamics 365 takes ${maxConditions}. Lists over parents and of numbers take one for each value: shorten them, or make several jobs of it.`,
  );
}
