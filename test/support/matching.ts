import { checkFilter } from '../../src/domain/filter/check.ts';
import { compileMatches } from '../../src/domain/filter/matches.ts';
import { openZone } from '../../src/domain/zone.ts';
import { crmSchema } from './crm-schema.ts';
import { aFilter } from './filters.ts';

export interface MatchOptions {
  /** ISO 8601 with zone. */
  readonly now?: string;
  readonly zone?: string;
  readonly firstWeekday?: number;
}

/** A record of `crmSchema` by the fields that matter; the others have no value. */
export type AccountCells = Readonly<Record<string, string | null>>;

/** Whether a filter, as written, takes a record. */
export function takes(text: string, cells: AccountCells, options: MatchOptions = {}): boolean {
  const { now = '2026-03-11T12:00:00Z', zone = 'UTC', firstWeekday } = options;
  const filter = checkFilter(aFilter(text), crmSchema);
  const columns = [...accountPaths];
  const matches = compileMatches(filter, {
    schema: crmSchema,
    columns,
    nowMs: Date.parse(now),
    zone: openZone(zone),
    firstWeekday,
  });
  return matches(columns.map((path) => cells[path] ?? null));
}

export const accountPaths: readonly string[] = [
  ...crmSchema.object.fields.map(({ name }) => name),
  'Owner.Name',
  'Owner.IsActive',
];
